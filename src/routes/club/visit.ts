import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'

/**
 * Notes that somebody who may act opens a page of these jobs, whatever the answer will be. A page that loads itself
 * anew when the service is back does not count (`?again=yes`): nobody has opened it then.
 */
export function pageOpened(request: FastifyRequest, ...jobIds: string[]): void {
  const app = request.server
  if (!counts(app, request) || textOf(request.query as Fields, 'again') !== '') return
  for (const jobId of jobIds) app.club.opened(jobId)
}

/** Notes that somebody who may act has a page of a job open. */
export function pageShown(app: FastifyInstance, reply: FastifyReply, jobId: string): void {
  const { request } = reply
  if (!counts(app, request)) return
  // The stream of a page whose browser is named only now will have the name.
  if (reply.nameBrowser()) app.club.came(jobId, request.visitor())
}

function counts(app: FastifyInstance, request: FastifyRequest): boolean {
  return request.method === 'GET' && may(request, 'act') && app.club.standing !== 'unset'
}

/** The same while the stream of that page is open. */
export function pageStays(app: FastifyInstance, request: FastifyRequest, jobId: string): void {
  if (request.method === 'GET' && may(request, 'act')) app.club.stays(jobId, request)
}
