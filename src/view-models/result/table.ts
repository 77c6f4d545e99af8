import type { Measure } from '../../domain/result/measure.ts'
import { GROUPS, type MeasureGroup } from '../../domain/result/measure-kinds.ts'

export interface CellView {
  /** The number as it is printed; null where `text` says why there is none. */
  number: string | null
  text: string
  unit: string
}

export interface PartView<Row> {
  title: string
  /** These rows are the axes of the radar. */
  radar: boolean
  rows: Row[]
}

/** Rows under the headings of their parts, in the order of the table. */
export function toParts<Row extends { group: MeasureGroup }>(rows: Row[]): PartView<Row>[] {
  return (Object.keys(GROUPS) as MeasureGroup[])
    .map((group) => ({
      title: GROUPS[group],
      radar: group === 'skills',
      rows: rows.filter((row) => row.group === group),
    }))
    .filter((part) => part.rows.length > 0)
}

export function toCell(measure: Measure): CellView {
  const measured = measure.value !== null
  return {
    number: measured ? measure.text : null,
    text: measure.text,
    unit: measured ? measure.unit : '',
  }
}

/** A radar needs at least one measured axis; without it there is nothing to draw. */
export function hasRadar(measures: readonly Measure[]): boolean {
  return measures.some(({ group, value }) => group === 'skills' && value !== null)
}
