import { sql } from 'kysely'
import type { Place } from '../../domain/club/listed-job.ts'

/** Whether a row comes after this place in the order of the list. */
export function isAfter({ rank, order, jobId }: Place) {
  return sql<boolean>`(rank, list_order, job_id) > (${rank}, ${order}, ${jobId})`
}
