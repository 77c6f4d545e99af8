import { LRUCache } from 'lru-cache'
import type { Visit, Visitor } from '../../domain/club/visit.ts'

/** Who has which job open in this process: people who may act on it. */
export interface Visitors {
  /** Notes that a page of the job was opened. Its stream follows, or the page has no script. */
  came(jobId: string, visitor: Visitor): void
  /** Notes that a page of the job is open. The function that this returns ends the visit, after a moment. */
  stays(jobId: string, visitor: Visitor): () => void
  /** All visits that have not ended, each person and job once. */
  now(): Visit[]
}

/** Milliseconds that a page without a stream counts: without script it loads itself again before that. */
const OPENED_MS = 30_000
/** Milliseconds that a visit goes on after its stream: between two pages of a job no stream is open. */
const BETWEEN_PAGES_MS = 5_000
/**
 * The visit of an open stream is written to end after this long, milliseconds: a process that does not renew it has
 * ended.
 */
export const STAYS_MS = 60_000

/** Most visits that are kept. Over this the oldest is forgotten, and comes back with its next page. */
const MOST = 2_000

interface Entry {
  jobId: string
  visitor: Visitor
  streams: number
  until: number
}

/** `now`: milliseconds, as `Date.now()`. */
export function createVisitors(now: () => number): Visitors {
  const entries = new LRUCache<string, Entry>({ max: MOST })

  function entryOf(jobId: string, visitor: Visitor): Entry {
    const key = `${jobId} ${visitor.key}`
    const entry = entries.get(key) ?? { jobId, visitor, streams: 0, until: 0 }
    entries.set(key, entry)
    return entry
  }

  return {
    came(jobId, visitor) {
      const entry = entryOf(jobId, visitor)
      entry.until = Math.max(entry.until, now() + OPENED_MS)
    },
    stays(jobId, visitor) {
      const entry = entryOf(jobId, visitor)
      entry.streams += 1
      return () => {
        entry.streams -= 1
        if (entry.streams === 0) entry.until = now() + BETWEEN_PAGES_MS
      }
    },
    now() {
      const at = now()
      const visits: Visit[] = []
      for (const [key, { jobId, visitor, streams, until }] of entries) {
        if (streams > 0) visits.push({ jobId, ...visitor, until: at + STAYS_MS })
        else if (until > at) visits.push({ jobId, ...visitor, until })
        else entries.delete(key)
      }
      return visits
    },
  }
}
