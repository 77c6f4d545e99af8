import type { Job } from '../job/job.ts'
import { hashOf } from '../job/live-state.ts'
import type { Measure } from '../result/measure.ts'
import type { ResultReading } from '../result/result.ts'
import { type ResultVersion, resultVersionOf } from '../result/version.ts'
import { asRecord, asString } from '../text/reading.ts'
import { folded } from './words.ts'

/** What a rated job gives to the cohorts of the club: only those with the same four words are compared. */
export interface Rating extends ResultVersion {
  jobId: string
  /** Folded; empty where the job names none. */
  role: string
  category: string
  /** The same for all jobs of one player. */
  player: string
  /** By key, as shown. Empty where the result must not count. */
  measures: readonly (readonly [key: string, value: number])[]
  /** When the service wrote the result, milliseconds since the epoch; 0 where it does not say. */
  at: number
}

/** More than any chart has. */
const MOST_MEASURES = 50
/** Longer is no name of a measure, characters. */
const LONGEST_KEY = 120

/** Null where the result gives no rating; then the job is in no cohort. `job` with its full result. */
export function ratingOf(job: Job, reading: ResultReading): Rating | null {
  if (reading.kind !== 'rated') return null
  return {
    jobId: job.id,
    role: foldedWord(job.role),
    category: foldedWord(job.category),
    player: playerOf(job),
    ...resultVersionOf(job.result),
    measures: isWithheld(job) || reading.tracking.empty ? [] : ratedMeasures(reading.measures),
    at: timeOf(job),
  }
}

/** Two ratings with the same digest are the same. */
export function ratingDigest(rating: Rating): string {
  return hashOf(JSON.stringify(rating))
}

/**
 * What a cohort ranks: the scores and the skills, of which more is always better. A number beyond its range is no
 * rating.
 */
export function ratedMeasures(measures: readonly Measure[]): [string, number][] {
  return measures
    .filter(isRanked)
    .flatMap(({ key, value, outside }): [string, number][] =>
      value === null || outside ? [] : [[key, value]],
    )
    .slice(0, MOST_MEASURES)
}

export function isRanked({ group, key }: Measure): boolean {
  return (group === 'scores' || group === 'skills') && key.length <= LONGEST_KEY
}

/**
 * The service gives numbers, yet says that they are none of the player. The warnings do not tell: they may be those of
 * an earlier run (docs/contract.md#evaluation-guard).
 */
function isWithheld({ result }: Job): boolean {
  const fields = asRecord(result)
  return (
    fields['player_evaluation_available'] === false ||
    (asString(fields['evaluation_status'])?.startsWith('TRACKING_') ?? false)
  )
}

/** Some letters become many. */
const LONGEST_WORD = 200

function foldedWord(text: string | null): string {
  return folded(text ?? '')
    .slice(0, LONGEST_WORD)
    .toWellFormed()
}

/** A name in a team. Two jobs without a name are of two players. */
function playerOf({ id, player }: Job): string {
  const { playerName, teamName } = player
  return JSON.stringify(playerName === null ? [id] : [foldedWord(playerName), foldedWord(teamName)])
}

const LATEST = Date.UTC(9999, 0)

function timeOf({ updatedAt, createdAt }: Job): number {
  const at = Date.parse(updatedAt ?? createdAt ?? '')
  return at >= 0 && at < LATEST ? at : 0
}
