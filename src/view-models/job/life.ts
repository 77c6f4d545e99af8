import type { Job } from '../../domain/job/job.ts'
import { type Moment, moment } from '../format.ts'

/** `views/fragments/job/life.eta`: when a job that moves by itself was last seen to change, by our clock. */
export interface Life {
  /** Since when nothing has changed, as far as we have seen it; null if nobody keeps an eye on the job. */
  since: Moment | null
  /** The same as a duration, milliseconds: a reader's clock is not ours. */
  quietMs: number
  /** Longer than this is said, milliseconds. */
  staleAfterMs: number
  /** A change was seen: before that nobody knows when the last one was. */
  seen: boolean
  stale: boolean
}

/**
 * The worker's clock is not ours, so its times are not asked (docs/architecture.md#rule-10).
 * @param now milliseconds, as `Date.now()`
 */
export function lifeOf({ lastChange }: Job, now: number): Life {
  if (lastChange === undefined) {
    return { since: null, quietMs: 0, staleAfterMs: 0, seen: false, stale: false }
  }
  const { at, seen, staleAfterMs } = lastChange
  const quietMs = Math.max(0, now - at)
  return { since: moment(at), quietMs, staleAfterMs, seen, stale: quietMs > staleAfterMs }
}
