import type { Candidates } from '../player/candidates.ts'
import { targetStanding } from '../player/target-standing.ts'
import { enqueueGate } from './enqueue-gate.ts'
import type { Job } from './job.ts'

/** The steps of the flow in order. Each step is a part of the job page. */
export const STEPS = ['frames', 'player', 'target', 'start', 'progress', 'result'] as const
export type Step = (typeof STEPS)[number]

/** True if the job is queued or running. Nobody may select anything then (docs/architecture.md#rule-4). */
export function isActive(job: Pick<Job, 'status'>): boolean {
  return job.status === 'QUEUED' || job.status === 'RUNNING'
}

/** True if the job has ended with a result. A FAILED job has ended too, but without one. */
export function isFinished(job: Pick<Job, 'status'>): boolean {
  return job.status === 'COMPLETED' || job.status === 'PARTIAL'
}

export function hasEnded(job: Pick<Job, 'status'>): boolean {
  return isFinished(job) || job.status === 'FAILED'
}

export function previewsFailed(job: Job): boolean {
  return (
    job.status === 'FAILED' &&
    (job.progress.step === 'PREVIEWS_FAILED' || job.failureReason === 'preview_generation_failed')
  )
}

/** True if the job will never have frames: the service takes them from the video first, so an ended job gets none. */
export function endedWithoutFrames(job: Job): boolean {
  return hasEnded(job) && job.frames.length === 0
}

/** True if the job failed before any run: a player or a target, which a run needs, is not stored. */
export function failedBeforeRun(job: Job): boolean {
  return job.status === 'FAILED' && enqueueGate(job).length > 0
}

/**
 * The step that the job is at. The status alone is not enough (docs/architecture.md#rule-7, #rule-11): it
 * stays CREATED until there are candidates, and it may be READY_TO_ENQUEUE for a job without a player
 * or with a target on somebody else.
 */
export function stepOf(job: Job): Step {
  if (isFinished(job)) return 'result'
  if (isActive(job)) return 'progress'
  if (previewsFailed(job)) return 'frames'
  if (job.status === 'FAILED') return 'progress'
  if (job.frames.length === 0) return 'frames'
  if (job.playerRef === null) return 'player'
  return targetStanding(job).kind === 'stored' ? 'start' : 'target'
}

/** True if the job may change without the analyst (previews, detection or run). The page then updates itself. */
export function isMoving(job: Job, candidates: Candidates | null, now = Date.now()): boolean {
  if (isActive(job)) return true
  if (hasEnded(job)) return false
  if (job.frames.length === 0) return true
  return job.playerRef === null && mayBeDetecting(detection(job, candidates, now))
}

/** `unknown`: the service gives no time, so nobody can say whether the detector still runs. */
export type Detection = 'running' | 'unknown' | 'ready' | 'low-coverage' | 'failed' | 'none'

/** True if players may still appear without the analyst. */
export function mayBeDetecting(detection: Detection): boolean {
  return detection === 'running' || detection === 'unknown'
}

/** The longest wait: with few frames the upstream says PROCESSING for ever (docs/contract.md#candidates). */
const DETECTION_DEADLINE_MS = 2 * 60_000

/**
 * The state of the player detector. The status of the candidates is not enough to tell that it runs: they say
 * NOT_STARTED meanwhile, and the step is TRACKING (docs/contract.md#candidates).
 */
export function detection(job: Job, candidates: Candidates | null, now = Date.now()): Detection {
  if (candidates !== null && candidates.items.length > 0) {
    return candidates.status === 'LOW_COVERAGE' ? 'low-coverage' : 'ready'
  }
  if (candidates?.status === 'FAILED' || job.progress.step === 'CANDIDATES_FAILED') return 'failed'
  if (job.status !== 'CREATED' && job.status !== 'WAITING_FOR_SELECTION') return 'none'
  if (job.progress.step === 'CANDIDATES_READY') return 'none'
  const updated = Date.parse(job.progress.updatedAt ?? job.updatedAt ?? job.createdAt ?? '')
  if (Number.isNaN(updated)) return 'unknown'
  return now - updated > DETECTION_DEADLINE_MS ? 'none' : 'running'
}

/**
 * The progress of the run, 0 to 100; null if the service does not say. Null too while the job waits in the queue
 * or the worker has written nothing yet, because the number is then left over from the last run
 * (docs/architecture.md#rule-14).
 */
export function runPercent(job: Job): number | null {
  const { pct, step } = job.progress
  return isQueueStep(job) || OF_LAST_RUN.has(step) ? null : pct
}

/** Steps in which no run is under way. */
const OF_LAST_RUN = new Set(['DONE', 'FAILED', 'COMPLETED', 'PARTIAL'])

/** True if the job is queued. The step decides: unknown states show as QUEUED (docs/contract.md#status-mapping). */
export function isQueueStep({ status, progress }: Job): boolean {
  if (progress.step === '') return status === 'QUEUED'
  return ['QUEUED', 'QUEUE', 'READY_TO_ENQUEUE'].includes(progress.step)
}
