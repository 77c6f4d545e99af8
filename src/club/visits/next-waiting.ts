import type { Visitor } from '../../domain/club/visit.ts'
import type { ClubStore, NextWaiting } from '../types.ts'
import type { Visitors } from './visitors.ts'

/** Jobs that colleagues have open are passed over, within so many; the second only if the first are all taken. */
const LOOKED_THROUGH = [100, 2_000]

/** Nobody else is sent to the job meanwhile, milliseconds: longer than a page needs to open and to say so. */
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
