import { LRUCache } from 'lru-cache'
import type { Job } from '../domain/job/job.ts'
import { createFreshReads } from './fresh-reads.ts'

const MOST_JOBS = 5_000

/** A caller that may leave. Its signal is made when somebody asks for it. */
export interface Leaving {
  readonly abortSignal: AbortSignal
}

/**
 * Remembers whom jobs are about, as this process last read them. `read` reads a job; `saw` must hear of each read.
 * `changed` is called when a read finds another player.
 */
export function createNames(
  read: (jobId: string, signal: AbortSignal) => Promise<void>,
  changed: (jobId: string) => void,
) {
  const readAnew = createFreshReads(read)
  const newest = new LRUCache<string, { digest: string; began: number }>({ max: MOST_JOBS })
  /** Since when the names of a job are in doubt, milliseconds of `performance.now()`. */
  const doubted = new LRUCache<string, number>({ max: MOST_JOBS })

  function isInDoubt(jobId: string, shown: string | null): boolean {
    if (doubted.has(jobId)) return true
    return shown !== null && newest.get(jobId)?.digest !== shown
  }

  return {
    of: (jobId: string): string | null => newest.get(jobId)?.digest ?? null,
    /** @param began when the read began, milliseconds of `performance.now()`: an older read may be answered later */
    saw({ id, namesDigest: digest }: Job, began: number) {
      const before = newest.get(id)
      if (before !== undefined && began < before.began) return
      if (began >= (doubted.get(id) ?? began)) doubted.delete(id)
      newest.set(id, { digest, began })
      if (before?.digest !== digest) changed(id)
    },
    /** Notes that the names may just have changed, whatever the service answered. */
    doubt: (jobId: string) => void doubted.set(jobId, performance.now()),
    /**
     * Reads the job if its names are in doubt or differ from those on a page: the page may come from another replica
     * that knows more. If the job cannot be read, or the caller leaves, its names stay in doubt.
     */
    async settle(jobId: string, shown: string | null = null, caller?: Leaving): Promise<void> {
      if (!isInDoubt(jobId, shown)) return
      await readAnew(jobId, caller?.abortSignal).catch(() => {})
    },
  }
}
