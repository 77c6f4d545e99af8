import { isOrdinary, looksMade } from './ordinary-words.ts'

// The patterns with the flag `y` (sticky) match only at the given place.

const OPENING_QUOTE = /[bruf]{0,2}(\\{0,8})(["'`])/iy
const BRACKETS: Record<string, string> = { '{': '}', '[': ']', '(': ')' }
/** A value without quotes ends at the next blank, at a quote that closes something, or at the next assignment. */
const BARE =
  /(?:[^\s"'<&,\\]|,(?!\s{0,3}\\{0,8}["'])|["'](?![\s,;:)\]}\\]|$)|<(?!\/)|&(?!(?:amp;)?[\w.-]{1,60}(?:=|%3d))|\\(?!["']))*/iy
/** Punctuation after a value in a sentence or list. */
const TRAILING = /[,;)\]}]{1,8}$/
const BLANKS = /\s{1,3}/y
const PARAMETER = /[\s,]{0,4}[\w-]{1,40}=(?:\\{0,8}"[^"]*"?|[^\s,"]+)/y
const PAIR = /[\s;]{0,4}[\w.$!#%*+^|~-]{1,80}=(?:"[^"]*"?|[^\s;"']*)/y
const SCHEMES = new Set(
  'bearer basic token apikey api-key key negotiate ntlm digest hawk oauth hmac aws aws4-hmac-sha256 mac'.split(
    ' ',
  ),
)

/** The place of a value in a text. This part is cut. */
export interface Span {
  from: number
  to: number
  isQuoted: boolean
}

/** Finds the value at a place: inside its quotes, with its brackets, or without either up to its end. */
export function valueAt(text: string, at: number): Span {
  const quote = matchAt(OPENING_QUOTE, text, at)
  if (quote !== null) {
    const from = at + quote[0].length
    return {
      from,
      to: closingQuote(text, from, quote[2] as string, quote[1]!.length),
      isQuoted: true,
    }
  }
  const closing = BRACKETS[text[at] ?? '']
  if (closing !== undefined) {
    const end = text.indexOf(closing, at)
    return { from: at, to: end === -1 ? text.length : end + 1, isQuoted: true }
  }
  return { from: at, to: at + bareAt(text, at).length, isQuoted: false }
}

/** Finds the value of an authorization header: the scheme, and a word or a list of parameters. */
export function authorizationAt(text: string, at: number): Span {
  const value = valueAt(text, at)
  if (value.isQuoted) return value
  const scheme = text.slice(value.from, value.to)
  const blanks = matchAt(BLANKS, text, value.to)
  if (blanks === null) return value
  const next = value.to + blanks[0].length
  const parameters = seriesAt(PARAMETER, text, next)
  if (parameters > next) return { ...value, to: parameters }
  const word = bareAt(text, next)
  const isScheme = SCHEMES.has(scheme.toLowerCase())
  if (isScheme && isOrdinary(word)) return { ...value, to: value.from }
  return isScheme || (/^[a-z-]+$/i.test(scheme) && looksMade(word))
    ? { ...value, to: next + word.length }
    : value
}

/** Finds the value of a cookie header: all its pairs. */
export function cookiesAt(text: string, at: number): Span {
  const value = valueAt(text, at)
  if (value.isQuoted) return value
  return { ...value, to: Math.max(value.to, seriesAt(PAIR, text, at)) }
}

export function bareAt(text: string, at: number): string {
  return matchAt(BARE, text, at)![0].replace(TRAILING, '')
}

export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function seriesAt(pattern: RegExp, text: string, at: number): number {
  let end = at
  for (let one = matchAt(pattern, text, end); one !== null; one = matchAt(pattern, text, end)) {
    end += one[0].length
  }
  return end
}

/** The place of the closing quote. A quote after more backslashes than the opening quote is part of the value. */
function closingQuote(text: string, from: number, quote: string, backslashes: number): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    let escapes = 0
    while (at - escapes > from && text[at - escapes - 1] === '\\') escapes += 1
    if (escapes <= backslashes) return at - escapes
  }
  return text.length
}
