import { LRUCache } from 'lru-cache'
import { type Rating, ratedMeasures, ratingOf } from '../domain/club/rating.ts'
import type { Job } from '../domain/job/job.ts'
import { hashOf } from '../domain/job/live-state.ts'
import type { Measure } from '../domain/result/measure.ts'
import { readResult } from '../domain/result/result.ts'

/** Remembers ratings. Only a full view says which version has rated (docs/contract.md#evaluation-guard). */
export interface RatingsSeen {
  /** The rating of a job: null if it has none, undefined if this view does not tell. */
  of(job: Job, isFull: boolean): Rating | null | undefined
  forget(jobId: string): void
  forgetAll(): void
}

const MOST_KNOWN = 2_000

/** `wantFull` is called for a job with a rating that has not been seen in full. */
export function createRatingsSeen(wantFull: (jobId: string) => void): RatingsSeen {
  const full = new LRUCache<string, string>({ max: MOST_KNOWN })
  return {
    of(job, isFull) {
      const reading = readResult(job)
      if (reading.kind !== 'rated') return null
      const given = inBothViews(reading.measures)
      if (isFull) {
        full.set(job.id, given)
        return ratingOf(job, reading)
      }
      if (full.get(job.id) !== given) wantFull(job.id)
      return undefined
    },
    forget: (jobId) => void full.delete(jobId),
    forgetAll: () => full.clear(),
  }
}

/** Names the measures that both views have: the short form may lack some scores. */
function inBothViews(measures: readonly Measure[]): string {
  const both = measures.filter(({ group, key }) => group === 'skills' || key === 'match_rating_10')
  return hashOf(JSON.stringify(ratedMeasures(both)))
}
