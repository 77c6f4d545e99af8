import type { Box } from '../contracts/box.ts'
import type { Candidate } from './candidates.ts'
import { bearersOn, framesWith, matchFrame, trackOn } from './frame-matching.ts'
import type { Frame, Job, Track } from './job.ts'
import { hasPicture } from './seen-pictures.ts'

/** A box for a track on a frame; frame and box come from one record (DESIGN section 4, rule 1). */
export interface Suggestion {
  frame: Frame
  track: Track
  /** How many of the frames show this track. */
  seenIn: number
  /** How many people on the frame bear the track's id. */
  bearers: number
}

/** The track's own box on a frame; null where it is not seen there. */
export function suggestionOn(job: Job, frame: Frame, trackId: number | string): Suggestion | null {
  const track = trackOn(frame, trackId)
  if (track === null) return null
  const seenIn = framesWith(job.frames, trackId).length
  return { frame, track, seenIn, bearers: bearersOn(frame, trackId) }
}

/**
 * The best frame to see a track on: the one the detector names, else the one the player reference
 * was stored with, else the one where the track has its largest box. A frame with a picture comes
 * before any without, and a frame where several people bear the id comes last.
 */
export function bestSuggestion(
  job: Job,
  trackId: number | string,
  candidate: Candidate | null = null,
): Suggestion | null {
  const all = framesWith(job.frames, trackId)
  const keys = [candidate?.bestFrameKey, job.playerRef?.frameKey]
  const clear = all.filter((frame) => bearersOn(frame, trackId) === 1)
  for (const frames of [clear.filter(hasPicture), all.filter(hasPicture), clear, all]) {
    const frame = bestFrame(frames, trackId, keys)
    if (frame !== null) return suggestionOn(job, frame, trackId)
  }
  return null
}

/** Of frames that show the track: the first one named, else the one where it is largest. */
function bestFrame(
  frames: readonly Frame[],
  trackId: number | string,
  keys: (string | null | undefined)[],
): Frame | null {
  for (const frameKey of keys) {
    const match = frameKey ? matchFrame(frames, { frameKey, timeSec: null }) : null
    if (match) return match.frame
  }
  return frames.reduce<Frame | null>((best, frame) => {
    return best === null || areaOn(frame, trackId) > areaOn(best, trackId) ? frame : best
  }, null)
}

function areaOn(frame: Frame, trackId: number | string): number {
  const box: Box | undefined = trackOn(frame, trackId)?.box
  return box ? box.w * box.h : 0
}
