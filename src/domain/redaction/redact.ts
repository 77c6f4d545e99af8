import { cutAddresses } from './addresses.ts'
import { cutKeys } from './private-keys.ts'
import { cutSecrets } from './secrets.ts'

/** JSON escapes of the characters that addresses and assignments need. */
const ESCAPED = /\\u00(2[2367f]|3[abcdef]|40)/gi
/** Characters before the last word. Not the apostrophe, because it may belong to a password. */
const LAST_GAP = /[\s"<>]/
const COLON = /:|%(?:25){0,4}3a/i

/**
 * Cuts all secrets from a text: private keys, the query of every address (which may hold a signature), users and
 * passwords, and every other value that signs or opens something. This is the only place that decides this, for the
 * log and, through `foreignText`, for pages. `isCut`: the text is only the beginning of a longer one.
 */
export function cutSignatures(text: string, isCut = false): string {
  const plain = text.replace(ESCAPED, (_escape, code) => String.fromCharCode(parseInt(code, 16)))
  return cutSecrets(cutAddresses(cutKeys(isCut ? withoutHalf(plain) : plain)))
}

/** Cuts the last word after its colon. If the text was cut before an `@`, a password there looks like a port. */
function withoutHalf(text: string): string {
  const word = text.split(LAST_GAP).at(-1) as string
  const colon = COLON.exec(word)
  if (colon === null) return text
  return text.slice(0, text.length - word.length + colon.index + colon[0].length)
}
