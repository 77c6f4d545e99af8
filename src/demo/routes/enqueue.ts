import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, invalidBody, NotReadyError } from '../http/api-error.ts'
import { checkAttempt } from '../http/attempt-fence.ts'
import { envelope } from '../http/envelope.ts'
import { isObject, type JsonObject, timestamp } from '../http/json.ts'
import { attemptField, idsOf, moveTo } from '../http/mutation.ts'
import { type DemoJob, hasPlayer } from '../job.ts'
import { loadedStatus } from '../present.ts'

/** Statuses in which enqueue does nothing. PARTIAL is not one of them (docs/contract.md#enqueue). */
const REPLAYED = ['QUEUED', 'RUNNING', 'PROCESSING', 'COMPLETED', 'FAILED']

/** `POST /enqueue` (docs/contract.md#enqueue). */
export function enqueueRoute(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs/:id/enqueue', async (request) =>
    answerEnqueue(demo, request, 'enqueue', { readsBody: true }),
  )
}

/** `POST /confirm-selection`: the same, but it looks for the attempt in the header alone. */
export function confirmSelectionRoute(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs/:id/confirm-selection', async (request) =>
    answerEnqueue(demo, request, 'confirm-selection', { readsBody: false }),
  )
}

/** What a run still lacks: a subset of `player_ref` and `target`. */
export function missingForRun(job: DemoJob): string[] {
  return [
    ...(hasPlayer(job) ? [] : ['player_ref']),
    ...(job.target.confirmed === true ? [] : ['target']),
  ]
}

/** Queues the job with a new attempt. Throws 503 and fails the job if the broker is down. */
export function enqueue(demo: Demo, job: DemoJob): void {
  moveTo(demo, job, { status: 'QUEUED', minPct: 20 })
  if (demo.faults.brokerDown) failToQueue(demo, job)
  job.life = { kind: 'running', since: demo.now(), taskId: randomUUID() }
}

function answerEnqueue(
  demo: Demo,
  request: FastifyRequest,
  mutation: string,
  { readsBody }: { readsBody: boolean },
): JsonObject {
  const { body } = request
  if (body != null && !isObject(body)) throw invalidBody([], 'not a dictionary', body)
  const job = demo.jobOf(request)
  if (demo.dialect.hasAttempts) checkAttempt(job, request, mutation, { readsBody })
  if (!REPLAYED.includes(loadedStatus(job, demo.dialect))) {
    const missing = missingForRun(job)
    if (missing.length > 0) throw new NotReadyError(missing)
    enqueue(demo, job)
  }
  return envelope(demo, request, {
    ...idsOf(job),
    status: job.status,
    ...attemptField(demo, job),
  })
}

function failToQueue(demo: Demo, job: DemoJob): never {
  job.status = 'FAILED'
  job.error = 'Analysis enqueue failed: the broker cannot be reached.'
  job.failureReason = 'ANALYSIS_ENQUEUE_FAILED'
  const message = 'Analysis enqueue failed'
  const updated_at = timestamp(demo.now())
  job.progress = { ...job.progress, step: 'FAILED', pct: 100, message, updated_at, phase: 'QUEUE' }
  throw new ApiError(503, 'ANALYSIS_ENQUEUE_FAILED', 'The analysis could not be queued.')
}
