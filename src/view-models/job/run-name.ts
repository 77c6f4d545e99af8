import type { Job } from '../../domain/job/job.ts'

/** Tells the runs of jobs apart, as far as the service names them: the attempt, and each new try of it. */
export function runName({ id, attemptId, progress }: Job): string {
  return [id, progress.attemptId ?? attemptId ?? '', progress.retryId ?? ''].join(' ')
}
