import { asArray } from './reading.ts'

/** A list of the service that was too long to be read whole. Pages say that only its beginning is shown. */
export interface Cut {
  /** In the plural: `frames`. */
  what: string
  shown: number
  of: number
}

/**
 * Most entries that pages read of each list of the service. Real jobs have far fewer: 48 frames of some 30 tracks, 5
 * selections (docs/contract.md#job). One answer of 8 MB could hold a hundred thousand of each.
 */
const MOST = {
  frames: 500,
  'tracks of one frame': 100,
  'stored boxes': 50,
  warnings: 100,
  clips: 100,
  candidates: 200,
  'pictures of one candidate': 50,
  tracks: 200,
  skills: 100,
  'other numbers': 200,
  'parts of the impact': 50,
  'lost stretches': 200,
  'frames for review': 100,
  'players of the line-up': 100,
  'withheld numbers': 200,
  reasons: 100,
  'texts of the service': 50,
  'entries of a list of the report': 100,
} as const
type What = keyof typeof MOST

/** The entries that are read. If some are left out, notes the list in `cuts`, with the longest length of its kind. */
export function beginningOf<T>(entries: readonly T[], what: What, cuts: Cut[]): readonly T[] {
  const most = MOST[what]
  if (entries.length <= most) return entries
  noteCut(cuts, { what, shown: most, of: entries.length })
  return entries.slice(0, most)
}

/** Like `beginningOf`, for a value that should be an array. */
export function listOf(value: unknown, what: What, cuts: Cut[]): readonly unknown[] {
  return beginningOf(asArray(value), what, cuts)
}

function noteCut(cuts: Cut[], cut: Cut): void {
  const known = cuts.find(({ what }) => what === cut.what)
  if (known === undefined) cuts.push(cut)
  else known.of = Math.max(known.of, cut.of)
}
