import type { Measure } from '../../domain/result/measure.ts'
import { GROUPS, type MeasureGroup } from '../../domain/result/measure-kinds.ts'

export interface CellView {
  /** The number as it is printed; null where `text` says why there is none. */
  number: string | null
  text: string
  unit: string
}

/** Rows under one heading. */
export interface PartView<Row> {
  title: string
  /** `range` and `sample` if all rows share them; null if the rows differ. */
  range: string | null
  sample: string | null
  rows: Row[]
}

/** Sorts rows under the headings of their parts, in the order of the table. */
export function toParts<Row extends { group: MeasureGroup; range?: string; sample?: string }>(
  rows: Row[],
): PartView<Row>[] {
  return (Object.keys(GROUPS) as MeasureGroup[])
    .map((group) => {
      const own = rows.filter((row) => row.group === group)
      return {
        title: GROUPS[group],
        range: shared(own.map(({ range }) => range)),
        sample: shared(own.map(({ sample }) => sample)),
        rows: own,
      }
    })
    .filter((part) => part.rows.length > 0)
}

function shared(texts: (string | undefined)[]): string | null {
  const [first = null] = texts
  return texts.every((text) => text === first) ? first : null
}

export function toCell({ value, text, unit, outside }: Measure): CellView {
  const measured = value !== null
  return {
    number: measured ? text : null,
    text,
    unit: measured ? (outside ? `(outside its range)` : unit) : '',
  }
}
