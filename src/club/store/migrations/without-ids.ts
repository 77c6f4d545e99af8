import { type Kysely, sql } from 'kysely'

/** Takes ids out of the text, where any number was found in some id. A search looks for ids in their own column. */
export async function leaveIdsOut(db: Kysely<unknown>) {
  await sql`update club_jobs set search = replace(search, ' ' || job_id, '')`.execute(db)
}
