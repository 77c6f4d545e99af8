import { LRUCache } from 'lru-cache'
import type { Background } from '../lib/background.ts'

/** Reasons to look, most urgent first: somebody did something, a change was seen, nobody has looked for a while. */
const WHYS = ['deed', 'news', 'sweep'] as const
export type Why = (typeof WHYS)[number]

/** Reads whole jobs for the list: a few at once, each job once at a time and not twice within a second. */
export interface Looks {
  want(jobId: string, why: Why): void
  /** Begins the looks that are due, a few at a time. Does not wait for them: the service may take long for a job. */
  work(): void
  /** How many more jobs the sweep may take. Each job that it takes counts as looked at. */
  readonly room: number
  /** Begins no more looks: the process stops. */
  end(): void
}

const MOST_WANTED = { deed: 500, news: 500, sweep: 100 }
const AT_ONCE = 4
/** Between two looks at one job, milliseconds. */
const APART_MS = 1_000

/** `look` must end within a bounded time. */
export function createLooks(background: Background, look: (jobId: string) => Promise<void>): Looks {
  const wanted = { deed: new Set<string>(), news: new Set<string>(), sweep: new Set<string>() }
  const looked = new LRUCache<string, true>({ max: MOST_WANTED.deed, ttl: APART_MS })
  const under = new Set<string>()
  let ended = false

  function work() {
    for (const why of WHYS) {
      // One place stays free for jobs that somebody has just changed.
      const most = why === 'deed' ? AT_ONCE : AT_ONCE - 1
      for (const jobId of wanted[why]) {
        if (under.size >= most) break
        if (!looked.has(jobId) && !under.has(jobId)) begin(jobId)
      }
    }
  }

  function begin(jobId: string) {
    for (const why of WHYS) wanted[why].delete(jobId)
    looked.set(jobId, true)
    under.add(jobId)
    background.run('look for the list', () => lookAt(jobId))
  }

  async function lookAt(jobId: string) {
    try {
      await look(jobId)
    } finally {
      under.delete(jobId)
      work()
    }
  }

  return {
    want(jobId, why) {
      if (!ended && wanted[why].size < MOST_WANTED[why]) wanted[why].add(jobId)
    },
    work,
    get room() {
      return MOST_WANTED.sweep - wanted.sweep.size
    },
    end() {
      ended = true
      for (const why of WHYS) wanted[why].clear()
    },
  }
}
