import type { Job } from '../domain/job.ts'
import { type Moment, moment } from './format.ts'

/** When the service last said something about a job that moves by itself. */
export interface Life {
  /** Null where the service never said a time. */
  last: Moment | null
  /** Nothing for so long that the analyst is told (UX goal 19). */
  stale: boolean
}

const STALE_AFTER_MS = 30_000

/** `now` in milliseconds, as `Date.now()`. */
export function lifeOf(job: Job, now: number): Life {
  const last = moment(job.progress.updatedAt ?? job.updatedAt)
  return { last, stale: last !== null && now - Date.parse(last.iso) > STALE_AFTER_MS }
}
