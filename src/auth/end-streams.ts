import type { FastifyInstance, FastifyRequest } from 'fastify'
import { cutConnection, openOn } from '../http/request-end.ts'

/**
 * Ends the streams of all for whom this holds: nobody would ask again who they are. A stream that has not begun, because
 * the service has not answered yet, is not begun. All else that has no head yet is short and is answered.
 */
export function endStreams(
  app: FastifyInstance,
  isOver: (request: FastifyRequest) => boolean,
): void {
  for (const socket of app.connections.open) {
    for (const ending of openOn(socket)) {
      if (!isOver(ending.request)) continue
      ending.mayLast = false
      if (ending.reply.raw.headersSent) cutConnection(socket)
    }
  }
}
