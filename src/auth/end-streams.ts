import type { FastifyInstance, FastifyRequest } from 'fastify'
import { cutConnection, openOn } from '../http/request-end.ts'

/**
 * Ends the streams of all requests for which `isOver` holds, because an open stream is not asked again who it is for. A
 * stream that still waits for the service is not begun. Other requests without a head are short, and are answered.
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
