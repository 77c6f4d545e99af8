import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { JobParams, SeenQuery } from '../../contracts/params.ts'
import { digestOfAll } from '../../domain/job/live-state.ts'
import type { Manner } from '../../live/audience.ts'
import { flowPartial, readForPage } from '../pages/job-view.ts'

/**
 * The event streams of a job: JSON for scripts, partials for pages. Each connect gets the whole state;
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
    (request, reply) => {
      const { jobId } = request.params
      return app.live.stream(reply, jobId, 'flow', flowOf(jobId), request.query.seen)
    },
  )

  /** Rendered once for all pages that show the job. */
  function flowOf(jobId: string): Manner {
    return {
      put: async () => flowPartial(app, await readForPage(app, app.live.context(), jobId)),
      digest: digestOfAll,
      audible: true,
    }
  }
}
