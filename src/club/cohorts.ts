import { LRUCache } from 'lru-cache'
import { type Cohort, type CohortValues, cohortOf, gather } from '../domain/club/cohort.ts'
import { kindOf } from '../domain/club/kind.ts'
import type { Rating } from '../domain/club/rating.ts'
import type { Connection } from './connection.ts'

/** Most numbers that are kept in memory: some megabytes. */
const MOST_NUMBERS = 250_000

/** Reads the results of one kind, and again only when they have changed. @throws as `connection.use` */
export function createCohorts(connection: Connection): (rating: Rating) => Promise<Cohort> {
  const kept = new LRUCache<string, { state: string; values: CohortValues }>({
    maxSize: MOST_NUMBERS,
    sizeCalculation: ({ values }) => 1 + numbersOf(values),
  })
  return (rating) =>
    connection.use(async (store) => {
      const kind = kindOf(rating)
      const { openings } = connection
      // The state is read before the rows: the next read sees a change that comes between the two.
      const state = `${openings} ${await store.cohortState(rating)}`
      const before = kept.get(kind)
      if (before?.state === state) return cohortOf(rating, before.values)
      const values = gather(await store.ratings(rating))
      kept.set(kind, { state, values })
      return cohortOf(rating, values)
    })
}

/** Counts each value twice: it is kept with its player and in the sorted list. */
function numbersOf({ sorted }: CohortValues): number {
  return [...sorted.values()].reduce((sum, { length }) => sum + 2 * length, 0)
}
