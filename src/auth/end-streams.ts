import type { FastifyInstance, FastifyRequest } from 'fastify'
import { cutConnection, openOn } from '../http/request-end.ts'

/** Ends the streams of all for whom this holds: they have begun to be answered, and nobody would ask again who they are. */
export function endStreams(
  app: FastifyInstance,
  isOver: (request: FastifyRequest) => boolean,
): void {
  for (const socket of app.connections.open) {
    for (const { request, reply } of openOn(socket)) {
      if (isOver(request) && reply.raw.headersSent) cutConnection(socket)
    }
  }
}
