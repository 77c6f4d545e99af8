import type { Kysely } from 'kysely'

/** Makes an index of each state's jobs in the order of the list: a page sorts nothing, and a count needs no rows. */
export async function orderStates({ schema }: Kysely<unknown>) {
  await schema
    .createIndex('club_jobs_state_place')
    .on('club_jobs')
    .columns(['state', 'rank', 'list_order', 'job_id'])
    .execute()
  // An administrator may have dropped it.
  await schema.dropIndex('club_jobs_state').ifExists().execute()
}
