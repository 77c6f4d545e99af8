import { type Kysely, SqliteAdapter, sql } from 'kysely'

/**
 * Takes times out of the text, where the number of a shirt was found in every day and year. A search compares times as
 * numbers: SQLite's index for the search has them beside the text.
 */
export async function leaveTimesOut(db: Kysely<unknown>) {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  if (isSqlite) await db.schema.dropIndex('club_jobs_search').ifExists().execute()
  await cutDays(db, isSqlite)
  if (!isSqlite) return
  await db.schema
    .createIndex('club_jobs_search')
    .on('club_jobs')
    .columns(['rank', 'list_order', 'job_id', 'state', 'created_at', 'updated_at', 'search'])
    .execute()
}

/**
 * Cuts the days only where they stood, between the job's words and its people: a match may be named after its day too.
 * This is one statement, because older replicas wait meanwhile.
 */
async function cutDays(db: Kysely<unknown>, isSqlite: boolean) {
  const dayOf = (column: string) =>
    isSqlite
      ? sql`strftime('%Y-%m-%d', ${sql.ref(column)} / 1000, 'unixepoch')`
      : sql`to_char(to_timestamp(${sql.ref(column)} / 1000) at time zone 'UTC', 'YYYY-MM-DD')`
  const people = sql`' ' || created_text || ' ' || acted_text`
  const days = ['created_at', 'updated_at'].map((at) => sql`coalesce(' ' || ${dayOf(at)}, '')`)
  const end = sql`(${sql.join(days, sql` || `)} || ${people})`
  await sql`
    update club_jobs set search = substr(search, 1, length(search) - length(${end})) || ${people}
    where substr(search, length(search) - length(${end}) + 1) = ${end}
  `.execute(db)
}
