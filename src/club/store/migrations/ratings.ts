import type { Kysely } from 'kysely'

/** Makes the table of what rated jobs give to the cohorts of the club. The sweep reads older jobs again. */
export async function makeRatings(db: Kysely<unknown>) {
  await db.schema
    .createTable('club_ratings')
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull())
    .addColumn('revision', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('player', 'text', (column) => column.notNull())
    .addColumn('measures', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('change_n', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('club_ratings_kind')
    .on('club_ratings')
    .columns(['kind', 'at', 'change_n'])
    .execute()
}
