/** As long as a distinguished name of a directory may well be, characters. */
const LONGEST = 256

/**
 * Printable, with the joiners that Persian and Indian names are written with; a line feed would forge lines of a log, a
 * mark of direction would turn the text around it.
 */
const PRINTABLE = /^(?:[^\p{C}\p{Zl}\p{Zp}]|[\u200c\u200d])+$/u
const NAMES_SOMEBODY = /[\p{L}\p{N}]/u

/** What Apache writes for a variable that is not set. */
const NOBODY = '(null)'

/**
 * The name of a user in a header, as directories hold them: `AD\anna`, `Anna Müller`, `anna@club.test`,
 * `CN=Anna,OU=Staff`; null if it is none.
 * @param bytes the header as Node gives it, a character for each byte: UTF-8 if it is that, else Latin-1
 */
export function readUserName(bytes: string): string | null {
  return nameIn(headerText(bytes))
}

/** The same of text that has been decoded: the claim of a provider, or a part of a header. */
export function nameIn(text: string): string | null {
  const name = text.normalize('NFC').trim()
  if (name.length > LONGEST || name === NOBODY) return null
  return PRINTABLE.test(name) && NAMES_SOMEBODY.test(name) ? name : null
}

/** The text of a header: UTF-8 if it is that, else Latin-1. */
export function headerText(bytes: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return bytes
  }
}
