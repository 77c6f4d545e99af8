import { FrameNotAnImage } from '../errors.ts'
import type { Answer } from './answer.ts'
import { type ByteRange, placeRange } from './byte-range.ts'

/** Bytes `from` to `to` (inclusive; infinite: to its end) of the store's body. */
export interface Part {
  from: number
  to: number
}

/** Which bytes of the store's body go out, and how they are described. */
export function partOf(
  { status, length, total }: Exclude<Answer, { status: 304 }>,
  range: ByteRange | null,
) {
  const place = range === null || total === null ? null : placeRange(range, total)
  if (place === null || total === null) {
    if (status === 206 && length !== total) throw new FrameNotAnImage()
    return {
      part: { from: 0, to: Number.POSITIVE_INFINITY },
      described: { status: 200 as const, length, contentRange: null },
    }
  }
  const { from, to } = place
  const contentRange = `bytes ${from}-${to}/${total}`
  return { part: place, described: { status: 206 as const, length: to + 1 - from, contentRange } }
}
