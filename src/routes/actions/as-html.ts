import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Fault } from '../../contracts/faults.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { permission } from '../../domain/job/allowed-actions.ts'
import { attemptFence } from '../../domain/job/attempt-fence.ts'
import { isActive } from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { versionOf } from '../../domain/job/version.ts'
import { InvalidBody, UpstreamBadAnswer, UpstreamRedirects } from '../../errors.ts'
import { leavesOpen, MAY_HAVE_BEEN_MADE } from '../../upstream/failure.ts'
import { jsonOf } from '../../upstream/jobs.ts'
import { type Caller, callerOf } from '../../upstream/types.ts'
import { problemFromFormFaults } from '../../view-models/problem/form-problem.ts'
import {
  type Problem,
  problemFromRefusal,
  problemFromUpstream,
} from '../../view-models/problem/problem.ts'
import type { ActRoute } from './actions.ts'
import { afterAct, showProblem } from './after.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The job that a page's act was judged on; null for scripts. */
    judged: Job | null
  }
}

type ActRequest = FastifyRequest<{ Params: { jobId: string } }>
type FaultsOf = (value: unknown) => readonly Fault[]

/**
 * An act of a page: in its turn it looks at the job, asks whether the act may be done, reads the form
 * into the body of the contract and sends it. The answer shows the job as it is after that.
 */
export async function actAsHtml(
  app: FastifyInstance,
  request: ActRequest,
  reply: FastifyReply,
  route: ActRoute,
  faultsOf: FaultsOf,
): Promise<FastifyReply> {
  const { jobId } = request.params
  const problem = await app.withJobLock(jobId, request.ending, () =>
    judgeAndSend(app, request, route, faultsOf),
  )
  return problem === null
    ? afterAct(app, request, reply, route.act)
    : showProblem(app, request, reply, { ...problem, requestId: problem.requestId || request.id })
}

/** What is in the way; null where the act was done, or had been done before. */
async function judgeAndSend(
  app: FastifyInstance,
  request: ActRequest,
  route: ActRoute,
  faultsOf: FaultsOf,
): Promise<Problem | null> {
  const { jobId } = request.params
  const caller = callerOf(request)
  const [read, candidates] = await Promise.all([
    app.jobs.read(jobId, caller),
    // Only this form names one of the detector's proposals.
    route.act === 'select-track' ? app.jobs.candidates(jobId, caller) : null,
  ])
  const job = app.lostPictures.mark(read)
  request.judged = job
  const fields = request.form ?? {}
  if (route.act === 'enqueue' && isActive(job)) return null
  const refused = refusal(job, route, fields, app.service.known)
  if (refused) return refused
  const decoded = route.fromForm(fields, { job, candidates })
  if ('faults' in decoded) return problemFromFormFaults(decoded.faults)
  const faults = faultsOf(decoded.body)
  if (faults.length > 0) throw new InvalidBody(faults)
  return send(app, caller, { jobId, act: route.act, attemptId: job.attemptId, body: decoded.body })
}

/** What keeps a page's act from being sent: the job's state, somebody else's change, an unasked loss. */
function refusal(
  job: Job,
  { act }: ActRoute,
  fields: Fields,
  service: ServiceFacts,
): Problem | null {
  const allowed = permission(job, act, service)
  if (!allowed.allowed) return problemFromRefusal(allowed.code, allowed.message)
  const seen = 'attempt' in fields ? textOf(fields, 'attempt') : null
  if (!attemptFence(seen, versionOf(job)).passes) {
    return problemFromRefusal(
      'ANALYSIS_ATTEMPT_MISMATCH',
      'Somebody else has changed this job since you opened the page.',
    )
  }
  if (allowed.discardsResult && textOf(fields, 'discard') !== 'true') {
    return problemFromRefusal(
      'RESULT_WOULD_BE_LOST',
      'This job has a finished result, and this change would throw it away.',
    )
  }
  return null
}

/** Sends a judged act once, fenced by the attempt that it was judged on. */
async function send(
  app: FastifyInstance,
  caller: Caller,
  { jobId, act, attemptId, body }: JudgedAct,
): Promise<Problem | null> {
  const fence = attemptFence(null, attemptId)
  const headers = fence.passes ? fence.headers : {}
  const answer = await app.upstream.post(`/jobs/${jobId}/${act}`, body, headers, caller)
  app.live.hurry(jobId, act, answer.status)
  const json = jsonOf(answer)
  app.service.learn(act, answer.status, json, caller)
  if (leavesOpen(answer.status, json)) throw new UpstreamBadAnswer(MAY_HAVE_BEEN_MADE)
  if (answer.status >= 400) return problemFromUpstream(answer.status, json, caller.requestId)
  if (answer.status >= 300) throw new UpstreamRedirects()
  if (json === undefined) throw new UpstreamBadAnswer(MAY_HAVE_BEEN_MADE)
  return null
}

interface JudgedAct {
  jobId: string
  act: ActRoute['act']
  attemptId: string | null
  body: unknown
}
