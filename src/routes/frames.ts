import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { FrameParams, JobParams } from '../contracts/params.ts'
import { type Fields, textOf } from '../domain/forms/fields.ts'
import { nearestFrame } from '../domain/frame-matching.ts'
import type { Job } from '../domain/job.ts'
import { secondsOf } from '../domain/time-text.ts'
import { NoSuchFrame } from '../errors.ts'
import { callerOf } from '../plugins/upstream.ts'
import { toFramePage } from '../view-models/frame.ts'
import { sendView } from './job-view.ts'

/** One page for each preview frame, and the way to it by number or time. */
export async function frameRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  app.get('/jobs/:jobId/frames', { schema: { params: JobParams } }, async (request, reply) => {
    const { jobId } = request.params
    const job = await app.jobs.read(jobId, callerOf(request))
    const n = wantedFrame(job, request.query as Fields)
    if (n === null) throw new NoSuchFrame(job.frames.length)
    return reply.redirect(app.urls.frame(jobId, n, kept(request.query as Fields)), 303)
  })

  app.get('/jobs/:jobId/frames/:n', { schema: { params: FrameParams } }, async (request, reply) => {
    const { jobId, n } = request.params
    const job = await app.jobs.read(jobId, callerOf(request))
    app.signedImages.remember(job, null)
    const frame = job.frames[Number(n) - 1]
    if (frame === undefined) throw new NoSuchFrame(job.frames.length)
    const model = toFramePage({
      job,
      frame,
      urls: app.urls,
      fields: request.query as Fields,
      problem: null,
    })
    return sendView(reply, 'pages/frame', model)
  })
}

/** A time wins over the number, which the form always fills in. */
function wantedFrame(job: Job, query: Fields): number | null {
  const time = textOf(query, 't')
  const seconds = secondsOf(time)
  if (time !== '') return seconds === null ? null : (nearestFrame(job.frames, seconds)?.n ?? null)
  const n = Number(textOf(query, 'n'))
  return Number.isInteger(n) && n >= 1 && n <= job.frames.length ? n : null
}

function kept(query: Fields): Record<string, string> {
  return Object.fromEntries(
    ['track', 'draw']
      .map((name) => [name, textOf(query, name)])
      .filter(([, value]) => value !== ''),
  )
}
