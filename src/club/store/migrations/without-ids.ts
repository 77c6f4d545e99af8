import { type Kysely, sql } from 'kysely'

/** A search looks for ids in their own column: in the text each number was found in some of them. */
export async function leaveIdsOut(db: Kysely<unknown>) {
  await sql`update club_jobs set search = replace(search, ' ' || job_id, '')`.execute(db)
}
