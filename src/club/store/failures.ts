import type { Failures } from '../../domain/people/failures.ts'
import type { ClubStore } from '../types.ts'
import type { Db } from './tables.ts'

type FailureStore = Pick<ClubStore, 'saveFailures' | 'failuresOfOthers'>

/** Milliseconds. A window lasts a minute and clocks differ by one: a later end was written by a wrong clock. */
const FURTHEST_MS = 2 * 60_000

/** Most clients that are read: those that must wait longest. */
const MOST_READ = 10_000

/** Wrong credentials, as each process counts them. */
export function createFailures(db: Db): FailureStore {
  return {
    async saveFailures(holder, all, now) {
      await db.transaction().execute(async (inside) => {
        await inside.deleteFrom('club_failures').where('ends_at', '<=', now).execute()
        for (const { client, failures, endsAt } of all) {
          await inside
            .insertInto('club_failures')
            .values({ client, holder, failures, ends_at: endsAt })
            .onConflict((conflict) =>
              conflict.columns(['client', 'holder']).doUpdateSet({ failures, ends_at: endsAt }),
            )
            .execute()
        }
      })
    },
    async failuresOfOthers(holder, now) {
      const rows = await db
        .selectFrom('club_failures')
        .select(['client', 'failures', 'ends_at'])
        .where('holder', '<>', holder)
        .where('ends_at', '>', now)
        .where('ends_at', '<', now + FURTHEST_MS)
        .orderBy('ends_at', 'desc')
        .limit(MOST_READ)
        .execute()
      return rows.map(
        ({ client, failures, ends_at }): Failures => ({ client, failures, endsAt: ends_at }),
      )
    },
  }
}

/** Deletes counts that have run out, such as those of a process that has ended, and those of a wrong clock. */
export async function tidyFailures(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('club_failures')
    .where((eb) => eb.or([eb('ends_at', '<=', now), eb('ends_at', '>=', now + FURTHEST_MS)]))
    .execute()
}
