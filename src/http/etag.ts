import fresh from 'fresh'

/** The store's tag (RFC 9110 section 8.8.3); anything of another form is not passed on. */
export function readEtag(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/.test(header)
    ? header
    : null
}

/** Does a client's `If-None-Match` name this tag? The weak comparison of RFC 9110 section 8.8.3.2. */
export function matchesEtag(ifNoneMatch: string | null, etag: string | null): boolean {
  if (ifNoneMatch === null || etag === null) return false
  return fresh({ 'if-none-match': ifNoneMatch.trim() }, { etag })
}
