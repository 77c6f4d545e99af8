import { type Measure, roundNumber } from './measure.ts'
import { GROUPS, type MeasureGroup } from './measure-kinds.ts'
import type { ResultReading } from './result.ts'

/** The same measure of several jobs. */
export interface ComparedRow {
  group: MeasureGroup
  label: string
  /** The meaning for all players. The cell has what is special about one player. */
  meaning: string
  range: string
  cells: ComparedCell[]
}

export interface ComparedCell {
  /** Null if the job has no such row. */
  measure: Measure | null
  /** The number, with a note if it is beyond its range, or the reason why there is no number. */
  text: string
  /** The difference to the first job that has the number; null for that job, and without a number. */
  difference: number | null
}

const EVALUATION: ReadonlySet<MeasureGroup> = new Set(['scores', 'skills', 'athletic'])

const ORDER = Object.keys(GROUPS)

/**
 * One row for each measure that at least one job has a number for. Rows are sorted by group, and within a group in the
 * order of the first job that has the row.
 */
export function sideBySide(readings: readonly ResultReading[]): ComparedRow[] {
  const columns = readings.map((reading) => ({
    measures: new Map('measures' in reading ? reading.measures.map((one) => [one.key, one]) : []),
    withheld: reading.kind === 'withheld',
  }))
  const rows = new Map(columns.flatMap(({ measures }) => [...measures]))
  const isKnown = ({ key }: Measure) =>
    columns.some(({ measures }) => (measures.get(key)?.value ?? null) !== null)
  const sorted = [...rows.values()]
    .filter(isKnown)
    .sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group))
  return sorted.map(({ key, group, label, meaning, range }) => {
    const found = columns.map(({ measures }) => measures.get(key) ?? null)
    const first = found.findIndex(isNumber)
    return {
      group,
      label,
      meaning,
      range,
      cells: found.map((measure, index) => ({
        measure,
        // If a withheld result lacks a row of these groups, the guard removed it.
        text:
          measure === null
            ? columns[index]?.withheld && EVALUATION.has(group)
              ? 'withheld'
              : 'not measured'
            : textOf(measure),
        difference:
          index === first || !isNumber(measure)
            ? null
            : roundNumber(measure!.value! - found[first]!.value!),
      })),
    }
  })
}

function textOf({ text, why, outside }: Measure): string {
  if (outside) return `${text} (outside its range)`
  return why === null ? text : `${text}: ${why}`
}

const isNumber = (measure: Measure | null) =>
  measure !== null && measure.value !== null && !measure.outside
