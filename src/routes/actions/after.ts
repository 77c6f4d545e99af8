import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pageStatus } from '../../domain/http/status.ts'
import type { Action } from '../../domain/job/allowed-actions.ts'
import { contextOf } from '../../upstream/types.ts'
import { toFlow } from '../../view-models/job/flow.ts'
import { toJobPage } from '../../view-models/job/job.ts'
import type { TypedForm } from '../../view-models/job/typed-form.ts'
import { type Problem, plainProblem } from '../../view-models/problem/problem.ts'
import {
  frameSentFrom,
  fromFramePage,
  showFrameDone,
  showFrameProblem,
} from '../pages/frame-view.ts'
import { flowInput, leadTo, readForPage, sendView } from '../pages/job-view.ts'
import { askReport, viewReport } from '../pages/report-view.ts'
import type { ActionRequest } from './judge-and-send.ts'

/** The step of the job page that follows an action, as the fragment of its address. */
const NEXT: Partial<Record<Action, string>> = {
  'select-track': '#target',
  'pick-player': '#target',
  'player-ref': '#target',
  target: '#start',
  selection: '#start',
  enqueue: '#progress',
  retry: '#progress',
}

/** What a frame page says after an action that was sent from it. Other actions lead to the job. */
const ON_FRAME: Partial<Record<Action, string>> = {
  'select-track': 'The player is stored.',
  'pick-player': 'The player is stored.',
  'player-ref': 'The player is stored.',
  target: 'The target is stored.',
  selection: 'The boxes are stored.',
}

/** Answers an action that was done, or that met a problem. */
export function showOutcome(
  app: FastifyInstance,
  request: ActionRequest,
  reply: FastifyReply,
  action: Action,
  problem: Problem | null,
): Promise<FastifyReply> {
  if (problem === null) return afterAction(app, request, reply, action)
  return showProblem(app, request, reply, {
    ...problem,
    requestId: problem.requestId || request.id,
  })
}

/**
 * Answers an action that was done. htmx gets the new state in place of the old one; a plain form gets a redirect to it.
 * An action on a frame is answered on that frame; only a start leads from there to the job.
 */
async function afterAction(
  app: FastifyInstance,
  request: ActionRequest,
  reply: FastifyReply,
  action: Action,
): Promise<FastifyReply> {
  const { jobId } = request.params
  const isPage = request.wants === 'page'
  // The editor kept the box until it is stored. This tells it to forget the box (static/js/box-editor.js).
  reply.header('x-stored', 'true')
  if (action === 'report') {
    return isPage
      ? reply.redirect(`${app.urls.result(jobId)}?report=asked#report`, 303)
      : showReport(app, request, reply)
  }
  const onFrame = fromFramePage(request) ? ON_FRAME[action] : undefined
  if (isPage && onFrame !== undefined) return leadTo(request, reply, frameAddress(app, request))
  if (isPage || (fromFramePage(request) && onFrame === undefined)) {
    return leadTo(request, reply, app.urls.job(jobId) + (NEXT[action] ?? ''))
  }
  const read = await readUnlessDown(app, request)
  if (read === null) return app.showProblemAlone(request, reply, doneUnseen(request.id))
  if (onFrame !== undefined) {
    const shown = showFrameDone(app, request, reply, read, onFrame)
    return shown ?? leadTo(request, reply, app.urls.job(jobId))
  }
  return sendView(reply, 'fragments/job/flow', toFlow(flowInput(app, read, null)))
}

/** The address of the frame that the action was sent from, or of the job if the frame is gone. */
function frameAddress({ urls }: FastifyInstance, request: ActionRequest): string {
  const { jobId } = request.params
  const frame = request.judged && frameSentFrom(request.judged, request)
  return frame ? urls.frame(jobId, frame.n) : urls.job(jobId)
}

/** Sends the part of the result page that shows the report. */
async function showReport(app: FastifyInstance, request: ActionRequest, reply: FastifyReply) {
  const context = contextOf(request)
  const [read, answer] = await Promise.all([
    readUnlessDown(app, request),
    askReport(app, request.params.jobId, context),
  ])
  const report = read && viewReport(app, read.job, answer, true, read.service)
  if (report === null) return app.showProblemAlone(request, reply, doneUnseen(request.id))
  return sendView(reply, 'fragments/result/report', report)
}

/** Null if the service does not give the job's state: the outcome of the action must be shown without it. */
async function readUnlessDown(app: FastifyInstance, request: ActionRequest) {
  try {
    return await readForPage(app, contextOf(request), request.params.jobId, request)
  } catch (error) {
    if (request.ending.aborted) throw error
    return null
  }
}

function doneUnseen(requestId: string): Problem {
  return plainProblem(
    200,
    'Your change was made, but the service did not say how the job stands now.',
    'This page shows it as soon as the service does.',
    requestId,
  )
}

/** Shows the job as it is now after an action that was not done, with what went wrong and what to do. */
export async function showProblem(
  app: FastifyInstance,
  request: ActionRequest,
  reply: FastifyReply,
  problem: Problem,
): Promise<FastifyReply> {
  const read = await readUnlessDown(app, request)
  if (read === null) return app.showProblemAlone(request, reply, problem)
  reply.code(pageStatus(problem.status))
  const shown = fromFramePage(request) && showFrameProblem(app, request, reply, read, problem)
  if (shown) return shown
  const input = flowInput(app, read, problem, typedIn(request))
  if (request.wants === 'fragment') {
    // The page that sent the action shows no flow.
    if (fromFramePage(request) || isReport(request))
      return app.showProblemAlone(request, reply, problem)
    return sendView(reply, 'fragments/job/flow', toFlow(input))
  }
  return sendView(reply, 'pages/job', toJobPage(input))
}

/** What was typed in the form of names or of a choice. */
function typedIn({ form: fields, routeOptions }: FastifyRequest): TypedForm | null {
  if (fields === null) return null
  const form = routeOptions.url?.endsWith('/player-profile') ? 'profile' : 'choice'
  return { form, fields, isSent: true }
}

/** Only the page of a result asks for a report. */
function isReport({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.endsWith('/report') === true
}
