import type { OutgoingHttpHeader } from 'node:http'
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
  const own = reply.getHeaders()
  const headers: OutgoingHttpHeader[] = []
  for (const name in own) {
    if (OURS.has(name) || answer.headers[name] === undefined) headers.push(name, own[name]!)
  }
  for (const name in answer.headers) {
    if (!OURS.has(name) || own[name] === undefined) headers.push(name, answer.headers[name]!)
  }
  if (status !== 204 && status !== 304) headers.push('content-length', body.length)
  writeHead(reply, status, headers)
  const bodiless = status === 204 || status === 304 || reply.request.method === 'HEAD'
  if (bodiless) raw.end()
  else if (body.length <= IN_ONE_PIECE) raw.end(body.toString('latin1'), 'latin1')
  // Called when the last byte has left; never where the client goes before.
  else raw.end(body, () => lease.end())
}

/** The head of an answer that we write ourselves; `headers` are names and values in turn. */
export function writeHead(reply: FastifyReply, status: number, headers: OutgoingHttpHeader[]) {
  if (reply.server.draining) headers.push('connection', 'close')
  reply.raw.writeHead(status, headers)
}

/**
 * Up to here Node writes head and body in one piece where the body is text, bytes; Latin-1 is each byte as
 * it is. A buffer is a piece of its own, and each piece costs as much as the answer.
 */
const IN_ONE_PIECE = 8 * 1024

const OURS = new Set([
  'content-security-policy',
  'referrer-policy',
  'x-content-type-options',
  'x-frame-options',
  'strict-transport-security',
])
