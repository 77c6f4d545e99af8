import type { Job } from '../domain/job.ts'
import { isActive, isFinished, previewsFailed } from '../domain/job-flow.ts'
import { explainCode, type Notice } from '../domain/warnings.ts'
import type { Urls } from '../urls.ts'
import { type ActForm, actForm } from './act-form.ts'
import { type Moment, pastMoment } from './format.ts'
import { type Life, lifeOf } from './life.ts'
import { runName } from './run-name.ts'
import { isQueueStep, RUN_STAGES, stageWords } from './stages.ts'

/** The step "Progress": the run as it is now, or how it ended. */
export interface ProgressStep {
  running: Running | null
  failure: Failure | null
  summary: string | null
  /** When the run ended, as far as the service says. */
  endedAt: Moment | null
}

export interface Running {
  /** 0 to 100, or null where the service does not say. */
  pct: number | null
  /** Names the run, as far as the service does: its bar never falls. */
  run: string
  /** `47 %`, or words for "unknown". */
  pctWords: string
  stage: string
  /** The service's own words about the stage. */
  message: string | null
  life: Life
  stages: { name: string; state: 'done' | 'now' | 'later' }[]
}

export interface Failure {
  notice: Notice
  /** The stage in which it failed, where the service still says so. */
  stage: string | null
  /** The service's own words. */
  quote: string | null
  code: string | null
  retry: ActForm | null
}

export function toProgressStep(job: Job, urls: Urls, now: number): ProgressStep {
  const active = isActive(job)
  const failed = job.status === 'FAILED' && !previewsFailed(job)
  const ended = failed || isFinished(job)
  return {
    running: active ? runningOf(job, now) : null,
    failure: failed ? failureOf(job, urls) : null,
    summary: isFinished(job) ? 'The analysis has finished.' : null,
    endedAt: ended ? pastMoment(job.progress.updatedAt ?? job.updatedAt, now) : null,
  }
}

function runningOf(job: Job, now: number): Running {
  const { pct, step, message } = job.progress
  return {
    pct,
    run: runName(job),
    pctWords: pct === null ? 'The service does not say how far it is' : `${Math.round(pct)} %`,
    stage: isQueueStep(job) ? stageWords('QUEUED') : stageWords(step),
    message: isQueueStep(job) ? null : message,
    life: lifeOf(job, now),
    stages: stagesOf(job),
  }
}

/** A stage that we do not know stands between the queue and the result. */
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

function failureOf(job: Job, urls: Urls): Failure {
  const { phase } = job.progress
  return {
    notice: job.failureReason === null ? UNKNOWN_FAILURE : explainCode(job.failureReason),
    stage: phase === null ? null : stageWords(phase),
    quote: job.error ?? job.progress.message,
    code: job.failureReason,
    retry: actForm(job, 'retry', urls),
  }
}

const UNKNOWN_FAILURE: Notice = {
  code: '',
  title: 'The analysis failed',
  meaning: 'The service did not say why.',
  whatToDo: 'Try again. If it fails again, choose another frame for the target.',
  tone: 'error',
}
