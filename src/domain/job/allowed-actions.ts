import { targetStanding } from '../player/target-standing.ts'
import { isResultMissing } from '../result/missing.ts'
import { enqueueGate } from './enqueue-gate.ts'
import { isActive, isFinished } from './flow.ts'
import type { Job } from './job.ts'
import { ABLE, type ServiceFacts } from './service-facts.ts'

/** The actions of the flow, named as the upstream's routes. */
export type Action =
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

type Refusal =
  | 'ANALYSIS_IN_PROGRESS'
  | 'FRAMES_NOT_READY'
  | 'NOT_READY'
  | 'TARGET_ASKED_AGAIN'
  | 'TARGET_ELSEWHERE'
  | 'RETRY_NOT_ALLOWED'
  | 'RETRY_LIMIT_REACHED'
  | 'USE_RETRY'
  | 'CHOOSE_AGAIN'
  | 'NOT_FINISHED'
  | 'NOT_OFFERED'

const SELECTING: ReadonlySet<Action> = new Set([
  'select-track',
  'pick-player',
  'player-ref',
  'target',
  'selection',
])

/** The service takes so many tries of one job (docs/contract.md#retry). */
export const MOST_RETRIES = 3

/**
 * Whether the pages may do an action on this job, and whether it would throw a finished result away
 * (docs/architecture.md#rule-4, #rule-5, #rule-11, #rule-12). The JSON routes do not ask this: they pass what the
 * upstream decides.
 */
export function permission(job: Job, action: Action, { lacks }: ServiceFacts = ABLE): Permission {
  if (lacks.has(action)) return refuse('NOT_OFFERED', NOT_OFFERED[action] ?? NOT_OFFERED.retry)
  if (SELECTING.has(action)) return selecting(job)
  if (action === 'player-profile' && isActive(job)) return running
  if (action === 'enqueue') return enqueueing(job)
  if (action === 'retry') return retrying(job)
  if (action === 'report' && !isFinished(job)) {
    return refuse('NOT_FINISHED', 'A report can be asked for when the analysis has finished.')
  }
  return { allowed: true, discardsResult: false }
}

const NOT_OFFERED: Partial<Record<Action, string>> & { retry: string } = {
  retry: 'This version of the service cannot try a failed run again.',
  'pick-player': 'This version of the service does not take a player from a frame.',
  'player-profile': 'This version of the service cannot change the name, team and number.',
  report: 'This version of the service writes no reports.',
}

function selecting(job: Job): Permission {
  if (isActive(job)) return running
  if (job.frames.length === 0) {
    return refuse(
      'FRAMES_NOT_READY',
      'The preview frames are not ready yet. Wait for them, then choose.',
    )
  }
  return { allowed: true, discardsResult: losesResult(job) }
}

function losesResult(job: Job): boolean {
  return isFinished(job) && !isResultMissing(job)
}

function enqueueing(job: Job): Permission {
  if (isActive(job))
    return refuse('ANALYSIS_IN_PROGRESS', 'The analysis is already queued or running.')
  if (job.status === 'FAILED') {
    return refuse('USE_RETRY', 'The last analysis failed, and starting it as it is does nothing.')
  }
  // Enqueue answers 200 there and runs nothing (docs/contract.md#enqueue).
  if (job.status === 'COMPLETED') {
    return refuse(
      'CHOOSE_AGAIN',
      'The service does not run a completed job again as it is. Choose the player again, confirm the target, then start.',
    )
  }
  if (enqueueGate(job).length > 0) {
    return refuse(
      'NOT_READY',
      'The player and the target must be stored before the analysis can start.',
    )
  }
  return wrongTarget(job) ?? { allowed: true, discardsResult: losesResult(job) }
}

/** The upstream starts with any stored target (docs/contract.md#quirk-9), so the pages look. */
function wrongTarget(job: Job): Permission | null {
  const target = targetStanding(job)
  if (target.kind === 'asked-again') {
    return refuse('TARGET_ASKED_AGAIN', 'The service asks for the target again. Confirm it.')
  }
  if (target.kind !== 'elsewhere') return null
  return refuse('TARGET_ELSEWHERE', elsewhereWords(job, target.trackId))
}

/** The stored target is on somebody else; `trackId` is that track, where it is one. */
export function elsewhereWords({ playerRef }: Job, trackId: number | null): string {
  const player =
    playerRef?.trackId == null ? 'the player' : `the player, track ${playerRef.trackId}`
  return trackId === null
    ? `The stored target is not where ${player} was chosen.`
    : `The stored target is on track ${trackId}, not on ${player}.`
}

function retrying(job: Job): Permission {
  if (job.status !== 'FAILED') {
    return refuse('RETRY_NOT_ALLOWED', 'Only an analysis that failed can be tried again.')
  }
  if (enqueueGate(job).length > 0) {
    return refuse(
      'NOT_READY',
      'The player and the target must be stored before the analysis can be tried again.',
    )
  }
  const { retryCount } = job.progress
  if (retryCount !== null && retryCount >= MOST_RETRIES) {
    return refuse(
      'RETRY_LIMIT_REACHED',
      `The job has been tried again ${retryCount} times, which is as often as the service allows.`,
    )
  }
  return { allowed: true, discardsResult: false }
}

const running: Permission = refuse(
  'ANALYSIS_IN_PROGRESS',
  'The analysis is queued or running, so the player and the target cannot change now.',
)

function refuse(code: Refusal, message: string): Permission {
  return { allowed: false, code, message }
}
