import type { Visitor } from '../domain/club/visit.ts'
import type { ClubStore, NextWaiting } from './types.ts'
import type { Visitors } from './visitors.ts'

/** Jobs that colleagues have open are passed over, within these. */
const MOST_LOOKED_THROUGH = 100

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
  const jobs = await store.waiting(after, MOST_LOOKED_THROUGH)
  if (jobs.length === 0) return { kind: 'none' }
  const elsewhere = await store.visitsOf(
    jobs.map(({ jobId }) => jobId),
    now,
  )
  const visits = [...elsewhere, ...visitors.now()]
  const open = new Set(visits.filter(({ key }) => key !== visitor.key).map(({ jobId }) => jobId))
  for (const { jobId } of jobs) {
    if (open.has(jobId)) continue
    const lease = `next ${jobId}`
    const isOurs = await store.takeLease(lease, visitor.key, now, now + SENT_MS)
    if (isOurs) return { kind: 'job', jobId }
  }
  return { kind: 'taken' }
}
