import { LRUCache } from 'lru-cache'

const MOST_JOBS = 5_000

/**
 * Answers may come in another order than their requests. An answer does not count if its request began before something
 * newer was known of the job. An old state would stay otherwise: a job that has ended is not looked at again.
 */
export function createReadOrder() {
  /** When the newest known read or change of each job began, milliseconds of `performance.now()`. */
  const newest = new LRUCache<string, number>({ max: MOST_JOBS })
  return {
    /** Notes that somebody has just changed the job. */
    changed(jobId: string) {
      newest.set(jobId, performance.now())
    },
    /** Notes a read that began at `began`. @returns true if something newer is known of the job */
    isOld(jobId: string, began: number): boolean {
      if (began < (newest.get(jobId) ?? 0)) return true
      newest.set(jobId, began)
      return false
    },
  }
}
