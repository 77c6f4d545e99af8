/** Most characters of a name: enough for a distinguished name of a directory. */
const LONGEST = 256

/**
 * Printable characters, and the joiners that Persian and Indian names need. A line feed could forge log lines, and a
 * direction mark would reverse the text around it.
 */
const PRINTABLE = /^(?:[^\p{C}\p{Zl}\p{Zp}]|[\u200c\u200d])+$/u
const NAMES_SOMEBODY = /[\p{L}\p{N}]/u

/** What Apache writes for a variable that is not set. */
const NOBODY = '(null)'

/**
 * Reads a user name in a header, in any form that directories use: `AD\anna`, `Anna Müller`, `anna@club.test`,
 * `CN=Anna,OU=Staff`. Null if the header holds no name.
 * @param bytes the header as Node gives it, a character for each byte: UTF-8 if it is valid, else Latin-1
 */
export function readUserName(bytes: string): string | null {
  return nameIn(headerText(bytes))
}

/** Like `readUserName`, for decoded text: the claim of a provider, or a part of a header. */
export function nameIn(text: string): string | null {
  const name = text.normalize('NFC').trim()
  if (name.length > LONGEST || name === NOBODY) return null
  return PRINTABLE.test(name) && NAMES_SOMEBODY.test(name) ? name : null
}

/** Decodes a header: as UTF-8 if it is valid, otherwise as Latin-1. */
export function headerText(bytes: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return bytes
  }
}
