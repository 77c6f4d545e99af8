import type { Kysely } from 'kysely'
import { folded } from '../../../domain/club/words.ts'
import type { JobsTable } from '../tables.ts'

/** Adds to existing rows who created a job and who acted last, so that a search finds jobs by these names. */
export async function findPeople(db: Kysely<unknown>) {
  for (const name of ['created_text', 'acted_text']) {
    await db.schema
      .alterTable('club_jobs')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute()
  }
  const jobs = db as Kysely<{ club_jobs: JobsTable }>
  const rows = await jobs
    .selectFrom('club_jobs')
    .select(['job_id', 'search', 'created_by', 'acted_by'])
    .where((eb) => eb.or([eb('created_by', 'is not', null), eb('acted_by', 'is not', null)]))
    .execute()
  for (const { job_id, search, created_by, acted_by } of rows) {
    const [created_text, acted_text] = [folded(created_by ?? ''), folded(acted_by ?? '')]
    await jobs
      .updateTable('club_jobs')
      .set({ created_text, acted_text, search: `${search} ${created_text} ${acted_text}` })
      .where('job_id', '=', job_id)
      .execute()
  }
}
