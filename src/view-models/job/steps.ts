import {
  endedWithoutFrames,
  failedBeforeRun,
  isActive,
  isFinished,
  previewsFailed,
  STEPS,
  type Step,
  stepOf,
} from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import { hasTarget, targetStanding } from '../../domain/player/target-standing.ts'
import { isResultMissing } from '../../domain/result/missing.ts'

type StepState = 'done' | 'now' | 'waits' | 'failed'

/** One step of the list on the job page; `current` is true for the step that the job is at. */
export interface StepModel {
  id: Step
  /** Drawn beside the title: the step's number, or a sign that it is done or has failed. */
  mark: string
  title: string
  state: StepState
  /** The state in words, for screen readers. */
  stateWords: string
  current: boolean
}

const TITLES: Record<Step, string> = {
  frames: 'Frames',
  player: 'Player',
  target: 'Target',
  start: 'Start',
  progress: 'Progress',
  result: 'Result',
}

const STATE_WORDS: Record<StepState, string> = {
  done: 'done',
  now: 'now',
  waits: 'later',
  failed: 'failed',
}

const MARKS: Partial<Record<StepState, string>> = { done: '✓', failed: '!' }

export function toSteps(job: Job): StepModel[] {
  const current = stepOf(job)
  return STEPS.map((id, index) => {
    const state = stateOf(id, job, current)
    return {
      id,
      mark: MARKS[state] ?? String(index + 1),
      title: TITLES[id],
      state,
      stateWords: state === 'waits' ? waitWords(id, job) : STATE_WORDS[state],
      current: id === current,
    }
  })
}

/** Does not say "later" for a job that has ended without frames. */
function waitWords(step: Step, job: Job): string {
  if (!endedWithoutFrames(job)) return STATE_WORDS.waits
  return step === 'frames' ? 'none' : 'not reached'
}

function stateOf(step: Step, job: Job, current: Step): StepState {
  if (hasFailed(step, job)) return 'failed'
  if (isDone(step, job)) return 'done'
  return step === current ? 'now' : 'waits'
}

function hasFailed(step: Step, job: Job): boolean {
  if (step === 'frames') return previewsFailed(job)
  if (step === 'result') return isResultMissing(job)
  return step === 'progress' && job.status === 'FAILED' && !previewsFailed(job)
}

function isDone(step: Step, job: Job): boolean {
  const hasRun = hasFailed('progress', job) && !failedBeforeRun(job)
  const started = isActive(job) || isFinished(job) || hasRun
  switch (step) {
    case 'frames':
      return job.frames.length > 0
    case 'player':
      return job.playerRef !== null
    case 'target':
      return started ? hasTarget(job) : targetStanding(job).kind === 'stored'
    case 'start':
      return started
    case 'progress':
      return isFinished(job)
    case 'result':
      return false
  }
}
