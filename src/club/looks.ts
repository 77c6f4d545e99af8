import { LRUCache } from 'lru-cache'
import type { Background } from '../lib/background.ts'

/** Looks at whole jobs for the list: bounded, each job once at a time, and none twice within a moment. */
export interface Looks {
  want(jobId: string): void
  /** Begins what is due, a few at a time. Waits for none of it: the service may take long for one job. */
  work(): void
}

const MOST_WANTED = 500
const AT_ONCE = 4
/** Between two looks at one job, milliseconds. */
const APART_MS = 1_000

/** `look` never rejects. */
export function createLooks(background: Background, look: (jobId: string) => Promise<void>): Looks {
  const wanted = new Set<string>()
  const looked = new LRUCache<string, true>({ max: MOST_WANTED, ttl: APART_MS })
  const under = new Set<string>()

  function work() {
    for (const jobId of wanted) {
      if (under.size >= AT_ONCE) return
      if (looked.has(jobId) || under.has(jobId)) continue
      wanted.delete(jobId)
      looked.set(jobId, true)
      under.add(jobId)
      background.run('look for the list', () => lookAt(jobId))
    }
  }

  async function lookAt(jobId: string) {
    try {
      await look(jobId)
    } finally {
      under.delete(jobId)
    }
    work()
  }

  return {
    want(jobId) {
      if (wanted.size < MOST_WANTED) wanted.add(jobId)
    },
    work,
  }
}
