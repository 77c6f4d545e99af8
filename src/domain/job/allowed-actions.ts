import { NOT_OFFERED_WORDS, REFUSALS, type RefusalCode } from '../../errors/refusals.ts'
import { targetStanding } from '../player/target-standing.ts'
import { hasResult } from '../result/missing.ts'
import { enqueueGate } from './enqueue-gate.ts'
import { endedWithoutFrames, isActive, isFinished } from './flow.ts'
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
  | { allowed: false; code: RefusalCode; message: string; whatToDo: string }

const SELECTING: ReadonlySet<Action> = new Set([
  'select-track',
  'pick-player',
  'player-ref',
  'target',
  'selection',
])

/** How many retries of one job the service allows (docs/contract.md#retry). */
export const MOST_RETRIES = 3

/**
 * Decides if the pages may do an action on this job, and if the action would discard a finished result
 * (docs/architecture.md#rule-4, #rule-5, #rule-11, #rule-12). The JSON routes do not use this: they pass on
 * what the upstream decides.
 */
export function permission(
  job: Job,
  action: Action,
  { lacks, readOnly = false }: ServiceFacts = ABLE,
): Permission {
  if (readOnly) return refuse('READ_ONLY')
  if (lacks.has(action)) return refuse('NOT_OFFERED', notOffered(action))
  if (SELECTING.has(action)) return selecting(job)
  if (action === 'player-profile' && isActive(job)) return refuse('ANALYSIS_IN_PROGRESS')
  if (action === 'enqueue') return enqueueing(job)
  if (action === 'retry') return retrying(job)
  if (action === 'report' && !isFinished(job)) return refuse('NOT_FINISHED')
  return { allowed: true, discardsResult: false }
}

function notOffered(action: Action): string | undefined {
  return action in NOT_OFFERED_WORDS
    ? NOT_OFFERED_WORDS[action as keyof typeof NOT_OFFERED_WORDS]
    : undefined
}

function selecting(job: Job): Permission {
  if (isActive(job)) return refuse('ANALYSIS_IN_PROGRESS')
  if (endedWithoutFrames(job)) return refuse('NO_FRAMES')
  if (job.frames.length === 0) return refuse('FRAMES_NOT_READY')
  return { allowed: true, discardsResult: hasResult(job) }
}

function enqueueing(job: Job): Permission {
  if (isActive(job)) return refuse('ANALYSIS_IN_PROGRESS')
  if (job.status === 'FAILED') return refuse('USE_RETRY')
  // For a completed job, enqueue answers 200 and runs nothing (docs/contract.md#enqueue).
  if (job.status === 'COMPLETED') return refuse('CHOOSE_AGAIN')
  if (enqueueGate(job).length > 0) return refuse('NOT_READY')
  return wrongTarget(job) ?? { allowed: true, discardsResult: hasResult(job) }
}

/** Refuses a target that is not on the player: the upstream starts with any (docs/contract.md#quirk-9). */
function wrongTarget(job: Job): Permission | null {
  const target = targetStanding(job)
  if (target.kind === 'asked-again') return refuse('TARGET_ASKED_AGAIN')
  if (target.kind !== 'elsewhere') return null
  return refuse('TARGET_ELSEWHERE', elsewhereWords(job, target.trackId))
}

/** Says that the stored target is not on the player. `trackId` is the track that the target is on; null if none. */
export function elsewhereWords({ playerRef }: Job, trackId: number | null): string {
  const player =
    playerRef?.trackId == null ? 'the player' : `the player, track ${playerRef.trackId}`
  return trackId === null
    ? `The stored target is not where ${player} was chosen.`
    : `The stored target is on track ${trackId}, not on ${player}.`
}

function retrying(job: Job): Permission {
  if (job.status !== 'FAILED') return refuse('RETRY_NOT_ALLOWED')
  if (enqueueGate(job).length > 0) return refuse('NOT_READY')
  const { retryCount } = job.progress
  if (retryCount !== null && retryCount >= MOST_RETRIES) return refuse('RETRY_LIMIT_REACHED')
  return { allowed: true, discardsResult: false }
}

/** `message` replaces the message of the catalogue where the job allows a more exact one. */
function refuse(code: RefusalCode, message: string = REFUSALS[code].message): Permission {
  return { allowed: false, code, message, whatToDo: REFUSALS[code].whatToDo }
}
