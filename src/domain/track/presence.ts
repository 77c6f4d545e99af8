import type { Frame } from '../job/job.ts'
import { sightingsOf } from '../player/sightings.ts'

/** `seen` if a track is on a frame, `unseen` if only others are, `nobody` if the frame has no tracks at all. */
export type Presence = 'seen' | 'unseen' | 'nobody'

/** Frames between two sightings of a track, at least one of which shows others. Frame numbers count from 1. */
export interface Gap {
  from: number
  to: number
  /** Seconds from the sighting before to the sighting after; null if a time is not known. */
  seconds: number | null
}

/** One for each frame, in order. */
export function presenceOf(frames: readonly Frame[], trackId: number): Presence[] {
  const seen = new Set(sightingsOf(frames, trackId).map(({ frame }) => frame.n))
  return frames.map((frame) => {
    if (seen.has(frame.n)) return 'seen'
    return frame.tracks.length === 0 ? 'nobody' : 'unseen'
  })
}

/** The gaps in a track, in order. Frames before its first and after its last sighting are not a gap. */
export function gapsOf(frames: readonly Frame[], trackId: number): Gap[] {
  const presence = presenceOf(frames, trackId)
  const seen = sightingsOf(frames, trackId)
  return seen.flatMap(({ frame: after }, index): Gap[] => {
    const before = seen[index - 1]?.frame
    if (before === undefined) return []
    const [from, to] = [before.n + 1, after.n - 1]
    if (!presence.slice(from - 1, to).includes('unseen')) return []
    const known = before.timeSec !== null && after.timeSec !== null
    return [{ from, to, seconds: known ? after.timeSec! - before.timeSec! : null }]
  })
}
