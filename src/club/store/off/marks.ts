import type { JobDeed } from '../../../domain/club/listed-job.ts'
import type { SeenJob } from '../rows.ts'
import type { Db, Tables } from '../tables.ts'

/** Milliseconds that a mark is kept. A page that is left open for longer brings its job back. */
const KEPT_MS = 30 * 24 * 60 * 60_000

export async function keepOff(db: Db, jobId: string, at: number): Promise<void> {
  await db
    .insertInto('club_off')
    .values({ job_id: jobId, at })
    .onConflict((conflict) => conflict.column('job_id').doUpdateSet({ at }))
    .execute()
}

export async function takenOff(db: Db, jobIds: readonly string[]): Promise<Set<string>> {
  if (jobIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('club_off')
    .select('job_id')
    .where('job_id', 'in', jobIds)
    .execute()
  return new Set(rows.map((row) => row.job_id))
}

/** The jobs that are not taken off the list. */
export async function withoutTakenOff(db: Db, all: readonly SeenJob[]): Promise<SeenJob[]> {
  const off = await takenOff(
    db,
    all.map(({ facts }) => facts.jobId),
  )
  return all.filter(({ facts }) => !off.has(facts.jobId))
}

/**
 * Removes the rows of jobs that another replica took off after `withoutTakenOff` had looked: our own write waited for
 * that replica, and so came after it.
 * @returns the jobs that stay
 */
export async function dropTakenOff(db: Db, all: readonly SeenJob[]): Promise<SeenJob[]> {
  const listed = await withoutTakenOff(db, all)
  const off = all.filter((one) => !listed.includes(one)).map(({ facts }) => facts.jobId)
  if (off.length > 0) await db.deleteFrom('club_jobs').where('job_id', 'in', off).execute()
  return listed
}

/**
 * Brings back jobs that somebody has changed since they were taken off. The clock of the replica that took a job off
 * may differ: then a change within the difference counts as earlier, and opening the page brings the job back.
 */
export async function comeBackByDeeds(db: Db, deeds: readonly JobDeed[]): Promise<void> {
  const ids = [...new Set(deeds.map(({ jobId }) => jobId))]
  await comeBack(db, ids, ({ job_id, at }) =>
    deeds.some((deed) => deed.jobId === job_id && deed.at > at),
  )
}

/**
 * Brings back jobs whose page somebody has opened since they were taken off, or at the very same moment.
 * @returns the jobs that came back
 */
export function comeBackOpened(db: Db, opened: ReadonlyMap<string, number>): Promise<string[]> {
  return comeBack(db, [...opened.keys()], ({ job_id, at }) => (opened.get(job_id) ?? 0) >= at)
}

async function comeBack(
  db: Db,
  jobIds: readonly string[],
  mayCome: (off: Tables['club_off']) => boolean,
): Promise<string[]> {
  if (jobIds.length === 0) return []
  const rows = await db.selectFrom('club_off').selectAll().where('job_id', 'in', jobIds).execute()
  const back = rows.filter(mayCome)
  for (const { job_id, at } of back) {
    // The job may have been taken off once more.
    await db.deleteFrom('club_off').where('job_id', '=', job_id).where('at', '=', at).execute()
  }
  return back.map((row) => row.job_id)
}

export async function tidyTakenOff(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('club_off')
    .where('at', '<', now - KEPT_MS)
    .execute()
}
