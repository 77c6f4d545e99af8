import type { Candidates } from '../player/candidates.ts'
import { targetStanding } from '../player/target-standing.ts'
import { enqueueGate } from './enqueue-gate.ts'
import type { Job } from './job.ts'

/** The steps of the flow in their order; each is a part of the job page. */
export const STEPS = ['frames', 'player', 'target', 'start', 'progress', 'result'] as const
export type Step = (typeof STEPS)[number]

/** Queued or running: nothing may be selected now (docs/architecture.md#rule-4). */
export function isActive(job: Pick<Job, 'status'>): boolean {
  return job.status === 'QUEUED' || job.status === 'RUNNING'
}

/** Finished with something to read; FAILED has ended, but has nothing. */
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

/** The service takes the frames from the video before all else, so a job that has ended gets none any more. */
export function endedWithoutFrames(job: Job): boolean {
  return hasEnded(job) && job.frames.length === 0
}

/** What a run needs was never stored, so what failed was no run. */
export function failedBeforeRun(job: Job): boolean {
  return job.status === 'FAILED' && enqueueGate(job).length > 0
}

/**
 * Where the job stands. The status alone does not tell it (docs/architecture.md#rule-7, #rule-11): before
 * the candidates it stays CREATED, READY_TO_ENQUEUE is said of a job without a player, and it is said
 * of one whose target is on somebody else.
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

/** Something moves without the analyst: previews, detection or the run. The page asks again by itself. */
export function isMoving(job: Job, candidates: Candidates | null, now = Date.now()): boolean {
  if (isActive(job)) return true
  if (hasEnded(job)) return false
  if (job.frames.length === 0) return true
  return job.playerRef === null && mayBeDetecting(detection(job, candidates, now))
}

/** `unknown`: the service gives no time, so nobody can say whether the detector still runs. */
export type Detection = 'running' | 'unknown' | 'ready' | 'low-coverage' | 'failed' | 'none'

/** The players may still appear without the analyst. */
export function mayBeDetecting(detection: Detection): boolean {
  return detection === 'running' || detection === 'unknown'
}

/** Few frames and no candidates: the upstream says PROCESSING for ever (docs/contract.md#candidates). */
const DETECTION_DEADLINE_MS = 2 * 60_000

/**
 * What the detector of players has come to. While it runs the step is TRACKING and the candidates
 * say NOT_STARTED (docs/contract.md#candidates), so the step decides first.
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
 * How far the run is, 0 to 100; null if the service does not say. While the job waits in the queue,
 * or the worker has not written its first word, the number is that of the last run
 * (docs/architecture.md#rule-14).
 */
export function runPercent(job: Job): number | null {
  const { pct, step } = job.progress
  return isQueueStep(job) || OF_LAST_RUN.has(step) ? null : pct
}

/** Steps that no run is at. */
const OF_LAST_RUN = new Set(['DONE', 'FAILED', 'COMPLETED', 'PARTIAL'])

/** Unknown states are shown as QUEUED (docs/contract.md#status-mapping), so the step tells whether it still waits. */
export function isQueueStep({ status, progress }: Job): boolean {
  if (progress.step === '') return status === 'QUEUED'
  return ['QUEUED', 'QUEUE', 'READY_TO_ENQUEUE'].includes(progress.step)
}
