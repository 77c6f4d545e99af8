import type { ClubQuery } from '../../contracts/club.ts'
import type { ListQuery } from './listed-job.ts'
import { readCursor } from './place.ts'
import { withTimes } from './times.ts'
import { searchWords } from './words.ts'

const JOBS_OF_PAGE = 50

/** Reads the query of the list from the address; null if the cursor is not ours. `now`: as `Date.now()`. */
export function readClubQuery(
  { state, q = '', limit, cursor }: ClubQuery,
  now: number,
): ListQuery | null {
  const after = cursor === undefined ? null : readCursor(cursor)
  if (cursor !== undefined && after === null) return null
  return {
    state: state ?? null,
    words: withTimes(searchWords(q), now),
    after,
    limit: limit === undefined ? JOBS_OF_PAGE : Number(limit),
  }
}
