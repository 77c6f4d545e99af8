import { type Cell, toCsv } from '../../text/csv.ts'
import { GROUPS } from '../measure-kinds.ts'
import type { ResultReading } from '../result.ts'
import { sideBySide } from '../side-by-side.ts'

/** The comparison as CSV, equal to its table to the digit: a value and a difference for each player. */
export function compareCsv(players: readonly { label: string; reading: ResultReading }[]): string {
  const header = players.flatMap(({ label }, index) =>
    index === 0 ? [label] : [label, `${label}: difference`],
  )
  const rows = sideBySide(players.map(({ reading }) => reading)).map((row): Cell[] => [
    GROUPS[row.group],
    row.label,
    ...row.cells.flatMap(({ measure, text, difference }, index): Cell[] => {
      const value = measure?.value == null ? text : { number: text }
      const change = difference === null ? '' : { number: String(difference) }
      return index === 0 ? [value] : [value, change]
    }),
    row.cells.find(({ measure }) => measure !== null)?.measure?.unit ?? '',
    row.range,
    row.meaning,
  ])
  return toCsv([['Part', 'Measure', ...header, 'Unit', 'Range', 'Meaning'], ...rows])
}
