import type { Kysely } from 'kysely'

/** Wrong credentials, as each process counts them. */
export async function makeFailures(db: Kysely<unknown>) {
  await db.schema
    .createTable('club_failures')
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('club_failures_key', ['client', 'holder'])
    .execute()
}
