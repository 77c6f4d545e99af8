import { LRUCache } from 'lru-cache'
import type { Job } from '../domain/job/job.ts'
import { namesDigest } from '../domain/job/seen.ts'

const MOST_JOBS = 5_000

/** Whom jobs are about, as this process last read them. `changed` is called when a read finds somebody else. */
export function createNames(changed: (jobId: string) => void) {
  const newest = new LRUCache<string, { digest: string; began: number }>({ max: MOST_JOBS })
  return {
    of: (jobId: string): string | null => newest.get(jobId)?.digest ?? null,
    /** @param began when the read began, milliseconds of `performance.now()`: an older one may be answered later */
    saw({ id, player }: Pick<Job, 'id' | 'player'>, began: number) {
      const before = newest.get(id)
      if (before !== undefined && began < before.began) return
      const digest = namesDigest(player)
      newest.set(id, { digest, began })
      if (before?.digest !== digest) changed(id)
    },
  }
}
