import type { JobDeed } from '../../../domain/club/listed-job.ts'
import type { SeenJob } from '../rows.ts'
import type { Db } from '../tables.ts'

/** A page that is left open for longer brings its job back, milliseconds. */
const KEPT_MS = 30 * 24 * 60 * 60_000

export async function keepOff(db: Db, jobId: string, at: number): Promise<void> {
  await db
    .insertInto('club_off')
    .values({ job_id: jobId, at })
    .onConflict((conflict) => conflict.column('job_id').doUpdateSet({ at }))
    .execute()
}

/** Those that may stand in the list. */
export async function withoutTakenOff(db: Db, all: readonly SeenJob[]): Promise<SeenJob[]> {
  if (all.length === 0) return []
  const ids = all.map(({ facts }) => facts.jobId)
  const rows = await db.selectFrom('club_off').select('job_id').where('job_id', 'in', ids).execute()
  const off = new Set(rows.map((row) => row.job_id))
  return all.filter(({ facts }) => !off.has(facts.jobId))
}

/**
 * Takes those off once more that were taken off meanwhile: another replica did it after `withoutTakenOff` had looked,
 * and the rows that were just written waited for that.
 * @returns the others
 */
export async function dropTakenOff(db: Db, all: readonly SeenJob[]): Promise<SeenJob[]> {
  const listed = await withoutTakenOff(db, all)
  const off = all.filter((one) => !listed.includes(one)).map(({ facts }) => facts.jobId)
  if (off.length > 0) await db.deleteFrom('club_jobs').where('job_id', 'in', off).execute()
  return listed
}

/**
 * Jobs that somebody has changed since they were taken off. Another replica may have taken it off: where their clocks
 * differ, a change within the difference counts as one of before, and opening the page brings the job back.
 */
export async function comeBackByDeeds(db: Db, deeds: readonly JobDeed[]): Promise<void> {
  if (deeds.length === 0) return
  const ids = [...new Set(deeds.map(({ jobId }) => jobId))]
  const rows = await db.selectFrom('club_off').selectAll().where('job_id', 'in', ids).execute()
  const back = rows.filter((row) =>
    deeds.some(({ jobId, at }) => jobId === row.job_id && at > row.at),
  )
  await comeBack(
    db,
    back.map((row) => row.job_id),
  )
}

/** @returns those that were taken off */
export async function comeBack(db: Db, jobIds: readonly string[]): Promise<string[]> {
  if (jobIds.length === 0) return []
  const rows = await db
    .selectFrom('club_off')
    .select('job_id')
    .where('job_id', 'in', jobIds)
    .execute()
  const off = rows.map((row) => row.job_id)
  if (off.length > 0) await db.deleteFrom('club_off').where('job_id', 'in', off).execute()
  return off
}

export async function tidyTakenOff(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('club_off')
    .where('at', '<', now - KEPT_MS)
    .execute()
}
