import { type Cell, toCsv } from '../../text/csv.ts'
import { foreignText } from '../../text/foreign-text.ts'
import { type Measure, meaningOf } from '../measure.ts'
import { GROUPS } from '../measure-kinds.ts'
import type { ResultReading } from '../result.ts'

const HEADER = ['Part', 'Measure', 'Value', 'Unit', 'Range', 'Sample', 'Meaning', 'Source']

/** The "Result" table as CSV, equal to it to the digit; null where the reading has no table. */
export function resultCsv(reading: ResultReading): string | null {
  if (!('measures' in reading)) return null
  const cuts = reading.cuts.map(({ what, shown, of }): Cell[] => {
    return ['Not shown', `Only the first ${shown} of ${of} ${what}`, '', '', '', '', '', '']
  })
  return toCsv([HEADER, ...reading.measures.map(record), ...cuts])
}

function record(measure: Measure): Cell[] {
  const { group, label, value, text, unit, range, sample, source } = measure
  const shown = value === null ? text : { number: text }
  const meaning = meaningOf(measure)
  return [GROUPS[group], label, shown, unit, range, sample, meaning, foreignText(source) ?? '']
}
