import {
  type ClubOfResult,
  type ClubPlace,
  COHORT_RULES,
  cohortLines,
  cohortWords,
  isCompared,
  type OfSeveral,
  placeInClub,
} from '../../domain/club/of-result.ts'
import type { Job } from '../../domain/job/job.ts'
import type { Measure } from '../../domain/result/measure.ts'
import type { Ring } from './radar.ts'

/** `views/fragments/result/cohort.eta`: with whom the result is compared, or why it is not. */
export interface CohortView {
  lines: readonly string[]
  /** How places are counted; empty if nothing is compared. */
  rules: readonly string[]
}

/** Null where nothing was rated or the club says nothing. */
export function toCohort(job: Job, club: ClubOfResult | null): CohortView | null {
  const words = cohortWords(job, club)
  return words === null ? null : { lines: [words], rules: isCompared(club) ? COHORT_RULES : [] }
}

/** The same for results side by side. */
export function toCohortOfSeveral(players: readonly OfSeveral[]): CohortView | null {
  const lines = cohortLines(players)
  const rules = players.some(({ club = null }) => isCompared(club)) ? COHORT_RULES : []
  return lines.length === 0 ? null : { lines, rules }
}

/** The head of the club's column in the table; null if there is no such column. */
export function clubColumn(club: ClubOfResult | null): string | null {
  return isCompared(club) ? `Among the club’s ${club.cohort.n}` : null
}

/** A cell of the club's column. */
export interface ClubCell {
  place: string
  /** In words; null where the measure has too few players. */
  quartiles: string | null
}

export function toClubCell(measure: Measure, club: ClubOfResult | null): ClubCell | null {
  const place = placeInClub(measure, club)
  return (
    place && { place: place.text, quartiles: place.quartiles && quartileWords(place.quartiles) }
  )
}

function quartileWords({ lower, median, upper }: NonNullable<ClubPlace['quartiles']>): string {
  return `quartiles ${lower}, ${median}, ${upper}`
}

const KEYS = { quartile: '25th and 75th percentile', median: 'Median' }

/** Says what the club's lines are, for the saved picture; null if there are none. */
export function ringsWords(rings: readonly Ring[], club: ClubOfResult | null): string | null {
  if (rings.length === 0 || !isCompared(club)) return null
  return `The club’s ${club.cohort.n}: dashed median, dotted quartiles`
}

/** The quartiles of the skills as rings of the radar; empty where nothing is compared. */
export function toRings(skills: readonly Measure[], club: ClubOfResult | null): Ring[] {
  if (!isCompared(club)) return []
  const { n, ranks } = club.cohort
  const ring = (kind: Ring['kind'], of: 'lower' | 'median' | 'upper', label: string): Ring => ({
    kind,
    key: `${KEYS[kind]} of the club’s ${n}`,
    label: `${label} of the club’s ${n}`,
    values: skills.map(({ key }) => ranks.get(key)?.quartiles?.[of] ?? null),
  })
  const rings = [
    ring('quartile', 'lower', '25th percentile'),
    ring('median', 'median', 'Median'),
    ring('quartile', 'upper', '75th percentile'),
  ]
  return rings.filter(({ values }) => values.some((value) => value !== null))
}
