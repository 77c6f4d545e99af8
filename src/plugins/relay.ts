import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { UpstreamRefusal } from '../errors.ts'

/**
 * Gives an upstream answer to the client as it is: status, end-to-end headers, bytes. Our own headers
 * (security, request id) stand beside them; where both say one, the security headers are ours and
 * the rest the upstream's.
 */
export function relay(reply: FastifyReply, answer: UpstreamRefusal['answer']): void {
  reply.hijack()
  const { raw } = reply
  const { status, body, lease } = answer
  const own = reply.getHeaders() as OutgoingHttpHeaders
  const headers: OutgoingHttpHeaders = { ...own, ...answer.headers }
  for (const name of OURS) if (own[name] !== undefined) headers[name] = own[name]
  if (reply.server.draining) headers['connection'] = 'close'
  if (status !== 204 && status !== 304) headers['content-length'] = String(body.length)
  const bodiless = status === 204 || status === 304 || reply.request.method === 'HEAD'
  raw.writeHead(status, headers)
  // Called when the last byte has left; never where the client goes before.
  raw.end(bodiless ? undefined : body, () => lease.end())
}

const OURS = [
  'content-security-policy',
  'referrer-policy',
  'x-content-type-options',
  'x-frame-options',
  'strict-transport-security',
]
