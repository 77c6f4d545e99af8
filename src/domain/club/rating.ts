import type { Job } from '../job/job.ts'
import { hashOf } from '../job/live-state.ts'
import type { Measure } from '../result/measure.ts'
import type { ResultReading } from '../result/result.ts'
import { type ResultVersion, resultVersionOf } from '../result/version.ts'
import { asRecord, asString } from '../text/reading.ts'
import { folded } from './words.ts'

/** A rated job in the club's cohorts. Only ratings with the same role, category, revision and model are compared. */
export interface Rating extends ResultVersion {
  jobId: string
  /** Folded; empty if the job names no role. The same goes for the category. */
  role: string
  category: string
  /** The same for all jobs of one player. */
  player: string
  /** Keys and values, as shown. Empty if the result must not count. */
  measures: readonly (readonly [key: string, value: number])[]
  /** When the service wrote the result, milliseconds since the epoch; 0 if the service does not say. */
  at: number
}

/** More measures than any chart has. */
const MOST_MEASURES = 50
/** Most characters of the key of a measure. */
const LONGEST_KEY = 120

/** Null if the result has no rating; then the job is in no cohort. `job` must hold the full result. */
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

/** A digest of the whole rating: it changes if the rating does. */
export function ratingDigest(rating: Rating): string {
  return hashOf(JSON.stringify(rating))
}

/**
 * The measures that a cohort ranks: scores and skills, because there more is always better. Leaves out numbers beyond
 * their range.
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
 * True if the service gives numbers but says that they do not rate the player. Warnings are not used, because they may
 * come from an earlier run (docs/contract.md#evaluation-guard).
 */
function isWithheld({ result }: Job): boolean {
  const fields = asRecord(result)
  return (
    fields['player_evaluation_available'] === false ||
    (asString(fields['evaluation_status'])?.startsWith('TRACKING_') ?? false)
  )
}

/** Most characters of a folded word. Folding turns some letters into many. */
const LONGEST_WORD = 200

function foldedWord(text: string | null): string {
  return folded(text ?? '')
    .slice(0, LONGEST_WORD)
    .toWellFormed()
}

/** The player's name and team, as one key. Jobs without a name count as different players. */
function playerOf({ id, player }: Job): string {
  const { playerName, teamName } = player
  return JSON.stringify(playerName === null ? [id] : [foldedWord(playerName), foldedWord(teamName)])
}

const LATEST = Date.UTC(9999, 0)

function timeOf({ updatedAt, createdAt }: Job): number {
  const at = Date.parse(updatedAt ?? createdAt ?? '')
  return at >= 0 && at < LATEST ? at : 0
}
