import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { JOB_ID } from '../contracts/params.ts'
import { permission } from '../domain/allowed-acts.ts'
import { attemptFence } from '../domain/attempt-fence.ts'
import { type Fields, textOf } from '../domain/forms/fields.ts'
import type { Job } from '../domain/job.ts'
import { isActive } from '../domain/job-flow.ts'
import { InvalidJobId, UpstreamNotJson } from '../errors.ts'
import { jsonOf } from '../plugins/jobs.ts'
import { callerOf } from '../plugins/upstream.ts'
import { problemFromFormFaults } from '../view-models/form-problem.ts'
import { type Problem, problemFromRefusal, problemFromUpstream } from '../view-models/problem.ts'
import type { ActRoute } from './acts.ts'
import { afterAct, showProblem } from './after-act.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The job that a page's act was judged on; null for scripts. */
    judged: Job | null
    /** Lets the next change of the same job begin. */
    endTurn: (() => void) | null
  }
}

type ActRequest = FastifyRequest<{ Params: { jobId: string } }>

/**
 * Before a page's act is validated: looks at the job, asks whether the act may be done, and reads the
 * form into the body of the contract. Answers itself where something is in the way.
 */
export async function judgeAct(
  app: FastifyInstance,
  request: ActRequest,
  reply: FastifyReply,
  route: ActRoute,
): Promise<FastifyReply | undefined> {
  const { jobId } = request.params
  // Validation comes after this hook, and no unchecked id may stand in an upstream path.
  if (!JOB_ID.test(jobId)) throw new InvalidJobId()
  request.endTurn = await app.takeTurn(jobId)
  const caller = callerOf(request)
  const [job, candidates] = await Promise.all([
    app.jobs.read(jobId, caller),
    // Only this form names one of the detector's proposals.
    route.act === 'select-track' ? app.jobs.candidates(jobId, caller) : null,
  ])
  request.judged = job
  const fields = request.form ?? {}
  if (route.act === 'enqueue' && isActive(job)) return afterAct(app, request, reply, route.act)
  const refused = refusal(job, route, fields)
  if (refused) return showProblem(app, request, reply, { ...refused, requestId: request.id })
  if (request.form === null) return
  const decoded = route.fromForm(fields, { job, candidates })
  if ('body' in decoded) request.body = decoded.body
  else {
    const problem = problemFromFormFaults(decoded.faults)
    return showProblem(app, request, reply, { ...problem, requestId: request.id })
  }
}

/** What keeps a page's act from being sent: the job's state, somebody else's change, an unasked loss. */
function refusal(job: Job, { act }: ActRoute, fields: Fields): Problem | null {
  const allowed = permission(job, act)
  if (!allowed.allowed) return problemFromRefusal(allowed.code, allowed.message)
  if (!attemptFence(textOf(fields, 'attempt') || null, job.attemptId).passes) {
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

/** Sends a judged and validated act, once, fenced by the attempt that it was judged on. */
export async function actAsHtml(
  app: FastifyInstance,
  request: ActRequest,
  reply: FastifyReply,
  { act }: ActRoute,
): Promise<FastifyReply> {
  const { jobId } = request.params
  const fence = attemptFence(null, request.judged?.attemptId ?? null)
  const headers = fence.passes ? fence.headers : {}
  const answer = await app.upstream.post(
    `/jobs/${jobId}/${act}`,
    request.body,
    headers,
    callerOf(request),
  )
  app.live.hurry(jobId)
  const json = jsonOf(answer)
  if (answer.status >= 400) {
    return showProblem(app, request, reply, problemFromUpstream(answer.status, json, request.id))
  }
  if (json === undefined) throw new UpstreamNotJson()
  return afterAct(app, request, reply, act)
}
