import { enqueueGate } from './enqueue-gate.ts'
import type { Job } from './job.ts'
import { isActive, isFinished } from './job-flow.ts'

/** The acts of the flow, named as the upstream's routes. */
export type Act =
  | 'select-track'
  | 'pick-player'
  | 'player-ref'
  | 'target'
  | 'selection'
  | 'enqueue'
  | 'retry'
  | 'player-profile'
  | 'report'

export type Permission =
  | { allowed: true; discardsResult: boolean }
  | { allowed: false; code: Refusal; message: string }

export type Refusal =
  | 'ANALYSIS_IN_PROGRESS'
  | 'FRAMES_NOT_READY'
  | 'NOT_READY'
  | 'RETRY_NOT_ALLOWED'
  | 'USE_RETRY'
  | 'NOT_FINISHED'

const SELECTING: ReadonlySet<Act> = new Set([
  'select-track',
  'pick-player',
  'player-ref',
  'target',
  'selection',
])

/**
 * Whether the pages may do an act on this job, and whether it would throw a finished result away
 * (DESIGN section 4, rules 4 and 5). The JSON routes do not ask this: they pass what the upstream decides.
 */
export function permission(job: Job, act: Act): Permission {
  if (SELECTING.has(act)) return selecting(job)
  if (act === 'player-profile' && isActive(job)) return running
  if (act === 'enqueue') return enqueueing(job)
  if (act === 'retry' && job.status !== 'FAILED') {
    return refuse('RETRY_NOT_ALLOWED', 'Only an analysis that failed can be tried again.')
  }
  if (act === 'report' && !isFinished(job)) {
    return refuse('NOT_FINISHED', 'A report can be asked for when the analysis has finished.')
  }
  return { allowed: true, discardsResult: false }
}

function selecting(job: Job): Permission {
  if (isActive(job)) return running
  if (job.frames.length === 0) {
    return refuse(
      'FRAMES_NOT_READY',
      'The preview frames are not ready yet. Wait for them, then choose.',
    )
  }
  return { allowed: true, discardsResult: isFinished(job) }
}

function enqueueing(job: Job): Permission {
  if (isActive(job))
    return refuse('ANALYSIS_IN_PROGRESS', 'The analysis is already queued or running.')
  if (job.status === 'FAILED') {
    return refuse(
      'USE_RETRY',
      'The last analysis failed. Use "Try again": starting anew would do nothing.',
    )
  }
  if (enqueueGate(job).length > 0) {
    return refuse(
      'NOT_READY',
      'The player and the target must be stored before the analysis can start.',
    )
  }
  return { allowed: true, discardsResult: isFinished(job) }
}

const running: Permission = refuse(
  'ANALYSIS_IN_PROGRESS',
  'The analysis is queued or running, so the player and the target cannot change now.',
)

function refuse(code: Refusal, message: string): Permission {
  return { allowed: false, code, message }
}
