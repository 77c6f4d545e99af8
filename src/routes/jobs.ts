import type { FastifyInstance } from 'fastify'
import { JobParams } from '../contracts/params.ts'
import { callerOf } from '../plugins/upstream.ts'
import { toFlow } from '../view-models/flow.ts'
import { toJobPage } from '../view-models/job.ts'
import { flowInput, readForPage, sendView } from './job-view.ts'

type WithJob = { Params: { jobId: string }; Querystring: { seen?: string } }

/** The job page, one flow with visible steps, and its live part. */
export async function jobRoutes(app: FastifyInstance) {
  const schema = { params: JobParams }

  app.get<WithJob>('/jobs/:jobId', { schema }, async (request, reply) => {
    const { jobId } = request.params
    const read = await readForPage(app, callerOf(request), jobId)
    reply.rememberJob(jobId)
    return sendView(reply, 'pages/job', toJobPage(flowInput(app, read, null)))
  })

  app.get<WithJob>(
    '/jobs/:jobId/live',
    { schema, config: { represents: 'fragment' } },
    async (request, reply) => {
      const read = await readForPage(app, callerOf(request), request.params.jobId)
      // htmx swaps nothing then.
      if (request.query.seen === read.job.liveDigest) return reply.code(204).send()
      return sendView(reply, 'fragments/flow', toFlow(flowInput(app, read, null)))
    },
  )
}
