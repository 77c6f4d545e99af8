import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Action } from '../../domain/job/allowed-actions.ts'
import { contextOf } from '../../upstream/types.ts'
import { toFlow } from '../../view-models/job/flow.ts'
import { toJobPage } from '../../view-models/job/job.ts'
import { type Problem, plainProblem } from '../../view-models/problem/problem.ts'
import { fromFramePage, showFrameProblem } from '../pages/frame-view.ts'
import { flowInput, leadTo, readForPage, sendView } from '../pages/job-view.ts'
import { readReport, viewReport } from '../pages/report-view.ts'

type ActionRequest = FastifyRequest<{ Params: { jobId: string } }>

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

/**
 * After an action that was done: htmx gets the new state in the place of the old one; a plain form, and the page of a
 * frame, get a redirect to the job.
 */
export async function afterAction(
  app: FastifyInstance,
  request: ActionRequest,
  reply: FastifyReply,
  action: Action,
): Promise<FastifyReply> {
  const { jobId } = request.params
  const isPage = request.wants === 'page'
  if (action === 'report') {
    return isPage
      ? reply.redirect(`${app.urls.result(jobId)}?report=asked#report`, 303)
      : showReport(app, request, reply)
  }
  if (isPage || fromFramePage(request)) {
    return leadTo(request, reply, app.urls.job(jobId) + (NEXT[action] ?? ''))
  }
  const read = await readUnlessDown(app, request)
  if (read === null) return app.showProblemAlone(request, reply, doneUnseen(request.id))
  return sendView(reply, 'fragments/job/flow', toFlow(flowInput(app, read, null)))
}

/** The part of the result page that tells of the report. */
async function showReport(app: FastifyInstance, request: ActionRequest, reply: FastifyReply) {
  const context = contextOf(request)
  const [read, answer] = await Promise.all([
    readUnlessDown(app, request),
    readReport(app, request.params.jobId, context),
  ])
  const report = read && viewReport(app, read.job, answer, true)
  if (report === null) return app.showProblemAlone(request, reply, doneUnseen(request.id))
  return sendView(reply, 'fragments/result/report', report)
}

/** Null if the service does not tell the job's state: the result of the action must be shown all the same. */
async function readUnlessDown(app: FastifyInstance, request: ActionRequest) {
  try {
    return await readForPage(app, contextOf(request), request.params.jobId)
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

/** After an action that was not done: the job as it is now, with what went wrong and what to do. */
export async function showProblem(
  app: FastifyInstance,
  request: ActionRequest,
  reply: FastifyReply,
  problem: Problem,
): Promise<FastifyReply> {
  const read = await readUnlessDown(app, request)
  if (read === null) return app.showProblemAlone(request, reply, problem)
  reply.code(problem.status)
  const shown = fromFramePage(request) && showFrameProblem(app, request, reply, read, problem)
  if (shown) return shown
  if (request.wants === 'fragment') {
    // The page that sent the action shows no flow.
    if (fromFramePage(request) || isReport(request))
      return app.showProblemAlone(request, reply, problem)
    return sendView(reply, 'fragments/job/flow', toFlow(flowInput(app, read, problem)))
  }
  return sendView(reply, 'pages/job', toJobPage(flowInput(app, read, problem)))
}

/** Only the page of a result asks for a report. */
function isReport({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.endsWith('/report') === true
}
