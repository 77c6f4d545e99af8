import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { JobParams, SeenQuery } from '../../contracts/params.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { stepOf } from '../../domain/job/flow.ts'
import { digestOf } from '../../domain/job/live-state.ts'
import { isSameSeen, seenOf } from '../../domain/job/seen.ts'
import { contextOf } from '../../upstream/types.ts'
import { toFlow } from '../../view-models/job/flow.ts'
import { toJobPage } from '../../view-models/job/job.ts'
import { lookSoon, readSoon, sendPartial } from '../ask.ts'
import { clubOfJob } from '../club/of-job.ts'
import { pageOpened, pageShown } from '../club/visit.ts'
import { flowInput, flowPartial, readForPage, sendView } from './job-view.ts'

/** The job page, one flow with visible steps, and its live part. */
export async function jobRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  const schema = { params: JobParams }

  app.get('/jobs/:jobId', { schema }, async (request, reply) => {
    const { jobId } = request.params
    pageOpened(request, jobId)
    const [read, club] = await Promise.all([
      readForPage(app, contextOf(request), jobId, request),
      clubOfJob(app, request, jobId),
    ])
    reply.rememberJob(jobId)
    pageShown(app, reply, jobId)
    // Not awaited: a page without script shows the shirts at its next load.
    if (stepOf(read.job) === 'player') app.shirts.look(read.job, contextOf(request))
    return sendView(reply, 'pages/job', toJobPage(flowInput(app, read, null), club))
  })

  // The choice among the tracks, by the colour of their shirts. 204 while nobody has seen the shirts, if nobody can
  // choose any more, and if the tracks now come from another source: they would need another form than the page's.
  app.get(
    '/jobs/:jobId/tracks',
    { schema, config: { represents: 'fragment' } },
    async (request, reply) => {
      const context = contextOf(request)
      const read = await readForPage(app, context, request.params.jobId, request)
      const fields = request.query as Fields
      const input = flowInput(app, read, null, { form: 'choice', fields, isSent: false })
      const { choice } = toFlow(input).flow.player
      const form = textOf(fields, 'form')
      if (choice?.action !== app.urls.action(request.params.jobId, form))
        return reply.code(204).send()
      app.shirts.look(read.job, context)
      if (app.shirts.known(read.job) === null) return reply.code(204).send()
      return sendPartial(reply, await app.view('fragments/track/choice', { choice }))
    },
  )

  app.get(
    '/jobs/:jobId/live',
    { schema: { ...schema, querystring: SeenQuery }, config: { represents: 'fragment' } },
    async (request, reply) => {
      const { jobId } = request.params
      const context = contextOf(request)
      pageShown(app, reply, jobId)
      const state = await lookSoon(app.live.glance(jobId, context))
      await app.live.settle([jobId], request.query.seen, request.ending)
      if (isSameSeen(request.query.seen ?? '', seenOf(digestOf(state), app.live.names(jobId))))
        return reply.code(204).send()
      return sendPartial(
        reply,
        await flowPartial(app, await readSoon(readForPage(app, context, jobId, request))),
      )
    },
  )
}
