const LINK = '/shared/'
const CUT = '…'
/** Letters of a token; one as long as that may stand in an address that is nearly right. */
const WORD = /[\w-]+/g
const TOKEN_LENGTH = 43

/**
 * The path of a request without the token of a link for a coach: whoever has the token has the page. Also of an address
 * that is written with escapes, which leads to the same page.
 */
export function withoutToken(path: string): string {
  const begin = plain(path).toLowerCase().indexOf(LINK)
  if (begin !== -1) return plain(path).slice(0, begin + LINK.length) + CUT
  return /shared/i.test(plain(path))
    ? path.replace(WORD, (word) => (word.length < TOKEN_LENGTH ? word : CUT))
    : path
}

/** What cannot be decoded is no address of ours, and what may be a token in it is cut all the same. */
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
