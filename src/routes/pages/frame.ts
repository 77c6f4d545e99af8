import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { FrameParams, JobParams } from '../../contracts/params.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { frameInWork, goToFrame } from '../../domain/frames/go-to-frame.ts'
import { stepOf } from '../../domain/job/flow.ts'
import { NoSuchFrame } from '../../errors/request.ts'
import { orNull } from '../../lib/within.ts'
import { contextOf } from '../../upstream/types.ts'
import { toFramePage } from '../../view-models/frame/frame.ts'
import { problemFromFormFaults } from '../../view-models/problem/problem.ts'
import { pageOpened, pageShown } from '../club/visit.ts'
import { aroundOf, offeredTo, sendView, standingsOf } from './job-view.ts'
import { sendUnlessSame } from './same-page.ts'

/** One page for each preview frame, and the way to it by number or time. */
export async function frameRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  app.get('/jobs/:jobId/frames', { schema: { params: JobParams } }, async (request, reply) => {
    const { jobId } = request.params
    const query = request.query as Fields
    const job = await app.jobs.read(jobId, contextOf(request))
    const wanted = goToFrame(job.frames, query)
    if ('n' in wanted) return reply.redirect(app.urls.frame(jobId, wanted.n, kept(query)), 303)
    const frame = frameInWork(job.frames, query)
    if (frame === null) throw new NoSuchFrame(job.frames.length)
    app.signedImages.remember(job, null)
    const problem = problemFromFormFaults([wanted.fault])
    const model = toFramePage({
      ...{ job, frame, urls: app.urls, fields: query, problem },
      service: offeredTo(request, app.service.known),
      sourceStandingOf: standingsOf(app),
    })
    return sendView(reply.code(problem.status), 'pages/frame', model)
  })

  app.get('/jobs/:jobId/frames/:n', { schema: { params: FrameParams } }, async (request, reply) => {
    const { jobId, n } = request.params
    const context = contextOf(request)
    // Only our script sends `If-None-Match`: it fetches frames ahead that nobody has opened (static/js/frame/ahead.js).
    if (request.headers['if-none-match'] === undefined) pageOpened(request, jobId)
    const read = await app.jobs.read(jobId, context)
    app.signedImages.remember(read, null)
    const job = app.lostPictures.mark(read)
    const frame = job.frames[Number(n) - 1]
    if (frame === undefined) throw new NoSuchFrame(job.frames.length)
    const service = offeredTo(request, await app.service.about(job, context))
    if (stepOf(job) === 'player') app.shirts.look(job, context)
    const model = toFramePage({
      job,
      service,
      shirts: app.shirts.known(job),
      // Without `pick-player` the candidates decide how a track is stored.
      candidates: service.lacks.has('pick-player')
        ? await orNull(app.jobs.candidates(jobId, context))
        : null,
      frame,
      urls: app.urls,
      fields: request.query as Fields,
      problem: null,
      sourceStandingOf: standingsOf(app),
    })
    pageShown(app, reply, jobId)
    const whole = { ...model, ...aroundOf(request) }
    return sendUnlessSame(request, reply, await app.view('pages/frame', whole))
  })
}

function kept(query: Fields): Record<string, string> {
  return Object.fromEntries(
    ['track', 'draw']
      .map((name) => [name, textOf(query, name)])
      .filter(([, value]) => value !== ''),
  )
}
