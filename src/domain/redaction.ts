// Patterns here meet texts of others, so each takes time in proportion to the text (test/patterns.test.ts).

/** What ends an address in a text. */
const GAP = /([\s"'<>]+)/
/** `://`, plain, escaped as JSON may have it, or percent-encoded once or twice as in another address. */
const MARK = /((?::|%(?:25)?3a)(?:\\?\/|%(?:25)?2f){2})/i
const QUERY = /[?#]|%(?:25)?(?:3f|23)/i
const SLASH = /\\?\/|%(?:25)?2f/i
const AT = /@|%(?:25)?40/i

/** The name of what signs or opens something, in spellings of S3, Google, Azure, CloudFront and JSON. */
const SECRET_NAME =
  /((?:signature|sig|token|jwt|secret|passwd|password|pwd|policy|credential|api[_-]?key|access[_-]?key(?:[_-]?id)?|key-pair-id|session[_-]?id)(?:\\?["'])? ?(?:=|%(?:25)?3d|: ?\\?["']) ?(?:\\?["'])?)/i
/** The same in a header. */
const SECRET_HEADER =
  /((?:authorization|cookie|api-key|security-token) ?: ?(?:(?:bearer|basic) )?)/i
const END_OF_VALUE = /[\s"'<>&]/

/**
 * Cuts the query of every address in a text, because a signed address carries its signature there,
 * its user and password, and every other value that signs or opens something. The one place where
 * this is decided: for the log and, through `foreignText`, for pages.
 */
export function cutSignatures(text: string): string {
  const addressed = text.split(GAP).map(cutAddress).join('')
  return cutAfter(SECRET_HEADER, cutAfter(SECRET_NAME, addressed))
}

/** Cuts the value after each of these names. */
function cutAfter(names: RegExp, text: string): string {
  const parts = text.split(names)
  if (parts.length === 1) return text
  return parts.map((part, index) => (isAfterName(index) ? cutValue(part) : part)).join('')
}

/** `split` gives text, name, text, name, text. */
function isAfterName(index: number): boolean {
  return index > 0 && index % 2 === 0
}

function cutValue(text: string): string {
  const end = text.search(END_OF_VALUE)
  const value = end === -1 ? text : text.slice(0, end)
  return value === '' ? text : `…${text.slice(value.length)}`
}

/** A word that may be an address, or several one after the other. */
function cutAddress(word: string): string {
  const [start = '', ...rest] = word.split(MARK)
  if (rest.length === 0) return word
  const after = rest.join('')
  const query = after.search(QUERY)
  const shown = query === -1 ? after : after.slice(0, query)
  const parts = shown.split(MARK).map((part, index) => (index % 2 === 0 ? withoutUser(part) : part))
  return `${start}${parts.join('')}${query === -1 ? '' : '?…'}`
}

/** What stands between two marks begins with a host. */
function withoutUser(part: string): string {
  const end = part.search(SLASH)
  const [authority, path] = end === -1 ? [part, ''] : [part.slice(0, end), part.slice(end)]
  const pieces = authority.split(AT)
  return pieces.length === 1 ? part : `…@${pieces.at(-1)}${path}`
}
