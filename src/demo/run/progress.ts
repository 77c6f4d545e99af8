import type { JsonObject } from '../http/json.ts'

/** The stages below are those of a video that lasts this long or longer, seconds. */
export const WHOLE_MATCH_SEC = 90

/** How many times faster than the stages the worker is with a video of this length. */
export function quicknessOf(durationSec: number): number {
  return Math.max(1, WHOLE_MATCH_SEC / durationSec)
}

/** Seconds of real time at speed 1, counted from the state change. */
export interface Stage {
  fromSec: number
  step: string
  /** Percent at the stage's beginning and end. */
  pct: readonly [number, number]
  message: string
}

/** From POST /jobs to candidates (docs/contract.md#states). */
export const DETECTION_STAGES: readonly Stage[] = [
  { fromSec: 0, step: 'CREATED', pct: [0, 0], message: 'Job created' },
  { fromSec: 1, step: 'EXTRACTING_PREVIEWS', pct: [15, 15], message: 'Extracting preview frames' },
  { fromSec: 4, step: 'PREVIEWS_READY', pct: [20, 20], message: 'Preview frames ready' },
  { fromSec: 5, step: 'TRACKING', pct: [20, 21], message: 'Looking for players' },
]
export const DETECTION_SEC = 9
export const PREVIEWS_FROM_SEC = 4

/** From enqueue to the result. */
export const RUN_STAGES: readonly Stage[] = [
  { fromSec: 0, step: 'QUEUED', pct: [22, 22], message: 'Waiting for the worker' },
  { fromSec: 2, step: 'TRACKING', pct: [25, 68], message: 'Tracking selected player' },
  {
    fromSec: 20,
    step: 'EXTRACTING_FEATURES',
    pct: [68, 95],
    message: 'Extracting visual features',
  },
]
export const RUN_SEC = 30

/**
 * The stage that has been reached `elapsedSec` after the start and how far it is, percent; with the
 * seconds at which the percentage last changed, so that nothing depends on when somebody looks.
 */
export function stageAt(
  stages: readonly Stage[],
  elapsedSec: number,
  endSec: number,
): { stage: Stage; pct: number; sinceSec: number } {
  const at = stages.findLastIndex((stage) => stage.fromSec <= Math.max(0, elapsedSec))
  const stage = stages[at]!
  const end = stages[at + 1]?.fromSec ?? endSec
  const [low, high] = stage.pct
  const share = Math.min(1, (Math.max(0, elapsedSec) - stage.fromSec) / (end - stage.fromSec))
  const pct = Math.floor(low + share * (high - low))
  const sinceSec =
    high === low
      ? stage.fromSec
      : stage.fromSec + ((pct - low) / (high - low)) * (end - stage.fromSec)
  return { stage, pct, sinceSec }
}

/** Progress after a request of the user: the percentage never falls, the message may be stale. */
export function steppedTo(progress: JsonObject, step: string, minPct: number): JsonObject {
  const pct = typeof progress['pct'] === 'number' ? progress['pct'] : 0
  const { message = '', phase } = progress
  return { step, pct: Math.max(pct, minPct), message, ...(phase === undefined ? {} : { phase }) }
}
