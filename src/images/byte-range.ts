import { parse } from 'range-parser'

/** Bytes `from` to `to` (inclusive; infinite: to its end) of an image. */
export interface Part {
  from: number
  to: number
}

const WHOLE = Number.MAX_SAFE_INTEGER
/** Longest header that is read, characters: longer ones ask for many parts. */
const LONGEST = 100

/**
 * The bytes of `total` that a `Range` header asks for; null if it asks for none of them, for several parts or
 * for no bytes at all, which RFC 9110 section 14.2 lets us ignore.
 */
export function placeRange(header: string | null, total: number): Part | null {
  if (header === null || header.length > LONGEST) return null
  const { code, type, ranges } = parse(total, header.trim())
  const [range] = ranges
  if (code !== 0 || type !== 'bytes' || range === undefined || ranges.length > 1) return null
  return { from: range.start, to: range.end }
}

/** The same range from byte 0, since the first bytes decide whether it is an image; null if `placeRange` gives null. */
export function rangeFromStart(header: string | null): string | null {
  const part = placeRange(header, WHOLE)
  if (part === null) return null
  return `bytes=0-${part.to === WHOLE - 1 ? '' : part.to}`
}
