import type { ClubQuery } from '../../contracts/club.ts'
import type { ListQuery } from './listed-job.ts'
import { placeOf } from './place.ts'
import { searchWords } from './words.ts'

const JOBS_OF_PAGE = 50

/** What the address asks of the list; null if its cursor is none of ours. */
export function readClubQuery({ state, q = '', limit, cursor }: ClubQuery): ListQuery | null {
  const after = cursor === undefined ? null : placeOf(cursor)
  if (cursor !== undefined && after === null) return null
  return {
    state: state ?? null,
    words: searchWords(q),
    after,
    limit: limit === undefined ? JOBS_OF_PAGE : Number(limit),
  }
}
