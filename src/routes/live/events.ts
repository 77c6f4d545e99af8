import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { may } from '../../auth/entry.ts'
import { JobParams, SeenQuery } from '../../contracts/params.ts'
import { digestOfAll } from '../../domain/job/live-state.ts'
import { seenOfAll } from '../../domain/job/seen.ts'
import type { Manner } from '../../live/audience.ts'
import { pageStays } from '../club/visit.ts'
import { flowPartial, type Reader, readForPage } from '../pages/job-view.ts'

/**
 * The event streams of a job: JSON for scripts, partials for pages. Each connection gets the whole state;
 * `event: done` ends the stream (docs/architecture.md#live-updates).
 */
export async function eventRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  const schema = { params: JobParams }

  app.get('/api/jobs/:jobId/events', { schema }, (request, reply) =>
    app.live.stream(reply, request.params.jobId, 'json', {
      put: ([state]) => JSON.stringify(state),
      last: ([state]) => JSON.stringify(state ?? {}),
      digest: digestOfAll,
      audible: false,
    }),
  )

  app.get(
    '/jobs/:jobId/stream',
    { schema: { ...schema, querystring: SeenQuery } },
    async (request, reply) => {
      const { jobId } = request.params
      const reader = { role: request.role }
      const kind = may(reader, 'act') ? 'flow' : 'flow to read'
      await app.live.stream(reply, jobId, kind, flowOf(jobId, reader), request.query.seen)
      pageStays(app, request, jobId)
      return reply
    },
  )

  /** Rendered once for all pages of the job whose readers may do the same. */
  function flowOf(jobId: string, reader: Reader): Manner {
    return {
      async put(sight) {
        const read = await readForPage(app, app.live.context(), jobId, reader)
        const seen = seenOfAll(sight, () => read.job.namesDigest)
        return { text: await flowPartial(app, read), whole: true, seen }
      },
      digest: (sight) => seenOfAll(sight, () => app.live.names(jobId)),
      audible: true,
    }
  }
}
