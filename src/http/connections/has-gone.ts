import type { Socket } from 'node:net'

/**
 * Whether nobody can be answered on a connection any more, though it still gives what it brought.
 * One that was reset before it was taken has no address; Node keeps an address that it could read once. One
 * whose last answer has been sent is about to close: what comes after that, Node would put before the answers that
 * still wait, and end the process on the first of them that finishes out of turn.
 */
export function hasGone(socket: Socket): boolean {
  return socket.destroyed || socket.writableEnded || socket.remoteAddress === undefined
}
