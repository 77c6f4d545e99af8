// These patterns read texts from outside, so each takes time in proportion to the text (test/patterns.test.ts).

/** Characters that end an address in a text. */
const GAP = /([\s"'<>]+)/
/** `://`: plain, escaped as in JSON, or percent-encoded as inside another address. */
const MARK = /((?::|%(?:25){0,4}3a)(?:\\?\/|%(?:25){0,4}2f){2})/i
const QUERY = /[?#]|%(?:25){0,4}(?:3f|23)/i
const SLASH = /\\?\/|%(?:25){0,4}2f/i
const AT = /@|%(?:25){0,4}40/i
const COLON = /:|%(?:25){0,4}3a/i
const QUESTION = /\?|%(?:25){0,4}3f/i
const EQUALS = /=|%(?:25){0,4}3d/i
/** A port, if there is one, and the punctuation of a sentence after it. */
const PORT = /^\d{0,5}[).,;:!\]}\\|]{0,5}$/
const LITERAL = /^(?:\[|%(?:25){0,4}5b)/i

/** Cuts query, user and password from each address, with or without a scheme. */
export function cutAddresses(text: string): string {
  return text.split(GAP).map(cutWord).join('')
}

/** Cuts a word that may be an address, or several addresses one after the other. */
function cutWord(word: string): string {
  const [start = '', ...rest] = word.split(MARK)
  const shown = cutRelative(start)
  if (rest.length === 0 || shown !== start) return shown
  const after = rest.join('')
  const query = after.search(QUERY)
  const parts = (query === -1 ? after : after.slice(0, query)).split(MARK)
  const places = parts.map((part, index) => (index % 2 === 0 ? withoutUser(part) : part))
  return `${start}${places.join('')}${query === -1 ? '' : '?…'}`
}

/** Cuts an address without a scheme: a path with a query that has an `=`, or `user:password@host`. */
function cutRelative(word: string): string {
  const query = word.search(QUESTION)
  if (query !== -1 && EQUALS.test(word.slice(query))) return `${word.slice(0, query)}?…`
  const pieces = word.split(AT)
  const host = pieces.pop() as string
  return COLON.test(pieces.join('')) && /^[a-z\d]/i.test(host) ? `…@${host}` : word
}

/** Cuts user and password from the part after a mark. A password may hold a slash. */
function withoutUser(part: string): string {
  const slash = part.search(SLASH)
  const [authority, path] = slash === -1 ? [part, ''] : [part.slice(0, slash), part.slice(slash)]
  const pieces = authority.split(AT)
  if (pieces.length > 1) return `…@${pieces.at(-1)}${path}`
  if (authority.split(',').every(isHost)) return part
  const inPath = path.split(AT)
  return inPath.length > 1 ? `…@${inPath.at(-1)}` : `…${path}`
}

/** True for a host with or without a port. Anything else after a colon may be part of a password. */
function isHost(text: string): boolean {
  if (LITERAL.test(text)) return true
  const [, port = '', ...more] = text.split(COLON)
  return PORT.test([port, ...more].join(':'))
}
