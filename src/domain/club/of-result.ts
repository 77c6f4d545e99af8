import type { Job } from '../job/job.ts'
import type { Measure } from '../result/measure.ts'
import type { ResultReading } from '../result/result.ts'
import { versionWords } from '../result/version.ts'
import { type Cohort, LEAST_OF_COHORT } from './cohort.ts'
import type { JobNote } from './listed-job.ts'
import { isRanked, type Rating } from './rating.ts'

/** What the club adds to a result. */
export interface ClubOfResult {
  /** Null if nothing was rated. Then nothing is compared. */
  rating: Rating | null
  /** Null if `hasCohort` is false. */
  cohort: Cohort | null
  /** The newest first. */
  notes: readonly JobNote[]
}

/** The rank of a measure in the club, as printed. Page, CSV and JSON show the same digits. */
export interface ClubPlace {
  /** How many players have the measure. */
  n: number
  /** Null if the measure has no rank; `text` then says so. */
  percent: string | null
  quartiles: { lower: string; median: string; upper: string } | null
  text: string
}

/** True if the result can be compared at all. Without role and category, nobody knows who is a fair comparison. */
export function hasCohort({ role, category, measures }: Rating): boolean {
  return role !== '' && category !== '' && measures.length > 0
}

export function isCompared(
  club: ClubOfResult | null,
): club is ClubOfResult & { rating: Rating; cohort: Cohort } {
  return club?.rating != null && club.cohort !== null && club.cohort.n >= LEAST_OF_COHORT
}

/** Says who a rated result is compared with, or why it is not; null if nothing was rated. `who` means the player. */
export function cohortWords(job: Job, club: ClubOfResult | null, who = 'this one'): string | null {
  if (club === null || club.rating === null) return null
  const { rating, cohort } = club
  if (rating.measures.length === 0) {
    return 'Not compared with the club: the service marks these ratings as none of the player.'
  }
  if (job.role === null || job.category === null) {
    const missing = [job.role ?? 'role', job.category ?? 'category'].filter(
      (_, index) => [job.role, job.category][index] === null,
    )
    return `Not compared with the club: the job names no ${missing.join(' and no ')}.`
  }
  const n = cohort?.n ?? 0
  const kind = `role ${job.role}, category ${job.category}, scores: ${versionWords(job.result)}`
  if (n >= LEAST_OF_COHORT)
    return `Compared among ${n} players of this club, ${who} included (${kind}).`
  const players = n === 1 ? '1 player' : `${n} players`
  return `Not compared with the club: ${players} of ${LEAST_OF_COHORT} that are needed have a rated result of this kind (${kind}).`
}

/** One of several results. `label` is the heading of its column. */
export interface OfSeveral {
  label: string
  job: Job
  reading: ResultReading
  /** Null if the club's list is not available or was not read in time. */
  club?: ClubOfResult | null
}

const NOT_READ = 'Not compared with the club: its list could not be read in time.'

/** `cohortWords` for several results: one line if it is the same for all, otherwise one line for each label. */
export function cohortLines(players: readonly OfSeveral[]): string[] {
  const shared = new Set(
    players.map(({ job, club = null }) => cohortWords(job, club, 'each of these')),
  )
  const [words] = shared
  if (shared.size === 1 && words != null) return [words]
  const isSilent = players.every(({ club = null }) => club === null)
  return players.flatMap(({ label, job, reading, club = null }) => {
    const isLate = club === null && !isSilent && 'measures' in reading
    const own = isLate ? NOT_READ : cohortWords(job, club)
    return own === null ? [] : [`${label}: ${own}`]
  })
}

/** The rules of the comparison, in plain words. */
export const COHORT_RULES: readonly string[] = [
  '“Percentile 73 among 24”: the players with a lower number, and half of those with the same one, this player included, are 73 % of the 24.',
  'Each player counts once: this player with this result, everybody else with the newest rated one. A player is a name in a team.',
  'Only results of the same role, category and version of the scores count. Results that name no version are compared among themselves.',
  'Withheld results never count, nor do jobs that the service no longer has.',
  `A measure that fewer than ${LEAST_OF_COHORT} players have is not ranked.`,
]

/** The rank of the measure. Null if nothing is compared, or if this kind of measure is never ranked. */
export function placeInClub(measure: Measure, club: ClubOfResult | null): ClubPlace | null {
  if (!isCompared(club) || !isRanked(measure)) return null
  const rank = club.cohort.ranks.get(measure.key)
  const n = rank?.n ?? 0
  if (rank?.quartiles == null) {
    const text = `not ranked: ${n} of ${LEAST_OF_COHORT} players`
    return { n, percent: null, quartiles: null, text }
  }
  const { lower, median, upper } = rank.quartiles
  const quartiles = { lower: String(lower), median: String(median), upper: String(upper) }
  const { percent } = rank
  if (percent === null) return { n, percent: null, quartiles, text: 'not ranked' }
  return { n, percent: String(percent), quartiles, text: `percentile ${percent} among ${n}` }
}
