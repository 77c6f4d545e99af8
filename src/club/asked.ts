import { LRUCache } from 'lru-cache'
import { digestOf, hashOf, isBusy, type LiveState } from '../domain/job/live-state.ts'
import { readProgress } from '../domain/job/read-job.ts'

const MOST_JOBS = 2_000
/** An unchanged state is a reason to read the whole job again after this long, milliseconds. */
const AGAIN_MS = 60_000
/** Milliseconds between reads of a busy job within one stage: its state changes each second (src/live/watch.ts). */
const SAME_STAGE_MS = 5_000

/**
 * Remembers for which state each whole job was last read. A whole job may differ from its state for long: one read is
 * enough to see that. `now`: milliseconds, as `Date.now()`.
 */
export function createAsked(now: () => number) {
  const asked = new LRUCache<string, { stage: string; state: string; at: number }>({
    max: MOST_JOBS,
  })
  return {
    /** Notes the state. @returns false if the whole job was read lately for the same state */
    isNew(jobId: string, said: LiveState): boolean {
      const [stage, state, at] = [stageOf(said), digestOf(said), now()]
      const before = asked.get(jobId)
      if (before?.stage === stage) {
        const sameMs = isBusy(said) ? SAME_STAGE_MS : 0
        if (at - before.at < (before.state === state ? AGAIN_MS : sameMs)) return false
      }
      asked.set(jobId, { stage, state, at })
      return true
    },
  }
}

function stageOf({ status, progress }: LiveState): string {
  return hashOf(`${status} ${readProgress(progress).step}`)
}
