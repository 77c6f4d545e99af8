import {
  isActive,
  isFinished,
  isQueueStep,
  previewsFailed,
  runPercent,
} from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { isResultMissing } from '../../domain/result/missing.ts'
import type { Urls } from '../../urls.ts'
import { type Moment, pastMoment } from '../format.ts'
import { type FailedRun, toFailedRun, triesWords } from './failure.ts'
import { type Life, lifeOf } from './life.ts'
import { runName } from './run-name.ts'
import { RUN_STAGES, stageWords } from './stages.ts'

/** The step "Progress": the run as it is now, or how it ended. */
export interface ProgressStep {
  running: Running | null
  failure: FailedRun | null
  summary: string | null
  /** When the run ended, as far as the service says. */
  endedAt: Moment | null
}

interface Running {
  /** 0 to 100, or null if the service does not say. */
  pct: number | null
  /** Identifies the run, as far as the service does. The bar of one run never goes back. */
  run: string
  /** `47 %`, or words for "unknown"; empty while the job waits in the queue. */
  pctWords: string
  stage: string
  /** `Part 3 of 8 of the video is done`, where the video is analysed in parts. */
  parts: string | null
  /** How often the job was tried again; null for the first try. */
  tries: string | null
  /** The service's own words about the stage. */
  message: string | null
  life: Life
  stages: { name: string; state: 'done' | 'now' | 'later' }[]
}

export function toProgressStep(
  job: Job,
  urls: Urls,
  now: number,
  service: ServiceFacts,
): ProgressStep {
  const failed = job.status === 'FAILED' && !previewsFailed(job)
  const ended = failed || isFinished(job)
  return {
    running: isActive(job) ? runningOf(job, now) : null,
    failure: failed ? toFailedRun(job, urls, service) : null,
    summary: isFinished(job) ? endWords(job) : null,
    endedAt: ended ? pastMoment(job.progress.updatedAt ?? job.updatedAt, now) : null,
  }
}

function endWords(job: Job): string {
  return isResultMissing(job)
    ? 'The analysis has ended, but its result is missing.'
    : 'The analysis has finished.'
}

function runningOf(job: Job, now: number): Running {
  const { step, message, windows } = job.progress
  const waits = isQueueStep(job)
  const pct = runPercent(job)
  return {
    pct,
    run: runName(job),
    pctWords: pct === null ? unknownWords(waits) : `${Math.round(pct)} %`,
    stage: stageWords(waits ? 'QUEUED' : step),
    parts:
      windows && !waits ? `Part ${windows.done} of ${windows.total} of the video is done` : null,
    tries: triesWords(job),
    message: waits ? null : message,
    life: lifeOf(job, now),
    stages: stagesOf(job),
  }
}

function unknownWords(waits: boolean): string {
  return waits ? '' : 'The service does not say how far the analysis is'
}

/** Puts an unknown stage between the queue and the result. */
function stagesOf(job: Job): Running['stages'] {
  const step = isQueueStep(job) ? 'QUEUED' : job.progress.step
  const names: readonly string[] = RUN_STAGES
  const order = names.includes(step) ? names : ['QUEUED', step, 'DONE']
  const at = order.indexOf(step)
  return order.map((name, index) => ({
    name: stageWords(name),
    state: index < at ? 'done' : index === at ? 'now' : 'later',
  }))
}
