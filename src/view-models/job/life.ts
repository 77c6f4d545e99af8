import type { Job } from '../../domain/job/job.ts'
import { type Moment, moment } from '../format.ts'

/** `views/fragments/job/life.eta`: when a job that moves by itself was last seen to change, by our clock. */
export interface Life {
  /** Since when nothing has changed, as far as we know; null if nobody watches the job. */
  since: Moment | null
  /** The same as a duration in milliseconds, because the reader's clock may differ from ours. */
  quietMs: number
  /** A longer silence is mentioned, milliseconds. */
  staleAfterMs: number
  /** True if a change was seen. Until then nobody knows when the last change was. */
  seen: boolean
  stale: boolean
}

/**
 * Does not use the worker's times, because its clock may differ from ours (docs/architecture.md#rule-10).
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
