import type { OutgoingHttpHeader } from 'node:http'
import type { FastifyReply } from 'fastify'

/** Names, lower case, and values in turn. */
export type HeadList = OutgoingHttpHeader[]

/**
 * The headers that hooks have set on an answer that we now write ourselves, such as its request id. Leaves out those
 * that `others` names.
 */
export function headOf(
  reply: FastifyReply,
  others: Readonly<Record<string, unknown>> = NONE,
): HeadList {
  const headers: HeadList = []
  const set = reply.getHeaders()
  for (const name in set) if (others[name] === undefined) headers.push(name, set[name]!)
  return headers
}

const NONE = {}

export function hasHeader(headers: readonly OutgoingHttpHeader[], name: string): boolean {
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) return true
  return false
}

/** Takes an answer out of Fastify's hands and writes its head, with the headers of security. */
export function writeHead(reply: FastifyReply, status: number, headers: HeadList) {
  reply.hijack()
  const { securityHeaders, draining } = reply.server
  // A route may have set its own.
  for (let i = 0; i < securityHeaders.length; i += 2) {
    const name = securityHeaders[i]!
    if (!reply.hasHeader(name)) headers.push(name, securityHeaders[i + 1]!)
  }
  if (draining) headers.push('connection', 'close')
  reply.raw.writeHead(status, headers)
}
