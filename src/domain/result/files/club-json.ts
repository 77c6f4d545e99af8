import {
  type ClubOfResult,
  COHORT_RULES,
  cohortWords,
  isCompared,
  placeInClub,
} from '../../club/of-result.ts'
import type { Job } from '../../job/job.ts'
import type { ResultReading } from '../result.ts'
import { resultVersionOf } from '../version.ts'

/** What the club adds to the file of a result, with the numbers of the table. `cohort` is null if nothing was rated. */
export function clubJson(job: Job, reading: ResultReading, club: ClubOfResult) {
  const words = cohortWords(job, club)
  return {
    cohort: words === null ? null : { compared: isCompared(club), words, ...cohortParts() },
    notes: club.notes.map(({ text, at, who }) => ({
      ...{ text, at: new Date(at).toISOString(), by: who },
    })),
  }

  function cohortParts() {
    if (!isCompared(club) || !('measures' in reading)) return {}
    return {
      players: club.cohort.n,
      role: job.role,
      category: job.category,
      model: resultVersionOf(job.result).model || null,
      rules: COHORT_RULES,
      measures: reading.measures.flatMap((measure) => {
        const place = placeInClub(measure, club)
        if (place === null) return []
        const { n, percent, quartiles } = place
        return [
          {
            measure: measure.label,
            source: measure.source,
            players: n,
            percentile_rank: percent === null ? null : Number(percent),
            quartiles: quartiles && [
              ...[Number(quartiles.lower), Number(quartiles.median), Number(quartiles.upper)],
            ],
          },
        ]
      }),
    }
  }
}
