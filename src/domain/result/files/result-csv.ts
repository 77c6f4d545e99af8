import {
  type ClubOfResult,
  COHORT_RULES,
  cohortWords,
  isCompared,
  placeInClub,
} from '../../club/of-result.ts'
import type { Job } from '../../job/job.ts'
import { type Cell, toCsv } from '../../text/csv.ts'
import { foreignText } from '../../text/foreign-text.ts'
import { type Measure, meaningOf } from '../measure.ts'
import { GROUPS } from '../measure-kinds.ts'
import type { ResultReading } from '../result.ts'

const HEADER = ['Part', 'Measure', 'Value', 'Unit', 'Range', 'Sample', 'Meaning', 'Source']
/** More columns if the result is compared with the club's other results. */
const CLUB = [
  'Club: percentile rank',
  'Club: players',
  'Club: lower quartile',
  'Club: median',
  'Club: upper quartile',
]

/** Writes the "Result" table as CSV, with the same digits. Null if the reading has no table. */
export function resultCsv(
  reading: ResultReading,
  job: Job,
  club: ClubOfResult | null = null,
): string | null {
  if (!('measures' in reading)) return null
  const header = isCompared(club) ? [...HEADER, ...CLUB] : HEADER
  const record = (cells: Partial<Record<(typeof HEADER)[number], Cell>>): Cell[] =>
    header.map((name) => cells[name] ?? '')
  const rows = reading.measures.map((measure) => {
    const places = isCompared(club) ? placeCells(measure, club) : []
    return [...measureCells(measure), ...places]
  })
  const cuts = reading.cuts.map(({ what, shown, of }) =>
    record({ Part: 'Not shown', Measure: `Only the first ${shown} of ${of} ${what}` }),
  )
  const words = cohortWords(job, club)
  const rules = words === null ? [] : [words, ...(isCompared(club) ? COHORT_RULES : [])]
  const notes = club?.notes ?? []
  return toCsv([
    header,
    ...rows,
    ...cuts,
    ...rules.map((Meaning) => record({ Part: 'Club', Meaning })),
    ...notes.map(({ text, who, at }) =>
      record({
        Part: 'Note',
        Measure: `${new Date(at).toISOString()}${who === null ? '' : ` ${who}`}`,
        Meaning: text,
      }),
    ),
  ])
}

function measureCells(measure: Measure): Cell[] {
  const { group, label, value, text, unit, range, sample, source } = measure
  const shown = value === null ? text : { number: text }
  const meaning = meaningOf(measure)
  return [GROUPS[group], label, shown, unit, range, sample, meaning, foreignText(source) ?? '']
}

function placeCells(measure: Measure, club: ClubOfResult): Cell[] {
  const place = placeInClub(measure, club)
  if (place === null) return CLUB.map(() => '')
  const { n, percent, quartiles, text } = place
  const rest = quartiles === null ? [] : [quartiles.lower, quartiles.median, quartiles.upper]
  const numbers = CLUB.slice(2).map((_, index): Cell => {
    const number = rest[index]
    return number === undefined ? '' : { number }
  })
  return [percent === null ? text : { number: percent }, { number: String(n) }, ...numbers]
}
