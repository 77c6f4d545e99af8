import { hasPicture } from '../frames/seen-pictures.ts'
import type { Sighting } from '../player/sightings.ts'
import { isWhole } from './sighted.ts'

/**
 * At most `count` sightings to look at, in order: the two around the first doubt, and the clearest from each other
 * equal part of the track. `doubtAt` is the frame number of the doubt.
 */
export function spreadOver(
  sightings: readonly Sighting[],
  count: number,
  doubtAt: number | null = null,
): Sighting[] {
  const seen = sightings.filter(({ frame }) => hasPicture(frame))
  if (seen.length <= count) return seen
  const after = doubtAt === null ? -1 : seen.findIndex(({ frame }) => frame.n >= doubtAt)
  const around = after < 1 ? [] : [seen[after - 1]!, seen[after]!]
  const picked = new Set(around)
  const size = seen.length / count
  const parts = Array.from({ length: count }, (_, part) =>
    seen.slice(Math.round(part * size), Math.round((part + 1) * size)),
  )
  // Parts with a sighting around the doubt need no other. The first and last parts are filled before the middle.
  const order = [...parts.keys()].sort((a, b) => toEdge(a, count) - toEdge(b, count))
  for (const part of order) {
    if (picked.size === count) break
    const inPart = parts[part]!
    if (!inPart.some((one) => picked.has(one))) picked.add(clearest(inPart))
  }
  return seen.filter((one) => picked.has(one))
}

function toEdge(part: number, count: number): number {
  return Math.min(part, count - 1 - part)
}

/** The clearest sighting: best one person alone, then a whole person, then a tall one. */
function clearest(sightings: readonly Sighting[]): Sighting {
  const score = (one: Sighting) =>
    one.track.box.h + (isWhole(one) ? 1 : 0) + (one.bearers === 1 ? 2 : 0)
  return sightings.reduce((best, one) => (score(one) > score(best) ? one : best))
}
