import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Answer } from './upstream/exchange.ts'

/**
 * Gives an upstream answer to the client as it is: status, end-to-end headers, bytes. Our own headers
 * (security, request id) stand beside them; where both say one, the security headers are ours and
 * the rest the upstream's.
 */
export function relay(reply: FastifyReply, answer: Answer): void {
  reply.hijack()
  const own = reply.getHeaders() as OutgoingHttpHeaders
  const headers: OutgoingHttpHeaders = { ...own, ...answer.headers }
  for (const name of OURS) if (own[name] !== undefined) headers[name] = own[name]
  if (reply.server.draining) headers['connection'] = 'close'
  const { raw } = reply
  const bodiless = answer.status === 204 || answer.status === 304 || reply.request.method === 'HEAD'
  if (answer.status !== 204 && answer.status !== 304)
    headers['content-length'] = String(answer.body.length)
  raw.writeHead(answer.status, headers)
  raw.end(bodiless ? undefined : answer.body)
}

const OURS = [
  'content-security-policy',
  'referrer-policy',
  'x-content-type-options',
  'x-frame-options',
  'strict-transport-security',
]
