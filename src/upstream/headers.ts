import type { IncomingHttpHeaders } from 'node:http'
import { comesDown, UP } from '../domain/http/passing-headers.ts'

/** Names, lower case, and values in turn, as undici takes them. */
export type HeaderList = string[]

/** The headers of a request that go upstream. The upstream client adds its own. */
export function requestHeaders(incoming: IncomingHttpHeaders): HeaderList {
  const named = namedByConnection(incoming.connection)
  const headers: HeaderList = []
  for (const name of UP) {
    const value = incoming[name]
    if (value === undefined || named?.has(name)) continue
    if (typeof value === 'string') headers.push(name, value)
    else for (const one of value) headers.push(name, one)
  }
  return headers
}

/** The headers of an answer that go to the client. The length is counted anew. */
export function answerHeaders(incoming: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = namedByConnection(incoming.connection)
  const headers: Record<string, string | string[]> = {}
  for (const name in incoming) {
    const value = incoming[name]
    if (value !== undefined && comesDown(name) && !named?.has(name)) headers[name] = value
  }
  return headers
}

/** Headers that `Connection` names belong to one connection (RFC 9110, 7.6.1) and are never passed on. */
function namedByConnection(connection: string | string[] | undefined): Set<string> | null {
  if (connection === undefined) return null
  const text = Array.isArray(connection) ? connection.join(',') : connection
  if (text === 'keep-alive' || text === 'close') return null
  return new Set(text.split(',').map((name) => name.trim().toLowerCase()))
}
