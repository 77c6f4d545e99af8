/**
 * Most characters of an address to go back to. The address is sealed and encoded into a header of an answer, and
 * proxies accept only a few kilobytes of headers.
 */
const LONGEST = 500

/**
 * The path that somebody wanted before signing in; null if it is not one of our paths. A whole address, a second slash,
 * a backslash or a character that browsers strip could lead to another site.
 */
export function wayBack(text: string): string | null {
  if (text.length > LONGEST || !/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null
  const url = URL.parse(text, 'http://a.invalid')
  // `/..//other` looks like one of our paths, but without its `..` it leads to another site.
  const isOurs = url?.origin === 'http://a.invalid' && !url.pathname.startsWith('//')
  return isOurs ? url.pathname + url.search : null
}
