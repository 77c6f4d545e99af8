import type { Kysely } from 'kysely'

/** Jobs that an administrator took off the list: whoever still watches one does not bring it back. */
export async function makeTakenOff(db: Kysely<unknown>) {
  await db.schema
    .createTable('club_off')
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
}
