import fresh from 'fresh'

/** Reads the store's tag (RFC 9110 section 8.8.3); null if it has another form. */
export function readEtag(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/.test(header)
    ? header
    : null
}

/** True if a client's `If-None-Match` names this tag, by the weak comparison of RFC 9110 section 8.8.3.2. */
export function matchesEtag(ifNoneMatch: string | null, etag: string | null): boolean {
  if (ifNoneMatch === null || etag === null) return false
  return fresh({ 'if-none-match': ifNoneMatch.trim() }, { etag })
}
