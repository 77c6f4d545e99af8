const LINK = '/shared/'
const CUT = '…'
/** A word of the letters of a token. A mistyped address of a link may still hold the token as such a word. */
const WORD = /[\w-]+/g
const TOKEN_LENGTH = 43

/**
 * Removes the token of a coach's link from the path of a request, because the token alone opens the page. Also works
 * for an address with escapes, which leads to the same page.
 */
export function withoutToken(path: string): string {
  const begin = plain(path).toLowerCase().indexOf(LINK)
  if (begin !== -1) return plain(path).slice(0, begin + LINK.length) + CUT
  return /shared/i.test(plain(path))
    ? path.replace(WORD, (word) => (word.length < TOKEN_LENGTH ? word : CUT))
    : path
}

/** Decodes the path, or at least its ASCII. A path that cannot be decoded is not ours, but may hold a token to cut. */
function plain(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path.replace(/%([2-7][0-9a-f])/gi, (_escape, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  }
}
