import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { frameOf } from '../../domain/forms/frame-fields.ts'
import { frameInWork } from '../../domain/frames/go-to-frame.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { toFramePage } from '../../view-models/frame/frame.ts'
import type { Problem } from '../../view-models/problem/problem.ts'
import { type PageRead, sendInPlace, sendView, standingsOf } from './job-view.ts'

/** Whether a form came from the frame page: its address says so. */
export function fromFramePage(request: FastifyRequest): boolean {
  return textOf(request.query as Fields, 'page') === 'frame'
}

/** All that an action's address and form say. */
function fieldsOf({ query, form }: FastifyRequest): Fields {
  return { ...(query as Fields), ...form }
}

/**
 * The frame that a form was sent from; null if the job has no such frame. A form without a
 * `frame_key` belongs to the number of the frame page that it was sent from.
 */
export function frameSentFrom(job: Job, request: FastifyRequest): Frame | null {
  const fields = fieldsOf(request)
  const found = frameOf(fields, job)
  return found ?? (textOf(fields, 'frame_key') === '' ? frameInWork(job.frames, fields) : null)
}

/** The page of the frame that an action was sent from, after it was done; null if the job has no such frame. */
export function showFrameDone(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  read: PageRead,
  done: string,
): FastifyReply | null {
  const { job } = read
  const frame = frameSentFrom(job, request)
  if (frame === null) return null
  const model = toFramePage({
    ...{ ...read, shirts: app.shirts.known(job), frame, urls: app.urls, done },
    sourceStandingOf: standingsOf(app),
    fields: {},
    problem: null,
  })
  // The browser's address may still name another player, or the drawing of one.
  reply.header('hx-replace-url', app.urls.frame(job.id, frame.n))
  return sendInPlace(reply, 'frame', model)
}

/** The frame page again, with what went wrong and the box as it was typed; null if the job has no such frame. */
export function showFrameProblem(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  read: PageRead,
  problem: Problem,
): FastifyReply | null {
  const frame = frameSentFrom(read.job, request)
  if (frame === null) return null
  const model = toFramePage({
    ...read,
    shirts: app.shirts.known(read.job),
    frame,
    urls: app.urls,
    fields: fieldsOf(request),
    problem: atGoTo(problem),
    sourceStandingOf: standingsOf(app),
  })
  return request.wants === 'fragment'
    ? sendInPlace(reply, 'frame', model)
    : sendView(reply, 'pages/frame', model)
}

/** Shows a fault of the frame at the field of its number, because the frame has no field of its own. */
function atGoTo(problem: Problem): Problem {
  const faults = problem.faults.map((fault) =>
    fault.field === 'frame_key' ? { ...fault, field: 'go-n' } : fault,
  )
  return { ...problem, faults }
}
