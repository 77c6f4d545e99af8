import { type ClubOfResult, placeInClub } from '../../../domain/club/of-result.ts'
import type { Measure } from '../../../domain/result/measure.ts'
import type { JobResult } from '../../../domain/result/result.ts'
import { type ComparedCell, sideBySide } from '../../../domain/result/side-by-side.ts'
import { type CellView, toCell } from '../table.ts'

export interface ComparedResult extends JobResult {
  /** What the club adds; absent on the page of a link. */
  club?: ClubOfResult | null
}
export type ComparedRowView = Pick<Measure, 'group' | 'label' | 'meaning'> & {
  cells: ComparedCellView[]
}
/** `difference` to the first player that has the number: `+5`, `-0.4`; null where there is none. */
type ComparedCellView = CellView & {
  difference: string | null
  /** The place among the club’s players; null if nothing is compared. */
  place: string | null
}

export function rowsOf(compared: readonly ComparedResult[]): ComparedRowView[] {
  return sideBySide(compared.map(({ reading }) => reading)).map(
    ({ group, label, meaning, cells }) => ({
      group,
      label,
      meaning,
      cells: cells.map((cell, index) => cellOf(cell, compared[index]?.club ?? null)),
    }),
  )
}

function cellOf(
  { measure, text, difference }: ComparedCell,
  club: ClubOfResult | null,
): ComparedCellView {
  const cell = measure?.value == null ? { number: null, text, unit: '' } : toCell(measure)
  const sign = difference !== null && difference > 0 ? '+' : ''
  return {
    ...cell,
    difference: difference === null ? null : `${sign}${difference}`,
    place: measure === null ? null : (placeInClub(measure, club)?.text ?? null),
  }
}
