import { MOST_RETRIES, permission } from '../../domain/job/allowed-actions.ts'
import { endedWithoutFrames, failedBeforeRun } from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { type Explanation, explainCode } from '../../domain/words/warnings.ts'
import { REFUSALS } from '../../errors/refusals.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { stageWords } from './stages.ts'
import { type StoreAgain, toStoreAgain } from './store-again.ts'

/** A run that failed: what happened, and a way on that this service has. */
export interface FailedRun {
  notice: Explanation
  /** The stage in which it failed, where the service still says so. */
  stage: string | null
  /** The service's own words. */
  quote: string | null
  code: string | null
  tries: string | null
  retry: ActionForm | null
  /** Said beside it: what may be changed first. */
  retryWords: string
  /** Why it cannot be tried again as it is; null if it can, or if the reader may not. */
  instead: string | null
  /** Where it cannot: the stored target once more, which lets the job start anew. */
  storeAgain: StoreAgain | null
  /** The way on where it can be neither tried again nor chosen anew: the link's words, or null for a new job. */
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
    retry: actionForm(job, 'retry', urls, service),
    retryWords: without
      ? 'with the same player and target. Without frames they cannot be changed.'
      : 'with the same player and target. Or change them above first.',
    instead:
      may.allowed || service.readOnly ? null : without ? REFUSALS.NO_FRAMES.message : may.message,
    // Storing the same target changes nothing if the service counts the tries.
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

/** Ends, not stages. */
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
