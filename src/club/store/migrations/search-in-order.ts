import { type Kysely, SqliteAdapter } from 'kysely'

/**
 * All that a search looks at, in the order of the list: it sorts nothing and reads no whole rows but those of its page.
 * PostgreSQL takes no entry of an index over 2.7 kB, and the texts of a row may be longer.
 */
export async function orderSearch(db: Kysely<unknown>) {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return
  await db.schema
    .createIndex('club_jobs_search')
    .on('club_jobs')
    .columns(['rank', 'list_order', 'job_id', 'state', 'search'])
    .execute()
}
