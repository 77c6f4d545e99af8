import {
  type ClubOfResult,
  COHORT_RULES,
  cohortLines,
  isCompared,
  type OfSeveral,
  placeInClub,
} from '../../club/of-result.ts'
import { type Cell, toCsv } from '../../text/csv.ts'
import type { Measure } from '../measure.ts'
import { GROUPS } from '../measure-kinds.ts'
import { sideBySide } from '../side-by-side.ts'

/**
 * Writes the comparison as CSV, with the same digits as its table: a value and a difference for each player. Null if
 * nobody has a number.
 */
export function compareCsv(players: readonly OfSeveral[]): string | null {
  const isRankedAtAll = players.some(({ club = null }) => isCompared(club))
  const header = players.flatMap(({ label }, index) => [
    ...(index === 0 ? [label] : [label, `${label}: difference`]),
    ...(isRankedAtAll ? [`${label}: club percentile rank`, `${label}: club players`] : []),
  ])
  const compared = sideBySide(players.map(({ reading }) => reading))
  if (compared.length === 0) return null
  const rows = compared.map((row): Cell[] => [
    GROUPS[row.group],
    row.label,
    ...row.cells.flatMap(({ measure, text, difference }, index): Cell[] => {
      const value = isPlainNumber(measure) ? { number: text } : text
      const change = difference === null ? '' : { number: String(difference) }
      return [
        ...(index === 0 ? [value] : [value, change]),
        ...(isRankedAtAll ? placeCells(measure, players[index]?.club ?? null) : []),
      ]
    }),
    row.cells.find(({ measure }) => measure !== null)?.measure?.unit ?? '',
    row.range,
    row.meaning,
  ])
  const cuts = players.flatMap(({ label, reading }) =>
    'cuts' in reading
      ? reading.cuts.map(({ what, shown, of }): Cell[] => [
          'Not shown',
          `${label}: only the first ${shown} of ${of} ${what}`,
          ...header.map(() => ''),
          ...['', '', ''],
        ])
      : [],
  )
  const lines = [...cohortLines(players), ...(isRankedAtAll ? COHORT_RULES : [])]
  const said = lines.map((line): Cell[] => ['Club', '', ...header.map(() => ''), '', '', line])
  return toCsv([
    ['Part', 'Measure', ...header, 'Unit', 'Range', 'Meaning'],
    ...rows,
    ...cuts,
    ...said,
  ])
}

function placeCells(measure: Measure | null, club: ClubOfResult | null): Cell[] {
  const place = measure && placeInClub(measure, club)
  if (!place) return ['', '']
  const { n, percent, text } = place
  return [percent === null ? text : { number: percent }, { number: String(n) }]
}

const isPlainNumber = (measure: Measure | null) =>
  measure !== null && measure.value !== null && !measure.outside
