import type { Kysely } from 'kysely'

/** Makes the table of jobs that an administrator took off the list: a page that is still open does not undo this. */
export async function makeTakenOff(db: Kysely<unknown>) {
  await db.schema
    .createTable('club_off')
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
}
