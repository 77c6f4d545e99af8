import type { Visit } from '../../domain/club/visit.ts'
import type { ClubStore } from '../types.ts'
import { countUp } from './count-up.ts'
import { tidyFailures } from './failures.ts'
import { tidyTakenOff } from './off/marks.ts'
import type { Db } from './tables.ts'

type Visits = Pick<ClubStore, 'saveVisits' | 'visitsOf' | 'tidy'>

/** Milliseconds. Visits last a minute and clocks differ by one: a later end was written by a wrong clock. */
const FURTHEST_MS = 2 * 60_000
/** Milliseconds that a lease is kept after its end. */
const LEASE_KEPT_MS = 3_600_000

/** Who has which job open, on all replicas: each replica writes and ends its own visits. */
export function createVisits(db: Db): Visits {
  return {
    saveVisits: (holder, visits, ended) =>
      db.transaction().execute(async (inside) => {
        for (const { jobId, key } of ended) {
          await inside
            .deleteFrom('club_visits')
            .where('job_id', '=', jobId)
            .where('visitor', '=', key)
            .where('holder', '=', holder)
            .execute()
        }
        let begun = 0
        for (const { jobId, key, name, until } of visits) {
          const row = { job_id: jobId, visitor: key, holder, name, until }
          const { numUpdatedRows } = await inside
            .updateTable('club_visits')
            .set({ until })
            .where('job_id', '=', jobId)
            .where('visitor', '=', key)
            .where('holder', '=', holder)
            .executeTakeFirstOrThrow()
          if (Number(numUpdatedRows) > 0) continue
          await inside.insertInto('club_visits').values(row).execute()
          begun += 1
        }
        return countUp(inside, begun + ended.length)
      }),
    async visitsOf(jobIds, now) {
      if (jobIds.length === 0) return []
      const rows = await db
        .selectFrom('club_visits')
        .selectAll()
        .where('job_id', 'in', jobIds)
        .where('until', '>', now)
        .where('until', '<', now + FURTHEST_MS)
        .orderBy('visitor')
        .execute()
      return rows.map(
        ({ job_id, visitor, name, until }): Visit => ({ jobId: job_id, key: visitor, name, until }),
      )
    },
    async tidy(now) {
      await db
        .deleteFrom('club_leases')
        .where('until', '<', now - LEASE_KEPT_MS)
        .execute()
      await tidyTakenOff(db, now)
      await tidyFailures(db, now)
      await db.transaction().execute(async (inside) => {
        const { numDeletedRows } = await inside
          .deleteFrom('club_visits')
          .where((eb) => eb.or([eb('until', '<=', now), eb('until', '>=', now + FURTHEST_MS)]))
          .executeTakeFirstOrThrow()
        await countUp(inside, Number(numDeletedRows))
      })
    },
  }
}
