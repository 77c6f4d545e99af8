import type { FastifyInstance } from 'fastify'
import { may } from '../../auth/entry.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { isSameSeen, seenOfAll } from '../../domain/job/seen.ts'
import type { Manner } from '../../live/audience.ts'
import { contextOf, type RequestContext } from '../../upstream/types.ts'
import { toRecentJobs } from '../../view-models/recent-jobs.ts'
import { lookSoon, readSoon, sendPartial } from '../ask.ts'
import { glanceOrNull } from '../live/glance.ts'
import { readRecent } from './read-recent.ts'

/** The list of the jobs that this browser opened last, as it changes: over a stream, or when asked. */
export async function recentJobRoutes(app: FastifyInstance) {
  app.get<{ Querystring: Fields }>(
    '/recent-jobs',
    { config: { represents: 'fragment' } },
    async (request, reply) => {
      const ids = request.recentJobs()
      const context = contextOf(request)
      const states = await glanceAtEach(ids, context)
      await app.live.settle(ids, textOf(request.query, 'seen'), request.ending)
      if (isSameSeen(textOf(request.query, 'seen'), seenOfAll(states, namesIn(ids))))
        return reply.code(204).send()
      return sendPartial(
        reply,
        (await readSoon(putRecent(ids, context, !may(request, 'act')))).text,
      )
    },
  )

  app.get<{ Querystring: Fields }>(
    '/recent-jobs/stream',

    (request, reply) => {
      const ids = request.recentJobs()
      const readOnly = !may(request, 'act')
      const manner: Manner = {
        async put(sight) {
          const context = { ...app.live.context(), fresh: false }
          const { names, ...words } = await putRecent(ids, context, readOnly)
          return { ...words, seen: seenOfAll(sight, (i) => names[i] ?? null) }
        },
        digest: (sight) => seenOfAll(sight, namesIn(ids)),
        audible: true,
      }
      return app.live.gather(reply, ids, manner, textOf(request.query, 'seen'))
    },
  )

  const namesIn = (ids: readonly string[]) => (i: number) => app.live.names(ids[i] ?? '')

  /**
   * Null if the service does not know the job, or does not give its state soon: one job must not hold up
   * the others.
   * @throws what the first look throws, if all looks fail
   */
  async function glanceAtEach(ids: readonly string[], context: RequestContext) {
    const glances = ids.map((id) => lookSoon(glanceOrNull(app, id, context)))
    const found = await Promise.allSettled(glances)
    const failed = found.find((one) => one.status === 'rejected')
    if (failed && found.every((one) => one.status === 'rejected')) throw failed.reason
    return found.map((one) => (one.status === 'fulfilled' ? one.value : null))
  }

  /** However many browsers show the list, each job is read once a second at most. */
  async function putRecent(ids: string[], context: RequestContext, readOnly: boolean) {
    const recent = await readRecent(ids, (id) => app.snapshots.listed(id, context))
    const { urls } = app
    const model = { urls, recent: toRecentJobs({ urls, recent, now: app.now(), readOnly }) }
    const list = await app.view('fragments/recent-jobs', model)
    return {
      text: `<hx-partial hx-target="#recent-jobs" hx-swap="outerMorph">${list}</hx-partial>`,
      whole: recent.every(({ job, known }) => job !== null || !known),
      names: recent.map(({ job }) => job?.namesDigest),
    }
  }
}
