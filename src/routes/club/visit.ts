import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import type { Coming } from '../../club/types.ts'

/** Notes that somebody who may act has opened a page of a job, whether or not they had it open before. */
export function pageOpened(app: FastifyInstance, reply: FastifyReply, jobId: string): void {
  note(app, reply, jobId, 'opened')
}

/** The same of a page that is open and asks by itself: nobody has opened it anew. */
export function pageAsks(app: FastifyInstance, reply: FastifyReply, jobId: string): void {
  note(app, reply, jobId, 'asks')
}

function note(app: FastifyInstance, reply: FastifyReply, jobId: string, how: Coming): void {
  const { request } = reply
  if (request.method !== 'GET' || !may(request, 'act')) return
  if (app.club.standing === 'unset') return
  // The stream of a page whose browser is named only now will have the name.
  app.club.came(jobId, reply.nameBrowser() ? request.visitor() : null, how)
}

/** The same while the stream of that page is open. */
export function pageStays(app: FastifyInstance, request: FastifyRequest, jobId: string): void {
  if (request.method === 'GET' && may(request, 'act')) app.club.stays(jobId, request)
}
