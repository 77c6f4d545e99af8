import type { Kysely } from 'kysely'

/** Makes the tables of notices and of jobs that the list has not seen yet. A released step is never changed. */
export async function makeNotices(db: Kysely<unknown>) {
  const { schema } = db
  await schema.alterTable('club_jobs').addColumn('end_key', 'text').execute()
  await schema
    .createTable('club_awaited')
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('looked_at', 'bigint', (column) => column.notNull())
    .addColumn('tells', 'integer', (column) => column.notNull())
    .execute()
  await schema
    .createTable('club_notices')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('end_key', 'text', (column) => column.notNull())
    .addColumn('hook', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('standing', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('why', 'text')
    .execute()
  await schema
    .createIndex('club_notices_once')
    .unique()
    .on('club_notices')
    .columns(['job_id', 'end_key', 'hook'])
    .execute()
  await schema
    .createIndex('club_notices_due')
    .on('club_notices')
    .columns(['standing', 'hook', 'next_at'])
    .execute()
}
