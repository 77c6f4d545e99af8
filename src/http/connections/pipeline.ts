import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Requests of one connection that are worked on at a time. */
const MOST_AT_ONCE = 16
/** Further ones that wait; no client of ours pipelines at all. */
const MOST_WAITING = 48

/**
 * Requests that are sent before earlier ones are answered wait for their turn on the connection. `cut` is called for
 * a connection on which more than that wait.
 */
export function boundPipelines(app: FastifyInstance, cut: (socket: Socket) => void) {
  const waiting = new WeakMap<Socket, (() => void)[]>()

  app.addHook('onRequest', (request, _reply, done) => {
    const { socket } = request.raw
    const { openBeside } = request.ending
    if (openBeside <= MOST_AT_ONCE) return done()
    if (openBeside > MOST_AT_ONCE + MOST_WAITING) return cut(socket)
    const queue = waiting.get(socket)
    if (queue === undefined) waiting.set(socket, [done])
    else queue.push(done)
  })
  app.onRequestEnd(({ raw: { socket }, ending }, _reply, kind) => {
    if (ending.openBeside < MOST_AT_ONCE) return
    // Where the connection has gone, nobody begins what waited.
    if (kind === 'answered') waiting.get(socket)?.shift()?.()
    else waiting.delete(socket)
  })
}
