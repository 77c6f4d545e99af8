import { LRUCache } from 'lru-cache'
import { digestOf, type LiveState } from '../domain/job/live-state.ts'

const MOST_JOBS = 2_000
/** The same state is a reason to look again after this long, milliseconds. */
const AGAIN_MS = 60_000

/**
 * What jobs were looked at for. A whole job may go on saying something else than its state does: one look is enough for
 * what that says. `now`: milliseconds, as `Date.now()`.
 */
export function createAsked(now: () => number) {
  const asked = new LRUCache<string, { state: string; at: number }>({ max: MOST_JOBS })
  return {
    /** Notes it. @returns false if the job was looked at for this state within the last minute */
    isNew(jobId: string, said: LiveState): boolean {
      const state = digestOf(said)
      const before = asked.get(jobId)
      const at = now()
      if (before?.state === state && at - before.at < AGAIN_MS) return false
      asked.set(jobId, { state, at })
      return true
    },
  }
}
