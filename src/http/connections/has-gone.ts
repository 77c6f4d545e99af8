import type { Socket } from 'node:net'

/**
 * A connection that was reset before it was taken still gives what it brought, but has no address; Node keeps an
 * address that it could read once.
 */
export function hasGone(socket: Socket): boolean {
  return socket.destroyed || socket.remoteAddress === undefined
}
