import { LRUCache } from 'lru-cache'

const MOST_JOBS = 5_000

/**
 * Answers may come in another order than they were asked for. One that was asked for before something newer was known
 * of its job does not count: a job that has ended is not looked at again.
 */
export function createReadOrder() {
  /** Since when each job is known to stand as it was last seen, milliseconds of `performance.now()`. */
  const newest = new LRUCache<string, number>({ max: MOST_JOBS })
  return {
    /** Somebody has just changed the job. */
    changed(jobId: string) {
      newest.set(jobId, performance.now())
    },
    /** Notes a read that began at that time. @returns whether something newer is known of the job */
    isOld(jobId: string, began: number): boolean {
      if (began < (newest.get(jobId) ?? 0)) return true
      newest.set(jobId, began)
      return false
    },
  }
}
