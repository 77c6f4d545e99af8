import type { FastifyInstance, FastifyRequest } from 'fastify'
import { compileIssues } from '../../contracts/issues.ts'
import { type Fields, type FormContext, textOf } from '../../domain/forms/fields.ts'
import { type Action, permission } from '../../domain/job/allowed-actions.ts'
import { attemptFence } from '../../domain/job/attempt-fence.ts'
import { isActive } from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { versionOf } from '../../domain/job/version.ts'
import { InvalidBody } from '../../errors/request.ts'
import { jsonOf } from '../../upstream/answer-data.ts'
import { readChange } from '../../upstream/change.ts'
import { contextOf, type RequestContext } from '../../upstream/types.ts'
import {
  type Problem,
  problemFromFormFaults,
  problemFromRefusal,
  problemFromUpstream,
} from '../../view-models/problem/problem.ts'
import { reportQuery } from '../pages/report-view.ts'
import { type ActionRoute, ROUTES } from './actions.ts'
import { lookAfter } from './look-after.ts'
import { digestOf, type RecentlyDone } from './recently-done.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The job that a page's action was judged on; null for scripts. */
    judged: Job | null
  }
}

export type ActionRequest = FastifyRequest<{ Params: { jobId: string } }>

/** An action of a page: its route, and the form that becomes its body. */
export interface FormAction {
  route: ActionRoute
  fields: Fields
  /** The track that the player must be on: an action after the choice is never done for another player. */
  onTrack?: string
}

/**
 * Sends an action if nothing prevents it. Gives back the problem; null if the action was done, now or as the last one
 * of its job, which `done` remembers. Called within the job's lock.
 */
export async function judgeAndSend(
  app: FastifyInstance,
  request: ActionRequest,
  { route, fields, onTrack }: FormAction,
  done: RecentlyDone<string> | null,
): Promise<Problem | null> {
  const { jobId } = request.params
  const context = contextOf(request)
  // Only `select-track` names one of the detector's proposals.
  const read = await readToJudge(app, request, route.action === 'select-track')
  const { job } = read
  if (onTrack !== undefined && String(job.playerRef?.trackId) !== onTrack)
    return problemFromRefusal('ANALYSIS_ATTEMPT_MISMATCH')
  if (route.action === 'enqueue' && isActive(job)) return otherPlayer(job, fields)
  const form = digestOf([route.action, fields])
  const refused = refusal(job, route, fields, app.service.known)
  // If the same form has just been done, the job has changed since: that is no refusal.
  if (refused) return done?.of(jobId) === form ? null : refused
  const decoded = route.fromForm(fields, read)
  if ('faults' in decoded) return problemFromFormFaults(decoded.faults)
  const { body, instead = route.action } = decoded
  const issues = compileIssues(ROUTES.get(instead)!.body)(body)
  if (issues.length > 0) throw new InvalidBody(issues)
  const problem = await send(app, context, {
    jobId,
    action: instead,
    query: route.action === 'report' ? await reportQuery(app, jobId, context) : '',
    attemptId: job.attemptId,
    body,
  })
  if (problem === null) {
    done?.note(jobId, form)
    await app.club.did({ jobId, action: instead, who: request.user, fromStatus: job.status })
  }
  return problem
}

/** Reads the job that the action is judged on, with the detector's proposals only if they are asked for. */
export async function readToJudge(
  app: FastifyInstance,
  request: ActionRequest,
  withCandidates: boolean,
): Promise<FormContext> {
  const { jobId } = request.params
  const context = contextOf(request)
  const [read, candidates] = await Promise.all([
    app.jobs.read(jobId, context),
    withCandidates ? app.jobs.candidates(jobId, context) : null,
  ])
  const job = app.lostPictures.mark(read)
  request.judged = job
  return { job, candidates, shirts: app.shirts.known(job) }
}

/** Why a page's action is not sent: the job's state, another person's change, or a result that would be lost. */
function refusal(
  job: Job,
  { action }: ActionRoute,
  fields: Fields,
  service: ServiceFacts,
): Problem | null {
  const outdated = refusalByNow(job, action, fields, service)
  if (outdated !== null) return outdated
  const allowed = permission(job, action, service)
  const isLost = allowed.allowed && allowed.discardsResult && textOf(fields, 'discard') !== 'true'
  return isLost ? problemFromRefusal('RESULT_WOULD_BE_LOST') : null
}

/** Why nothing that the form says can be done by now: the job's state, or another person's change. */
export function refusalByNow(
  job: Job,
  action: Action,
  fields: Fields,
  service: ServiceFacts,
): Problem | null {
  const allowed = permission(job, action, service)
  if (!allowed.allowed) return problemFromRefusal(allowed.code, allowed.message)
  const seen = 'attempt' in fields ? textOf(fields, 'attempt') : null
  // A rename is no new attempt, but the result is filed under the names.
  const names = textOf(fields, 'names')
  const areNamesSeen = names === '' || names === job.namesDigest
  return areNamesSeen && attemptFence(seen, versionOf(job)).passes
    ? null
    : problemFromRefusal('ANALYSIS_ATTEMPT_MISMATCH')
}

/** A start of a running job counts as done, unless the job runs with another player than the page showed. */
function otherPlayer(job: Job, fields: Fields): Problem | null {
  const shown = textOf(fields, 'player')
  return shown === '' || shown === String(job.playerRef?.trackId)
    ? null
    : problemFromRefusal('ANALYSIS_ATTEMPT_MISMATCH')
}

/** Sends a judged action once, fenced by the attempt that it was judged on. */
async function send(
  app: FastifyInstance,
  context: RequestContext,
  { jobId, action, query, attemptId, body }: JudgedAction,
): Promise<Problem | null> {
  const fence = attemptFence(null, attemptId)
  const headers = fence.passes ? fence.headers : {}
  const sent = app.upstream.post(`/jobs/${jobId}/${action}${query}`, body, headers, context)
  const answer = await lookAfter(app, jobId, action, sent)
  const json = jsonOf(answer)
  app.service.learn(action, answer.status, json, context)
  const change = readChange(answer.status, json)
  return change.made ? null : problemFromUpstream(change.status, change.json, context.requestId)
}

interface JudgedAction {
  jobId: string
  action: ActionRoute['action']
  /** Empty, or it begins with `?`. */
  query: string
  attemptId: string | null
  body: unknown
}
