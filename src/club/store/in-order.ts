import { sql } from 'kysely'
import type { Cursor } from '../../domain/club/listed-job.ts'
import type { Db } from './tables.ts'

/** Jobs in the order of the list. */
export function inOrder(db: Db) {
  return db.selectFrom('club_jobs').orderBy('rank').orderBy('list_order').orderBy('job_id')
}

/** True for a row that comes after this place in the order of the list. */
export function isAfter({ rank, order, jobId }: Cursor) {
  return sql<boolean>`(rank, list_order, job_id) > (${rank}, ${order}, ${jobId})`
}
