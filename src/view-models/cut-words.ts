import type { Cut } from '../domain/text/cut.ts'
import { listed } from './format.ts'

/** `the first 500 of 10000 frames, the first 100 of 3000 warnings`; null if all is shown. */
export function cutWords(...cuts: (readonly Cut[])[]): string | null {
  const words = cuts.flat().map(({ what, shown, of }) => `the first ${shown} of ${of} ${what}`)
  return words.length === 0 ? null : listed(words)
}
