import type { Candidates } from './candidates.ts'
import type { Job } from './job.ts'

/** The steps of the flow in their order; each is a part of the job page. */
export const STEPS = ['frames', 'player', 'target', 'start', 'progress', 'result'] as const
export type Step = (typeof STEPS)[number]

/** Queued or running: nothing may be selected now (DESIGN section 4, rule 4). */
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

/**
 * Where the job stands. The status alone does not tell it (DESIGN section 4, rule 7): before the
 * candidates it stays CREATED, and READY_TO_ENQUEUE is said of a job without a player.
 */
export function stepOf(job: Job): Step {
  if (isFinished(job)) return 'result'
  if (isActive(job)) return 'progress'
  if (job.frames.length === 0 || previewsFailed(job)) return 'frames'
  if (job.status === 'FAILED') return 'progress'
  if (job.playerRef === null) return 'player'
  return hasTarget(job) ? 'start' : 'target'
}

/** Something moves without the analyst: previews, detection or the run. The page asks again by itself. */
export function isMoving(job: Job, candidates: Candidates | null, now = Date.now()): boolean {
  if (isActive(job)) return true
  if (hasEnded(job)) return false
  return (
    job.frames.length === 0 ||
    (job.playerRef === null && detection(job, candidates, now) === 'running')
  )
}

export type Detection = 'running' | 'ready' | 'low-coverage' | 'failed' | 'none'

/** Few frames and no candidates: the upstream says PROCESSING for ever (CONTRACT, /candidates). */
const DETECTION_DEADLINE_MS = 2 * 60_000

/**
 * What the detector of players has come to. While it runs the step is TRACKING and the candidates
 * say NOT_STARTED (CONTRACT section 4, /candidates), so the step decides first.
 */
export function detection(job: Job, candidates: Candidates | null, now = Date.now()): Detection {
  if (candidates !== null && candidates.items.length > 0) {
    return candidates.status === 'LOW_COVERAGE' ? 'low-coverage' : 'ready'
  }
  if (candidates?.status === 'FAILED') return 'failed'
  if (job.status !== 'CREATED' && job.status !== 'WAITING_FOR_SELECTION') return 'none'
  if (job.progress.step === 'CANDIDATES_READY') return 'none'
  const updated = Date.parse(job.progress.updatedAt ?? job.updatedAt ?? '')
  return now - updated > DETECTION_DEADLINE_MS ? 'none' : 'running'
}

/** The target is stored: confirmed, or at least one selection (DESIGN section 3, enqueue). */
export function hasTarget(job: Pick<Job, 'target'>): boolean {
  return job.target.confirmed || job.target.selections.length > 0
}
