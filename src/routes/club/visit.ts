import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import type { Coming } from '../../club/types.ts'

/** Notes that somebody who may act has opened a page of a job. */
export function pageOpened(app: FastifyInstance, reply: FastifyReply, jobId: string): void {
  note(app, reply, jobId, 'opened')
}

/** The same of a page that is open and holds no stream: it asks from time to time. */
export function pageAsks(app: FastifyInstance, reply: FastifyReply, jobId: string): void {
  note(app, reply, jobId, 'asks')
}

function note(app: FastifyInstance, reply: FastifyReply, jobId: string, how: Coming): void {
  const { request } = reply
  if (request.method !== 'GET' || !may(request, 'act')) return
  if (app.club.standing === 'unset') return
  // The stream of this page will have the name.
  if (reply.nameBrowser()) app.club.came(jobId, request.visitor(), how)
}

/** The same while the stream of that page is open. */
export function pageStays(app: FastifyInstance, request: FastifyRequest, jobId: string): void {
  if (request.method === 'GET' && may(request, 'act')) app.club.stays(jobId, request)
}
