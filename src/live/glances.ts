import { LRUCache } from 'lru-cache'
import type { LiveState } from '../domain/job/live-state.ts'

/**
 * Keeps looks for pages that ask again and again: a look of the last second serves all of them. Looks at the same
 * moment share a call (`upstream/single-flight.ts`). `upstream/snapshots.ts` keeps whole reads for pages, by size.
 */
export interface Glances {
  /** `look` asks the service; `changes` counts the changes that were made through this process. */
  get(jobId: string, changes: number, look: () => Promise<LiveState>): Promise<LiveState>
}

/** A look this young is as good as a new one, milliseconds. */
export const FRESH_MS = 1_000
const MOST_JOBS = 500

export function createGlances(): Glances {
  const kept = new LRUCache<string, { state: LiveState; at: number; changes: number }>({
    max: MOST_JOBS,
  })
  return {
    async get(jobId, changes, look) {
      const known = kept.get(jobId)
      const at = performance.now()
      if (known && known.changes === changes && at - known.at < FRESH_MS) return known.state
      const state = await look()
      kept.set(jobId, { state, at, changes })
      return state
    },
  }
}
