import { cutSignatures } from '../redaction/redact.ts'
import { ownText } from './own-text.ts'

/** Most characters of a name, a code or a label. */
export const LABEL = 200
/** Most characters of a frame key: as many as an object store allows in a name. */
export const FRAME_KEY = 1_024
/** Most characters of a message of one or two sentences. A longer one is a dump that nobody reads. */
export const MESSAGE = 1_000
/** Most characters of a text of several paragraphs. */
export const PROSE = 4_000

/** Invisible characters that reverse the text after them or hide words from the redactor. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufff9-\ufffb]/gu
/** Some of these join letters and emoji. Between plain letters they only hide a word from the redactor. */
const UNSEEN_WITHIN = /([\x21-\x7e])\p{Default_Ignorable_Code_Point}{1,20}(?=[\x21-\x7e])/gu
/** A text of only invisible characters, which nobody could see or click. */
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u

/**
 * Makes a text from outside fit for a page: one line, no control characters, no signatures, at most
 * `most` characters and then `…`. Null if nothing is left, or no text was given.
 * Everything that the service says goes through here. The text is cut before any pattern runs on it.
 */
export function foreignText(value: unknown, most = LABEL): string | null {
  if (typeof value !== 'string') return null
  const trimmed = value.trim()
  const isCut = trimmed.length > most
  const text = cutSignatures(onOneLine(firstOf(trimmed, most)), isCut)
  if (BLANK.test(text)) return null
  return isCut && !text.endsWith('…') ? `${text}…` : text
}

/** Words that programs print for a missing value. */
const NO_WORD = /^(null|undefined|none|nan)$/i

/** Like `foreignText`, for a code. Null also for words such as "none", which may be a name but never a code. */
export function foreignCode(value: unknown): string | null {
  const text = foreignText(value)
  return text === null || NO_WORD.test(text) ? null : text
}

const ESCAPED = /\\u([0-9a-f]{4})/gi

/**
 * Makes the text of a body fit for a log. Decodes `\uXXXX` first, because JSON may write any letter like
 * this, and a signature could hide there. Leaves out invisible characters. `isCut`: the body was longer.
 */
export function foreignBody(text: string, isCut = false): string {
  const said = text.replace(ESCAPED, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  return cutSignatures(onOneLine(said).toWellFormed(), isCut)
}

/**
 * Makes a text fit for a file for others: cuts signatures, even those that invisible characters hide.
 * Any other text stays as it came.
 */
export function unsigned(text: string): string {
  const shown = onOneLine(text)
  const cut = cutSignatures(shown)
  return cut === shown ? cutSignatures(text) : cut
}

/**
 * An id or a key, unchanged, so that it can be sent back. Null if it cannot stand on a page as it is.
 */
export function foreignId(value: unknown, most = LABEL): string | null {
  return typeof value === 'string' && value.length <= most && foreignText(value, most) === value
    ? value
    : null
}

/** The first `most` characters of the text. Never ends with half of a surrogate pair. */
function firstOf(text: string, most: number): string {
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most
  return (text.length > end ? ownText(text.slice(0, end)) : text).toWellFormed()
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '').replace(UNSEEN_WITHIN, '$1').trim()
}
