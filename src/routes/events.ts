import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { JobParams, SeenQuery } from '../contracts/params.ts'
import type { LiveState } from '../domain/live-state.ts'
import { flowPartial, readForPage } from './job-view.ts'

/**
 * The event streams of a job: JSON for scripts, the flow as a partial for the job page. Each connect
 * gets the whole state; `event: done` ends the stream (DESIGN section 6).
 */
export async function eventRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  const schema = { params: JobParams }

  app.get('/api/jobs/:jobId/events', { schema }, (request, reply) =>
    app.live.stream(reply, request.params.jobId, 'json', (_id, state) => JSON.stringify(state)),
  )

  app.get(
    '/jobs/:jobId/stream',
    { schema: { ...schema, querystring: SeenQuery } },
    (request, reply) =>
      app.live.stream(reply, request.params.jobId, 'flow', putFlow, request.query.seen),
  )

  /** Rendered once for all pages that show the job. */
  async function putFlow(jobId: string, _state: LiveState): Promise<string> {
    return flowPartial(app, await readForPage(app, app.live.caller(), jobId))
  }
}
