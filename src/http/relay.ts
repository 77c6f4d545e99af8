import type { FastifyReply } from 'fastify'
import { passedStatus } from '../domain/http/status.ts'
import type { UpstreamRefusal } from '../errors/service.ts'
import { headOf, writeHead } from './response-head.ts'
import { INERT_POLICY, inertType } from './security/inert.ts'

/**
 * Gives an upstream answer to the client as it is: status (but see `passedStatus`), bytes, and the headers that pass. Our own stand
 * beside them; where both say one, it is the upstream's. The headers of security never pass, and what the
 * service sends is inert in a browser, whatever type it names.
 */
export function relay(reply: FastifyReply, answer: UpstreamRefusal['answer']): void {
  const { raw } = reply
  const { status, headers, body, lease } = answer
  const bodiless = status === 204 || status === 304
  reply.header('content-security-policy', INERT_POLICY)
  const head = headOf(reply, headers)
  for (const name in headers) {
    const value = headers[name]!
    head.push(name, name === 'content-type' ? inertType(String(value)) : value)
  }
  if (!bodiless) head.push('content-length', body.length)
  writeHead(reply, passedStatus(status, reply.request.headers['user-agent']), head)
  if (bodiless || reply.request.method === 'HEAD') raw.end()
  else if (body.length <= IN_ONE_PIECE) raw.end(body.toString('latin1'), 'latin1')
  // Called when the last byte has left; never where the client goes before.
  else raw.end(body, () => lease.release())
}

/**
 * Up to here Node writes head and body in one piece where the body is text, bytes; Latin-1 is each byte as
 * it is. A buffer is a piece of its own, and each piece costs as much as the answer.
 */
const IN_ONE_PIECE = 8 * 1024
