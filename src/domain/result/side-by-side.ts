import { type Measure, roundNumber } from './measure.ts'
import { GROUPS, type MeasureGroup } from './measure-kinds.ts'
import type { ResultReading } from './result.ts'

/** The same measure of several jobs. */
export interface ComparedRow {
  group: MeasureGroup
  label: string
  /** What the measure means for everybody; what holds for one player alone stands in the cell. */
  meaning: string
  range: string
  cells: ComparedCell[]
}

export interface ComparedCell {
  /** Null where the job has no such row. */
  measure: Measure | null
  /** The number, with a word if it lies beyond its range; or why there is none. */
  text: string
  /** To the first job that has the number; null for that one, and where there is none. */
  difference: number | null
}

const EVALUATION: ReadonlySet<MeasureGroup> = new Set(['scores', 'skills', 'athletic'])

const ORDER = Object.keys(GROUPS)

/**
 * One row for each measure that any of the jobs has a number for, by group, and in a group in the order of
 * the first job that has the row. What nobody has cannot be compared.
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
        // The guard took what is missing here from the evaluation's parts.
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
