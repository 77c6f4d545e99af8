import type { Visitor } from '../../domain/club/visit.ts'
import type { ClubStore, NextWaiting } from '../types.ts'
import type { Visitors } from './visitors.ts'

/** How many waiting jobs are searched for a free one. The second number counts only if the first jobs are all taken. */
const LOOKED_THROUGH = [100, 2_000]

/** Milliseconds in which nobody else is sent to the job: its page needs less to open and to be noted. */
const SENT_MS = 30_000

/**
 * The next job that waits for an analyst and that nobody else has open or was just sent to, on any replica. `now`:
 * milliseconds, as `Date.now()`.
 */
export async function nextWaiting(
  store: Pick<ClubStore, 'waiting' | 'visitsOf' | 'takeLease'>,
  visitors: Pick<Visitors, 'now'>,
  { after, visitor, now }: { after: string; visitor: Visitor; now: number },
): Promise<NextWaiting> {
  for (const limit of LOOKED_THROUGH) {
    const jobs = await store.waiting(after, limit)
    if (jobs.length === 0) return { kind: 'none' }
    const jobId = await firstFree(jobs.map((job) => job.jobId))
    if (jobId !== null) return { kind: 'job', jobId }
    if (jobs.length < limit) break
  }
  return { kind: 'taken' }

  async function firstFree(jobIds: readonly string[]): Promise<string | null> {
    const visits = [...(await store.visitsOf(jobIds, now)), ...visitors.now()]
    const open = new Set(visits.filter(({ key }) => key !== visitor.key).map((one) => one.jobId))
    for (const jobId of jobIds) {
      if (open.has(jobId)) continue
      const lease = `next ${jobId}`
      const isOurs = await store.takeLease(lease, visitor.key, now, now + SENT_MS)
      if (isOurs) return jobId
    }
    return null
  }
}
