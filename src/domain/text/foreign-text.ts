import { cutSignatures } from '../redaction/redact.ts'
import { ownText } from './own-text.ts'

/** Most characters of a name, a code or a label. */
export const LABEL = 200
/** Of the key of a frame: as long as the name of an object in a store may be. */
export const FRAME_KEY = 1_024
/** Of a message in a sentence or two; what is longer is a dump that nobody reads. */
export const MESSAGE = 1_000
/** Of a text that is read as a whole. */
export const PROSE = 4_000

/** Invisible characters that reverse the text after them or hide words from the redactor. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufff9-\ufffb]/gu
/** Some of these join letters and emoji. Between plain letters they only hide a word from the redactor. */
const UNSEEN_WITHIN = /([\x21-\x7e])\p{Default_Ignorable_Code_Point}{1,20}(?=[\x21-\x7e])/gu
/** Nothing that anybody could see or click. */
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u

/**
 * A text of somebody else as a page may say it: on one line, without control characters and
 * signatures, `most` characters of it and then `…`. Null if nothing is left, or no text was given.
 * Everything that the service says goes through here. It is cut before any pattern meets it.
 */
export function foreignText(value: unknown, most = LABEL): string | null {
  if (typeof value !== 'string') return null
  const trimmed = value.trim()
  const isCut = trimmed.length > most
  const text = cutSignatures(onOneLine(firstOf(trimmed, most)), isCut)
  if (BLANK.test(text)) return null
  return isCut && !text.endsWith('…') ? `${text}…` : text
}

/** What programs print where they have nothing. */
const NO_WORD = /^(null|undefined|none|nan)$/i

/** The same of a code; null also if it is a word for nothing. A name may be such a word, a code may not. */
export function foreignCode(value: unknown): string | null {
  const text = foreignText(value)
  return text === null || NO_WORD.test(text) ? null : text
}

const ESCAPED = /\\u([0-9a-f]{4})/gi

/**
 * The text of a body as a log may hold it. JSON may write any letter as `\uXXXX`: these are read first, because
 * a signature could hide in them. Signs that nobody sees are left out. `isCut`: the body was longer.
 */
export function foreignBody(text: string, isCut = false): string {
  const said = text.replace(ESCAPED, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  return cutSignatures(onOneLine(said).toWellFormed(), isCut)
}

/**
 * A text as a file for others may hold it: as it came, unless it holds a signature, even one that invisible characters
 * hide.
 */
export function unsigned(text: string): string {
  const shown = onOneLine(text)
  const cut = cutSignatures(shown)
  return cut === shown ? cutSignatures(text) : cut
}

/**
 * An id or a key as it came, to be sent back; null if it cannot stand on a page as it is.
 */
export function foreignId(value: unknown, most = LABEL): string | null {
  return typeof value === 'string' && value.length <= most && foreignText(value, most) === value
    ? value
    : null
}

/** Never ends with half of a character. */
function firstOf(text: string, most: number): string {
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most
  return (text.length > end ? ownText(text.slice(0, end)) : text).toWellFormed()
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '').replace(UNSEEN_WITHIN, '$1').trim()
}
