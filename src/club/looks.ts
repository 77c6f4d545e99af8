import { LRUCache } from 'lru-cache'

/** Looks at whole jobs for the list: bounded, each job once at a time, and none twice within a moment. */
export interface Looks {
  want(jobId: string): void
  /** Does what is due, a few at a time. */
  work(): Promise<void>
}

const MOST_WANTED = 500
const AT_ONCE = 4
/** Between two looks at one job, milliseconds. */
const APART_MS = 2_000

/** `look` never rejects. */
export function createLooks(look: (jobId: string) => Promise<void>): Looks {
  const wanted = new Set<string>()
  const looked = new LRUCache<string, true>({ max: MOST_WANTED, ttl: APART_MS })
  return {
    want(jobId) {
      if (wanted.size < MOST_WANTED) wanted.add(jobId)
    },
    async work() {
      const due = [...wanted].filter((jobId) => !looked.has(jobId)).slice(0, AT_ONCE)
      for (const jobId of due) {
        wanted.delete(jobId)
        looked.set(jobId, true)
      }
      await Promise.all(due.map(look))
    },
  }
}
