import {
  detection,
  failedBeforeRun,
  isQueueStep,
  previewsFailed,
  stepOf,
} from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { Candidates } from '../../domain/player/candidates.ts'
import { isResultMissing } from '../../domain/result/missing.ts'
import { outcomeOf } from '../../domain/result/outcome.ts'
import { readResult } from '../../domain/result/result.ts'
import { readableName } from '../../domain/text/readable-name.ts'

/**
 * The stages of a run in their order, as `progress.step` or `progress.phase` names them
 * (docs/contract.md#progress).
 */
export const RUN_STAGES = ['QUEUED', 'TRACKING', 'EXTRACTING_FEATURES', 'DONE'] as const

const STAGE_WORDS: Record<string, string> = {
  CREATED: 'The video is waiting to be read',
  EXTRACTING_PREVIEWS: 'Preview frames are being taken from the video',
  PREVIEWS_READY: 'Preview frames are ready; next, players are looked for',
  TRACKING_CANDIDATES: 'Players are being looked for in the frames',
  CANDIDATES_READY: 'The search for players has ended',
  QUEUED: 'Waiting in the queue',
  QUEUE: 'Waiting in the queue',
  TRACKING: 'Following the player',
  EXTRACTING_FEATURES: 'Measuring movement',
  DONE: 'Result',
  PREVIEWS_FAILED: 'Preview frames could not be made',
  CANDIDATES_FAILED: 'Looking for players failed',
  WAITING_FOR_ANCHOR: 'Waiting until a player is chosen',
  WAITING_FOR_SELECTION: 'Waiting until a player is chosen',
  WAITING_FOR_PLAYER: 'Waiting until a player is chosen',
  WAITING_FOR_TARGET: 'Waiting for the target',
  WAITING_FOR_TARGET_CONFIRMATION: 'Waiting for the target',
  READY_TO_ENQUEUE: 'Ready to start',
  FAILED: 'Failed',
}

/** A stage in plain words; a name that we do not know is made readable. */
export function stageWords(step: string): string {
  if (step === '') return 'Stage unknown'
  return (Object.hasOwn(STAGE_WORDS, step) && STAGE_WORDS[step]) || readableName(step)
}

/** The look of a state: `you` waits for the analyst, `busy` for the service. */
type Tone = 'you' | 'busy' | 'ok' | 'part' | 'lost' | 'failed'

/** The state of a job: two or three words for a badge, and a sentence to be spoken. */
export interface Standing {
  label: string
  tone: Tone
  spoken: string
}

/** Changes only with the stage, never with a percentage, because it is spoken aloud. */
export function standingOf(job: Job, candidates: Candidates | null, now: number): Standing {
  const step = stepOf(job)
  if (isResultMissing(job)) return RESULT_MISSING
  if (step === 'result') return resultStanding(job)
  if (previewsFailed(job)) {
    const which = job.frames.length === 0 ? 'No' : 'Not all'
    return { label: 'Failed', tone: 'failed', spoken: `${which} preview frames could be made.` }
  }
  if (job.status === 'FAILED') {
    const what = failedBeforeRun(job) ? 'The job' : 'Analysis'
    return { label: 'Failed', tone: 'failed', spoken: `${what} failed.` }
  }
  if (step === 'progress') return runStanding(job)
  if (step === 'frames') {
    return {
      label: 'Preparing frames',
      tone: 'busy',
      spoken: `Preparing: ${lower(stageWords(job.progress.step || 'CREATED'))}.`,
    }
  }
  if (step === 'player' && detection(job, candidates, now) === 'running') {
    return { label: 'Finding players', tone: 'busy', spoken: 'Players are being looked for.' }
  }
  return WAITING[step]
}

const RESULT_MISSING: Standing = {
  label: 'Result missing',
  tone: 'failed',
  spoken: 'The analysis has ended, but its result is missing.',
}

/** Rated, tracked only and lost are three different ends, and each has its own words. */
function resultStanding(job: Job): Standing {
  const reading = readResult(job)
  const outcome = outcomeOf(reading)
  if (outcome === 'rated' && 'measures' in reading) {
    const rating = reading.measures.find((one) => one.key === 'match_rating_10' && !one.outside)
    const label = rating?.value == null ? 'Rated' : `Rated ${rating.text}`
    return { label, tone: 'ok', spoken: 'Analysis finished: the player is rated.' }
  }
  return outcome === 'tracking-failed'
    ? {
        label: 'Tracking failed',
        tone: 'lost',
        spoken: 'Analysis finished: the player was not found again.',
      }
    : {
        label: 'Tracking only',
        tone: 'part',
        spoken: 'Analysis finished: the player was tracked, without ratings.',
      }
}

/** What a job waits for, by its current step. */
export const WAITING = {
  player: {
    label: 'Choose the player',
    tone: 'you',
    spoken: 'Waiting for you: choose the player.',
  },
  target: {
    label: 'Confirm the target',
    tone: 'you',
    spoken: 'Waiting for you: confirm the target.',
  },
  start: { label: 'Ready to start', tone: 'you', spoken: 'Waiting for you: start the analysis.' },
} as const satisfies Record<string, Standing>

function runStanding(job: Job): Standing {
  if (job.status === 'QUEUED' && isQueueStep(job)) {
    return { label: 'Queued', tone: 'busy', spoken: 'Analysis queued.' }
  }
  return {
    label: 'Running',
    tone: 'busy',
    spoken: `Analysis running: ${lower(stageWords(job.progress.step || 'TRACKING'))}.`,
  }
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}
