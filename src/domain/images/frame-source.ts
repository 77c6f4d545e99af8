/**
 * A place that images may come from: an origin and a path prefix that ends with `/`
 * (docs/architecture.md#images-of-a-job).
 */
export interface FrameSource {
  /** As `URL.origin` prints it. */
  origin: string
  /** Starts and ends with `/`. */
  prefix: string
}

/** A frame address that passed `frameVerdict`; nothing else may be dialled. */
export interface AllowedUrl {
  /** As `URL.origin` prints it. */
  origin: string
  /** Lower case; IPv6 without its brackets. */
  hostname: string
  port: number
  /** Path and query, byte for byte as given: a signature covers them. */
  path: string
}

export type FrameVerdict =
  | { ok: true; url: AllowedUrl }
  | { ok: false; reason: 'missing' | 'invalid' }
  | { ok: false; reason: 'not-allowed'; origin: string }

/** Longest address that a client may ask for. */
const CLIENT_CHARACTERS = 2_048
/** Longest address that the service may name. An address that is signed with session credentials is long. */
export const SERVICE_CHARACTERS = 8_192
/** Scheme, authority, path, query. A fragment is not allowed: it is never part of a request (RFC 3986 section 3). */
const PARTS = /^(https?):\/\/([^/?#]+)(\/[^?#]*)?(\?[^#]*)?$/i
const AUTHORITY = /^(?<host>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?<port>[1-9]\d{0,4}))?$/i
/** What RFC 3986 allows in a path, without `;`; a percent sign is followed by two hex digits. */
const PATH = /^(?:[\w.~!$&'()*+,=:@/-]|%[0-9a-f]{2})*$/i
/** What RFC 3986 allows in a query. */
const QUERY = /^(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*$/i
/** Encoded `.`, `/`, `\`, `%` and control characters: a store may decode them into another path. */
const HIDDEN_MEANING = /%(?:2e|2f|5c|25|[01][0-9a-f]|7f)/i

/**
 * Judges the text of a frame's address before any byte is sent. Refuses a text that two parsers could read
 * differently, then compares the origin and whole path segments with the listed sources
 * (docs/decisions/frame-fetch.md). Never throws. `not-allowed` names the unlisted origin. `most` is
 * the longest text allowed: `SERVICE_CHARACTERS` for an address from the service.
 */
export function frameVerdict(
  text: string,
  sources: readonly FrameSource[],
  most = CLIENT_CHARACTERS,
): FrameVerdict {
  if (text.trim() === '') return { ok: false, reason: 'missing' }
  const place = text.length > most ? null : readPlace(text)
  if (place === null) return { ok: false, reason: 'invalid' }
  const { url, path, query } = place
  const listed = sources.filter((source) => source.origin === url.origin)
  if (listed.length === 0) return { ok: false, reason: 'not-allowed', origin: url.origin }
  if (!isPlainPath(path) || url.pathname !== path || !QUERY.test(query.slice(1))) {
    return { ok: false, reason: 'invalid' }
  }
  if (!listed.some((source) => path.startsWith(source.prefix))) {
    return { ok: false, reason: 'not-allowed', origin: url.origin }
  }
  return {
    ok: true,
    url: {
      origin: url.origin,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
      path: path + query,
    },
  }
}

/** The parts of an address if every parser reads its authority alike; otherwise null. */
function readPlace(text: string): { url: URL; path: string; query: string } | null {
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) return null
  const [, scheme = '', authority = '', path = '/', query = ''] = PARTS.exec(text) ?? []
  const host = AUTHORITY.exec(authority)?.groups?.['host']
  const url = URL.parse(text)
  if (host === undefined || url === null) return null
  const unchanged =
    url.protocol === `${scheme.toLowerCase()}:` && url.hostname === host.toLowerCase()
  return unchanged ? { url, path, query } : null
}

function isPlainPath(path: string): boolean {
  return PATH.test(path) && !path.includes('//') && !HIDDEN_MEANING.test(path) && isUtf8(path)
}

/** Some decoders read overlong forms such as `%c0%ae` as a dot. */
function isUtf8(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** Where an address from the service lies: in `FRAME_SOURCES`, at another origin (`from`), or nowhere usable. */
export type SourceStanding = 'listed' | { from: string } | 'no address'

/** Judges an address by the sources in the settings. */
export type SourceStandingOf = (address: string) => SourceStanding

export function sourceStandingOf(address: string, sources: readonly FrameSource[]): SourceStanding {
  const verdict = frameVerdict(address, sources, SERVICE_CHARACTERS)
  if (verdict.ok) return 'listed'
  return verdict.reason === 'not-allowed' ? { from: verdict.origin } : 'no address'
}

export function withoutQuery(address: string): string {
  const end = address.search(/[?#]/)
  return end === -1 ? address : address.slice(0, end)
}
