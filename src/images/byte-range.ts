/** The part of an image that `Range` asks for: from `start` to `end` (inclusive, null: the rest), or the last `suffix` bytes. */
export type ByteRange = { start: number; end: number | null } | { suffix: number }

/** Reads a `Range` header with one range of bytes; null for any other, which RFC 9110 section 14.2 lets us ignore. */
export function readRange(header: string): ByteRange | null {
  const [, first, last] = /^bytes=(\d{0,12})-(\d{0,12})$/.exec(header.trim()) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '') return { suffix: Number(last) }
  const start = Number(first)
  const end = last === '' ? null : Number(last)
  return end !== null && end < start ? null : { start, end }
}

/** The bytes `from` to `to` (inclusive) of `total`; null where the range holds none of them. */
export function placeRange(range: ByteRange, total: number): { from: number; to: number } | null {
  const from = 'suffix' in range ? Math.max(0, total - range.suffix) : range.start
  const to = 'suffix' in range || range.end === null ? total - 1 : Math.min(range.end, total - 1)
  return from <= to ? { from, to } : null
}
