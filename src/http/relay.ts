import type { FastifyReply } from 'fastify'
import { passedStatus } from '../domain/http/status.ts'
import type { RefusedAnswer } from '../errors/service.ts'
import { headOf, writeHead } from './response-head.ts'
import { INERT_POLICY, inertType } from './security/inert.ts'

/**
 * Gives an upstream answer to the client as it is: its status (but see `passedStatus`), its bytes, and the headers
 * that pass. Our own headers stand beside them; if both have one, the upstream's is sent. The headers of security are
 * always ours, and a browser runs nothing of what the service sends, whatever its type.
 */
export function relay(reply: FastifyReply, answer: RefusedAnswer): void {
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
  // Runs when the last byte has left; never if the client goes before that.
  else raw.end(body, () => lease.release())
}

/**
 * Bytes. Up to this length the body is handed over as Latin-1 text, each character one byte: Node then writes head and
 * body in one piece. A buffer is a piece of its own, and each piece costs as much as the answer.
 */
const IN_ONE_PIECE = 8 * 1024
