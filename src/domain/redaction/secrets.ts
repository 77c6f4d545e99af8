import { isOfError, type SecretKind, secretKindOf } from './names.ts'
import { isOrdinary, looksMade, tellsNothing } from './ordinary-words.ts'
import { authorizationAt, bareAt, cookiesAt, matchAt, type Span, valueAt } from './values.ts'

/** A name, in the style of any language. */
const NAME = /[\w.-]+/g
/** The digits of a percent-encoded character, which look like the beginning of the name after it. */
const ENCODED = /^(?:25){0,4}[\da-f]{2}(?=[a-z])/i
/** The characters between a name and its value. The first group is the quote that closes the name. */
const ASSIGNS =
  /(\\{0,8}["'`]|%(?:25){0,4}2[27])?\]?\s{0,3}(=>|->|:=|={1,3}|[:＝：](?!\/\/)|%(?:25){0,4}3[ad])\s{0,3}(?:%(?:25){0,4}2[27])?/iy
/** A pair in a tuple or list, as Python prints headers. */
const PAIRED = /\\{0,8}["'`]\s{0,3},\s{0,3}(?=[bruf]{0,2}\\{0,8}["'`])/iy
const TUPLE = /\([bruf]{0,2}\\{0,8}["'`]$/i
const IS = /\s{1,3}is:?\s{1,3}/iy
const BLANKS = /\s{1,3}/y
const COOKIE_FOLLOWS = /\s{1,3}(?=[\w.-]{1,80}=)/y
/** Every text with a secret has one of these. Most texts have none, so they need no further search. */
const TELLING =
  /pass|pwd|secret|token|jwt|sig|hmac|sid|otp|auth|bearer|policy|credential|cookie|[cx]srf|sess|key|eyJ|A[KS]IA|gh[opsru]_|sk-|xox|basic|negotiate|ntlm|-u/i
/** Keys that can be recognized by their first letters. */
const KEY = /^(?:eyJ[\w-]{8}|A[KS]IA[A-Z\d]{12}|gh[opsru]_\w{16}|sk-[\w-]{16}|xox[abprs]-[\w-]{10})/
const SCHEME = /^(?:basic|negotiate|ntlm|apikey)$/i

/** Cuts the value after every name that signs or opens something. */
export function cutSecrets(text: string): string {
  if (!TELLING.test(text)) return text
  const shown: string[] = []
  let at = 0
  NAME.lastIndex = 0
  for (let name = NAME.exec(text); name !== null; name = NAME.exec(text)) {
    const span = secretAfter(text, name[0], name.index)
    if (span === null || span.to <= span.from) continue
    shown.push(text.slice(at, span.from), '…')
    at = span.to
    NAME.lastIndex = at
  }
  return shown.length === 0 ? text : `${shown.join('')}${text.slice(at)}`
}

/** The value that belongs to the name at `index`; null if there is no value, or nothing to hide. */
function secretAfter(text: string, word: string, index: number): Span | null {
  const end = index + word.length
  if (KEY.test(word)) return { from: index, to: end, isQuoted: false }
  const name = nameOf(text, word, index)
  const kind = secretKindOf(name)
  if (kind === null) return unnamed(text, name, end)
  return (
    assigned(text, name, kind, end) ??
    paired(text, kind, index, end) ??
    tagged(text, index, end) ??
    unassigned(text, name, kind, end)
  )
}

function nameOf(text: string, word: string, index: number): string {
  const before = text[index - 1]
  if (before === '%') return word.replace(ENCODED, '')
  return before === '\\' ? word.replace(/^[nrt]/, '') : word
}

function assigned(text: string, name: string, kind: SecretKind, end: number): Span | null {
  const sign = matchAt(ASSIGNS, text, end)
  if (sign === null) return null
  const from = end + sign[0].length
  const span = spanOf(kind, text, from)
  const value = text.slice(span.from, span.to)
  const isSpoken = !span.isQuoted && sign[1] === undefined && /^[:：]$/.test(sign[2] ?? '')
  const isShown = isSpoken
    ? name.toLowerCase() === 'policy' || isOfError(name) || isOrdinary(bareAt(text, from))
    : tellsNothing(value)
  const isHidden = kind === 'authorization' && value.includes(' ')
  return isShown && !isHidden ? { ...span, to: span.from } : span
}

function spanOf(kind: SecretKind, text: string, at: number): Span {
  if (kind === 'authorization') return authorizationAt(text, at)
  return kind === 'cookie' ? cookiesAt(text, at) : valueAt(text, at)
}

/** `('Authorization', 'Bearer …')`. Names of kind `secret` must be in a tuple: a list may only name fields. */
function paired(text: string, kind: SecretKind, index: number, end: number): Span | null {
  const comma = matchAt(PAIRED, text, end)
  if (comma === null) return null
  if (kind === 'secret' && !TUPLE.test(text.slice(Math.max(0, index - 12), index))) return null
  const span = valueAt(text, end + comma[0].length)
  return isOrdinary(text.slice(span.from, span.to)) ? null : span
}

/** `<password>…</password>` */
function tagged(text: string, index: number, end: number): Span | null {
  if (text[end] !== '>' || !/[<:]/.test(text[index - 1] ?? '')) return null
  const close = text.indexOf('<', end)
  return { from: end + 1, to: close === -1 ? text.length : close, isQuoted: true }
}

/** `Bearer …`, `--password …`, `<Cookie sid=…`, `password is …` */
function unassigned(text: string, name: string, kind: SecretKind, end: number): Span | null {
  if (kind === 'cookie') {
    const blanks = matchAt(COOKIE_FOLLOWS, text, end)
    return blanks && cookiesAt(text, end + blanks[0].length)
  }
  const isCalled = /^(?:bearer|--?[\w-]{1,60})$/i.test(name)
  return isCalled
    ? spoken(text, matchAt(BLANKS, text, end), (word) => !isOrdinary(word))
    : spoken(text, matchAt(IS, text, end), looksMade)
}

/** `Basic …`, and `-u name:password` of a command. */
function unnamed(text: string, name: string, end: number): Span | null {
  if (SCHEME.test(name)) return spoken(text, matchAt(BLANKS, text, end), looksMade)
  const isUser = name === '-u' || name === '--user'
  return isUser ? spoken(text, matchAt(BLANKS, text, end), (word) => word.includes(':')) : null
}

function spoken(
  text: string,
  between: RegExpExecArray | null,
  isSecret: (word: string) => boolean,
): Span | null {
  if (between === null) return null
  const from = between.index + between[0].length
  // A sentence contains no list. Searching for the end of many lists would take too long.
  if (/[[{(]/.test(text[from] ?? '')) return null
  const span = valueAt(text, from)
  return isSecret(text.slice(span.from, span.to)) ? span : null
}
