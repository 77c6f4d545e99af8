import type { IncomingHttpHeaders } from 'node:http'

/** Headers that belong to one connection (RFC 9110, 7.6.1) and never travel on. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * What a request never takes upstream: its own connection and host, the credentials of the user
 * (SECURITY section 3), what claims to come from a proxy, and what htmx says to us.
 */
const KEPT_FROM_UPSTREAM = new Set([
  ...HOP_BY_HOP,
  'x-request-id', // the upstream client gives the request's own
  'host',
  'content-length',
  'expect',
  'cookie',
  'authorization',
  'forwarded',
  'via',
  'x-real-ip',
  'x-http-method-override',
])

/** What an answer never takes back: its own connection, its cookies, and the length, which we count. */
const KEPT_FROM_CLIENT = new Set([...HOP_BY_HOP, 'set-cookie', 'content-length'])

/** Names, lower case, and values in turn, as undici takes them. */
export type HeaderList = string[]

/** The end-to-end headers of a request but for `X-Request-Id`. Names are lower case, as Node gives them. */
export function requestHeaders(incoming: IncomingHttpHeaders): HeaderList {
  const named = namedByConnection(incoming.connection)
  const headers: HeaderList = []
  for (const name in incoming) {
    if (KEPT_FROM_UPSTREAM.has(name) || named?.has(name)) continue
    if (name.startsWith('x-forwarded-') || name.startsWith('hx-')) continue
    const value = incoming[name]
    if (typeof value === 'string') headers.push(name, value)
    else for (const one of value ?? []) headers.push(name, one)
  }
  return headers
}

/** The end-to-end headers of an answer. */
export function answerHeaders(incoming: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = namedByConnection(incoming.connection)
  const headers: Record<string, string | string[]> = {}
  for (const name in incoming) {
    if (KEPT_FROM_CLIENT.has(name) || named?.has(name)) continue
    const value = incoming[name]
    if (value !== undefined) headers[name] = value
  }
  return headers
}

function namedByConnection(connection: string | string[] | undefined): Set<string> | null {
  if (connection === undefined) return null
  const text = Array.isArray(connection) ? connection.join(',') : connection
  if (text === 'keep-alive' || text === 'close') return null
  return new Set(text.split(',').map((name) => name.trim().toLowerCase()))
}
