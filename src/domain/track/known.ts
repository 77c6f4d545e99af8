import { matchFrame } from '../frames/frame-matching.ts'
import { hasPicture } from '../frames/seen-pictures.ts'
import type { Frame, Job } from '../job/job.ts'
import { type Sighting, sightingsOf } from '../player/sightings.ts'
import { bestSuggestion, type Suggestion, suggestionOn } from '../player/suggestion.ts'
import { type Lives, livesOf } from './lives.ts'
import { ownSide } from './own-side.ts'
import { type ShirtsSeen, shirtOn } from './shirts-seen.ts'

/** The result for each list of frames, and the shirts that it was made with. It is dropped with the list. */
const known = new WeakMap<readonly Frame[], { shirts: ShirtsSeen | null; lives: Lives }>()

/** What boxes and shirts tell about all tracks. `shirts` is null until they have been looked at. */
export function livesWith(frames: readonly Frame[], shirts: ShirtsSeen | null): Lives {
  const before = known.get(frames)
  if (before?.shirts === shirts) return before.lives
  const lives = livesOf(frames, shirts && ((frame, id) => shirtOn(shirts, frame, id)))
  known.set(frames, { shirts, lives })
  return lives
}

/** A test for sightings of the person that the track shows most: `ownSide` for a job. */
export function ownSideIn(
  { frames }: Job,
  trackId: number | string,
  shirts: ShirtsSeen | null,
): (sighting: Sighting) => boolean {
  return ownSide(livesWith(frames, shirts), sightingsOf(frames, trackId))
}

/**
 * The stored player on the frame where somebody chose the player, because they saw there who it is. The stored time
 * gives that frame: the stored key may belong to the detector's proposal. If that frame does not show the player, the
 * best frame of the person that the track shows most.
 */
export function bestOfPlayer(
  job: Job,
  trackId: number | string,
  shirts: ShirtsSeen | null,
): Suggestion | null {
  const { timeSec = null } = job.playerRef ?? {}
  const chosen = matchFrame(job.frames, { frameKey: null, timeSec })?.frame
  const there = chosen === undefined ? null : suggestionOn(job, chosen, trackId)
  return there !== null && there.bearers === 1 && hasPicture(there.frame)
    ? there
    : bestSuggestion(job, trackId, null, ownSideIn(job, trackId, shirts))
}
