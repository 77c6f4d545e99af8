import { hasPicture } from '../frames/seen-pictures.ts'
import type { Frame, Job } from '../job/job.ts'
import type { Candidate } from './candidates.ts'
import { type Sighting, sightingsOf } from './sightings.ts'

/** A box for a track on a frame; frame and box come from one record (docs/architecture.md#rule-1). */
export interface Suggestion extends Sighting {
  /** How many of the frames show this track. */
  seenIn: number
}

/** The track's own box on a frame; null if it is not seen there. */
export function suggestionOn(job: Job, frame: Frame, trackId: number | string): Suggestion | null {
  const all = sightingsOf(job.frames, trackId)
  const here = all.find((sighting) => sighting.frame.n === frame.n)
  return here === undefined ? null : { ...here, seenIn: all.length }
}

/**
 * The best frame to see a track on: the one the detector names, else the one the player reference was stored with, else
 * the one where the track has its largest box. A frame with a picture comes before any without, and a frame where
 * several people bear the id comes last. Among equals one that `isOwn` takes comes first, even before the named one:
 * there the track may show somebody else (`ownSide`).
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

/** The one on the first frame named, else the one where the track is largest. */
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
