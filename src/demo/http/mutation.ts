import type { FastifyRequest } from 'fastify'
import type { Demo } from '../demo.ts'
import { type DemoJob, isActive } from '../job.ts'
import { steppedTo } from '../run/progress.ts'
import { ApiError } from './api-error.ts'
import { checkAttempt, rotateAttempt } from './attempt-fence.ts'
import { type JsonObject, timestamp } from './json.ts'

/**
 * The job for a change of player or target. Throws, in this order: 404, the attempt precondition,
 * 409 ANALYSIS_IN_PROGRESS (docs/contract.md#attempts). Older dialects have neither of the last two.
 */
export function jobToChange(
  demo: Demo,
  request: FastifyRequest,
  mutation: string,
  { readsBody = true } = {},
): DemoJob {
  const job = demo.jobOf(request)
  if (!demo.dialect.hasAttempts) return job
  checkAttempt(job, request, mutation, { readsBody })
  requireIdle(job)
  return job
}

export function requireIdle(job: DemoJob): void {
  if (!isActive(job)) return
  throw new ApiError(
    409,
    'ANALYSIS_IN_PROGRESS',
    'The player and the target cannot change while an analysis is active.',
    { status: job.status, analysis_attempt_id: job.target.analysis_attempt_id ?? null },
  )
}

/**
 * Puts the job into its next state after a change: whatever a run or the detector had found is gone
 * (docs/contract.md#quirk-3), a running analysis is dropped and the attempt is a new one. Before July
 * the stored result stays.
 */
export function moveTo(
  demo: Demo,
  job: DemoJob,
  next: { status: string; step?: string; minPct: number },
): void {
  const now = demo.now()
  job.status = next.status
  job.error = null
  job.failureReason = null
  job.warnings = []
  if (job.life.kind === 'running') job.life = { kind: 'resting' }
  job.progress = {
    ...steppedTo(job.progress, next.step ?? next.status, next.minPct),
    updated_at: timestamp(now),
  }
  job.updatedAt = now
  if (!demo.dialect.hasAttempts) return
  job.result = { analysis_attempt_id: rotateAttempt(job) }
  job.report = null
}

/** The ids in `data` that most changes answer with. */
export function idsOf(job: DemoJob) {
  return { job_id: job.id, id: job.id }
}

/** `analysis_attempt_id`, if the dialect has attempts. */
export function attemptField(demo: Demo, job: DemoJob): JsonObject {
  if (!demo.dialect.hasAttempts) return {}
  return { analysis_attempt_id: job.target.analysis_attempt_id ?? null }
}
