import type { Socket } from 'node:net'

/**
 * True if nobody can be answered on a connection any more, though bytes still arrive from it. A connection that was
 * reset before it was accepted has no address; Node keeps an address that it has read once. A connection whose last
 * answer has been sent is about to close: Node would put an answer to a later request before those that still wait,
 * and the process would end at the first that finishes out of turn.
 */
export function hasGone(socket: Socket): boolean {
  return socket.destroyed || socket.writableEnded || socket.remoteAddress === undefined
}
