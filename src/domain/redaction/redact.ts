import { cutAddresses } from './addresses.ts'
import { cutKeys } from './private-keys.ts'
import { cutSecrets } from './secrets.ts'

/** Characters that addresses and assignments are made of, as JSON may escape them. */
const ESCAPED = /\\u00(2[2367f]|3[abcdef]|40)/gi
/** Start of a word; an apostrophe before it may belong to a password. */
const LAST_GAP = /[\s"<>]/
const COLON = /:|%(?:25){0,4}3a/i

/**
 * Cuts the query of every address in a text, because a signed address carries its signature there,
 * its user and password, and every other value that signs or opens something. The one place where
 * this is decided: for the log and, through `foreignText`, for pages. `isCut` says that the text goes on.
 */
export function cutSignatures(text: string, isCut = false): string {
  const plain = text.replace(ESCAPED, (_escape, code) => String.fromCharCode(parseInt(code, 16)))
  return cutSecrets(cutAddresses(cutKeys(isCut ? withoutHalf(plain) : plain)))
}

/** If the text ends before the `@`, a password looks like a port or like nothing at all. */
function withoutHalf(text: string): string {
  const word = text.split(LAST_GAP).at(-1) as string
  const colon = COLON.exec(word)
  if (colon === null) return text
  return text.slice(0, text.length - word.length + colon.index + colon[0].length)
}
