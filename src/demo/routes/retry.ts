import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, invalidBody } from '../http/api-error.ts'
import { checkAttempt } from '../http/attempt-fence.ts'
import { envelope } from '../http/envelope.ts'
import { asObject, isObject, timestamp } from '../http/json.ts'
import { idsOf } from '../http/mutation.ts'
import { type DemoJob, isActive } from '../job.ts'
import { enqueue, missingForRun } from './enqueue.ts'

const MAX_RETRIES = 3
/** Seconds after which a run that has not moved counts as dead. */
const STALE_SEC = 900

/** `POST /retry` (docs/contract.md#retry). */
export function retryRoute(app: FastifyInstance, demo: Demo): void {
  const { revision } = demo.dialect
  app.post('/jobs/:id/retry', async (request) => {
    const { body } = request
    if (body != null && !isObject(body)) throw invalidBody([], 'not a dictionary', body)
    const { force, supersede_active } = asObject(body)
    const job = demo.jobOf(request)
    checkAttempt(job, request, 'retry', { readsBody: true })
    const ids = idsOf(job)
    if (isActive(job) && supersede_active !== true) {
      const { analysis_attempt_id } = job.target
      const data = { ...ids, status: job.status, already_active: true, analysis_attempt_id }
      return envelope(demo, request, data, { revision })
    }
    requireRetryable(demo, job, force === true)
    const retry_id = requeue(demo, job)
    const data = {
      ...ids,
      status: job.status,
      retry_count: job.retryCount,
      retry_id,
      analysis_attempt_id: job.target.analysis_attempt_id,
      worker_revision: revision,
    }
    return envelope(demo, request, data, { revision })
  })
}

/** Queues a job again after a failure or a run that hangs, and notes what was before; returns the retry's id. */
function requeue(demo: Demo, job: DemoJob): string {
  const before = {
    previous_analysis_attempt_id: job.target.analysis_attempt_id ?? null,
    previous_status: job.status,
    previous_failure_reason: job.failureReason,
    previous_error: job.error,
    previous_progress: job.progress,
  }
  enqueue(demo, job)
  job.retryCount += 1
  const retry_id = randomUUID()
  const requested_at = timestamp(demo.now())
  const { revision: worker_revision } = demo.dialect
  const attempt = { analysis_attempt_id: job.target.analysis_attempt_id ?? null }
  job.progress = {
    step: 'QUEUED',
    phase: 'QUEUE',
    pct: 20,
    message: 'Retry queued',
    updated_at: requested_at,
    retry_count: job.retryCount,
    retry_id,
    ...attempt,
    worker_revision,
  }
  job.target.tracking = { ...job.target.tracking, retry_id }
  const entry = { attempt: job.retryCount, retry_id, ...attempt, requested_at, worker_revision }
  job.result = {
    ...attempt,
    assets: {},
    retry_count: job.retryCount,
    retry_history: [{ ...entry, ...before }],
  }
  return retry_id
}

function requireRetryable(demo: Demo, job: DemoJob, isForced: boolean): void {
  if (isActive(job)) {
    const ageSec = (demo.now() - job.updatedAt) / 1000
    if (ageSec < STALE_SEC) {
      throw refusal('ACTIVE_RETRY_NOT_STALE', 'The active run still moves.', { age_sec: ageSec })
    }
  } else if (job.status !== 'FAILED') {
    throw refusal('RETRY_NOT_ALLOWED', 'Only failed jobs can be retried.', { status: job.status })
  }
  const missing = missingForRun(job)
  if (missing.length > 0) {
    throw refusal('RETRY_NOT_READY', 'A player and a target must be stored.', { missing })
  }
  if (job.retryCount >= MAX_RETRIES && !isForced) {
    const details = { retry_count: job.retryCount, limit: MAX_RETRIES }
    throw refusal('RETRY_LIMIT_REACHED', 'The job has been retried too often.', details)
  }
}

function refusal(code: string, message: string, details: unknown): ApiError {
  return new ApiError(409, code, message, details)
}
