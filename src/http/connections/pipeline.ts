import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Most requests of one connection that are worked on at a time. */
const MOST_AT_ONCE = 16
/** Most further requests that wait. No client of ours pipelines at all. */
const MOST_WAITING = 48

/**
 * Lets requests that are sent before earlier ones are answered wait for their turn on the connection. Calls `cut` for a
 * connection on which too many wait.
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
    // If the connection has gone, requests that waited do not begin.
    if (kind === 'answered') waiting.get(socket)?.shift()?.()
    else waiting.delete(socket)
  })
}
