import { hasPicture } from '../frames/seen-pictures.ts'
import type { Frame, Job } from '../job/job.ts'
import type { Candidate } from './candidates.ts'
import { type Sighting, sightingsOf } from './sightings.ts'

/** A suggested box for a track on a frame. Frame and box come from one record (docs/architecture.md#rule-1). */
export interface Suggestion extends Sighting {
  /** How many of the frames show this track. */
  seenIn: number
}

/** The track's own box on a frame; null if the track is not seen there. */
export function suggestionOn(job: Job, frame: Frame, trackId: number | string): Suggestion | null {
  const all = sightingsOf(job.frames, trackId)
  const here = all.find((sighting) => sighting.frame.n === frame.n)
  return here === undefined ? null : { ...here, seenIn: all.length }
}

/**
 * The best frame to see a track on: the one that the detector names, else the one of the player reference, else the one
 * where the track has its largest box. Frames with a picture come before frames without. In both groups, frames where
 * only one person has the id come first. Among equals, a frame that `isOwn` accepts wins even over the named frame,
 * because on the named frame the track may show somebody else (`ownSide`).
 */
export function bestSuggestion(
  job: Job,
  trackId: number | string,
  candidate: Candidate | null = null,
  isOwn: (sighting: Sighting) => boolean = () => true,
): Suggestion | null {
  const all = sightingsOf(job.frames, trackId)
  const keys = [candidate?.bestFrameKey, job.playerRef?.frameKey]
  const clear = all.filter(({ bearers }) => bearers === 1)
  const seen = ({ frame }: Sighting) => hasPicture(frame)
  for (const sightings of [clear.filter(seen), all.filter(seen), clear, all]) {
    const best = bestOf(sightings.filter(isOwn), keys) ?? bestOf(sightings, keys)
    if (best !== null) return { ...best, seenIn: all.length }
  }
  return null
}

/** The sighting on the first frame that a key names, otherwise the one with the largest box. */
function bestOf(
  sightings: readonly Sighting[],
  keys: (string | null | undefined)[],
): Sighting | null {
  for (const key of keys) {
    const named = key ? sightings.find(({ frame }) => frame.key === key) : undefined
    if (named !== undefined) return named
  }
  return sightings.reduce<Sighting | null>(
    (best, one) => (best === null || areaOf(one) > areaOf(best) ? one : best),
    null,
  )
}

function areaOf({ track: { box } }: Sighting): number {
  return box.w * box.h
}
