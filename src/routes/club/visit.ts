import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'

/**
 * Notes that somebody who may act opens a page of these jobs, whatever the answer will be. A page that loads itself
 * again when the service is back does not count (`?again=yes`), because nobody has opened it.
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
  // A browser that gets its name only now sends it with its stream (`pageStays`).
  if (reply.nameBrowser()) app.club.came(jobId, request.visitor())
}

function counts(app: FastifyInstance, request: FastifyRequest): boolean {
  return request.method === 'GET' && may(request, 'act') && app.club.standing !== 'unset'
}

/** Notes the same while the page's stream is open. */
export function pageStays(app: FastifyInstance, request: FastifyRequest, jobId: string): void {
  if (request.method === 'GET' && may(request, 'act')) app.club.stays(jobId, request)
}
