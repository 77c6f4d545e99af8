import { MOST_RETRIES, permission } from '../../domain/job/allowed-actions.ts'
import { endedWithoutFrames, failedBeforeRun } from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { type Explanation, explainCode } from '../../domain/words/warnings.ts'
import { REFUSALS } from '../../errors/refusals.ts'
import type { Urls } from '../../urls.ts'
import { type StartForm, startForm } from '../action-form.ts'
import { stageWords } from './stages.ts'
import { type StoreAgain, toStoreAgain } from './store-again.ts'

/** A failed run: what happened, and how to go on with this service. */
export interface FailedRun {
  notice: Explanation
  /** The stage in which it failed, where the service still says so. */
  stage: string | null
  /** The service's own words. */
  quote: string | null
  code: string | null
  tries: string | null
  retry: StartForm | null
  /** Words beside the retry: what may be changed first. */
  retryWords: string
  /** Why the run cannot be tried again as it is; null if it can, or if the reader may not act. */
  instead: string | null
  /** If it cannot: a form that stores the same target again, so that the job can start anew. */
  storeAgain: StoreAgain | null
  /** If neither form is offered: the words of the link to the choice of the player; null if only a new job helps. */
  choose: string | null
}

export function toFailedRun(job: Job, urls: Urls, service: ServiceFacts): FailedRun {
  const words = job.error ?? job.progress.message
  const { phase } = job.progress
  const may = permission(job, 'retry', service)
  const without = endedWithoutFrames(job)
  return {
    notice: job.failureReason === null ? unexplained(job, words) : explainCode(job.failureReason),
    stage: phase === null || NO_STAGE.has(phase) ? null : stageWords(phase),
    quote: words,
    code: job.failureReason,
    tries: triesWords(job),
    retry: startForm(job, urls, service, 'retry'),
    retryWords: without
      ? 'with the same player and target. Without frames they cannot be changed.'
      : 'with the same player and target. Or change them above first.',
    instead:
      may.allowed || service.readOnly ? null : without ? REFUSALS.NO_FRAMES.message : may.message,
    // Not for a service with `retry`: it counts the tries, and storing the same target changes nothing.
    storeAgain:
      !may.allowed && may.code === 'NOT_OFFERED' ? toStoreAgain(job, urls, service) : null,
    choose: without
      ? null
      : job.playerRef === null
        ? 'Choose the player'
        : 'Choose the player again',
  }
}

/** How often the job was tried again; null if it was not, or if the service does not say. */
export function triesWords({ progress: { retryCount } }: Job): string | null {
  return retryCount === null || retryCount === 0
    ? null
    : `Tried again ${retryCount} of ${MOST_RETRIES} times`
}

/** Phases that are ends, not stages. */
const NO_STAGE = new Set(['FAILED', 'DONE'])

function unexplained(job: Job, words: string | null): Explanation {
  return {
    code: '',
    title: failedBeforeRun(job) ? 'The job failed before an analysis' : 'The analysis failed',
    meaning:
      words === null
        ? 'The service did not say why.'
        : 'The service gives no code for it; what it says stands below.',
    whatToDo: 'If it fails again, show an administrator what the service says.',
    tone: 'error',
  }
}
