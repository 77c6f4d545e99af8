import { type Kysely, SqliteAdapter } from 'kysely'

/**
 * Makes an index of all that a search looks at, in the order of the list: a search sorts nothing, and reads whole rows
 * only for its page. PostgreSQL takes no index entry over 2.7 kB, and the texts of a row may be longer.
 */
export async function orderSearch(db: Kysely<unknown>) {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return
  await db.schema
    .createIndex('club_jobs_search')
    .on('club_jobs')
    .columns(['rank', 'list_order', 'job_id', 'state', 'search'])
    .execute()
}
