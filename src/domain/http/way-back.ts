/**
 * Longer addresses are not gone back to, characters: sealed and encoded it stands in the head of an answer, and proxies
 * take few kilobytes of that.
 */
const LONGEST = 500

/**
 * The path that somebody wanted before signing in, if it is one of ours: a whole address, a second slash, a backslash and
 * what browsers strip from an address could all lead to another site. Null if it is none.
 */
export function wayBack(text: string): string | null {
  if (text.length > LONGEST || !/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null
  const url = URL.parse(text, 'http://a.invalid')
  // `/..//other` is a path of ours, and without its steps one that leads to another site.
  const isOurs = url?.origin === 'http://a.invalid' && !url.pathname.startsWith('//')
  return isOurs ? url.pathname + url.search : null
}
