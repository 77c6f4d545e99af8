import type { Kysely } from 'kysely'

/** Links for coaches. The token of a link is not here, only its SHA-256. */
export async function makeLinks(db: Kysely<unknown>) {
  const { schema } = db
  await schema
    .createTable('club_links')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('made_by', 'text')
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .addColumn('revoked_by', 'text')
    .addColumn('opened', 'integer', (column) => column.notNull())
    .addColumn('last_opened', 'bigint')
    .execute()
  await schema.createIndex('club_links_made').on('club_links').columns(['made_at', 'id']).execute()
  await schema
    .createTable('club_link_jobs')
    .addColumn('link_id', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('mark', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createIndex('club_link_jobs_link')
    .on('club_link_jobs')
    .columns(['link_id'])
    .execute()
  await schema.createIndex('club_link_jobs_job').on('club_link_jobs').columns(['job_id']).execute()
}
