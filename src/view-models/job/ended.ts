import {
  endedWithoutFrames,
  failedBeforeRun,
  isActive,
  previewsFailed,
} from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'

/** The service could not hand the job to its queue, so no run began. */
export function wasNotQueued({ failureReason }: Job): boolean {
  return failureReason === 'ANALYSIS_ENQUEUE_FAILED'
}

/** Words in place of the frames if a job has none. They promise no frames if the job has ended. */
export function noFramesWords(job: Job): string {
  if (endedWithoutFrames(job)) {
    return previewsFailed(job)
      ? 'There are none: the service could not take any from the video.'
      : 'There are none. The job has ended, so none will come.'
  }
  return isActive(job)
    ? 'There are none so far.'
    : 'They appear here as soon as the service has taken them from the video.'
}

/** Words in place of the result if a job has none. */
export function noResultWords(job: Job): string {
  if (job.status !== 'FAILED') return 'Appears here when the analysis has finished.'
  return failedBeforeRun(job) || previewsFailed(job) || wasNotQueued(job)
    ? 'There is none: no analysis has run.'
    : 'There is none: the last analysis failed.'
}
