import { type Kysely, SqliteAdapter } from 'kysely'
import type { Tables } from '../tables.ts'

/**
 * A search compares the times of a job as numbers: in the text, the number of a shirt was found in every day and year.
 * SQLite's index of what a search looks at has them beside the text.
 */
export async function leaveTimesOut(db: Kysely<unknown>) {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  if (isSqlite) await db.schema.dropIndex('club_jobs_search').ifExists().execute()
  await cutDays(db as Kysely<Tables>)
  if (!isSqlite) return
  await db.schema
    .createIndex('club_jobs_search')
    .on('club_jobs')
    .columns(['rank', 'list_order', 'job_id', 'state', 'created_at', 'updated_at', 'search'])
    .execute()
}

/** The days stood between what is said of the job and its people. A match may be called by its day too. */
async function cutDays(db: Kysely<Tables>) {
  const rows = await db
    .selectFrom('club_jobs')
    .select(['job_id', 'search', 'created_at', 'updated_at', 'created_text', 'acted_text'])
    .execute()
  for (const { job_id, search, created_at, updated_at, created_text, acted_text } of rows) {
    const days = [created_at, updated_at].filter((at) => at !== null).map((at) => ` ${dayOf(at)}`)
    const people = ` ${created_text} ${acted_text}`
    const end = days.join('') + people
    if (days.length === 0 || !search.endsWith(end)) continue
    await db
      .updateTable('club_jobs')
      .set({ search: search.slice(0, -end.length) + people })
      .where('job_id', '=', job_id)
      .execute()
  }
}

/** `2026-11-26`, in UTC. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
