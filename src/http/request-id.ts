import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import fp from 'fastify-plugin'

/** The longest id that the upstream was seen to echo (docs/contract.md#request-ids), printable ASCII only. */
const TAKEN_OVER = /^[\x21-\x7e]{1,400}$/

/** The caller's `X-Request-Id` if a log and a header can hold it, else a new id. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && TAKEN_OVER.test(given) ? given : randomUUID()
}

/** Returns the id of each request, on every status. */
export const requestIdPlugin = fp(
  async (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('x-request-id', request.id)
      done()
    })
  },
  { name: 'request-id' },
)
