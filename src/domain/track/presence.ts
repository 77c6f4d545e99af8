import type { Frame } from '../job/job.ts'
import { sightingsOf } from '../player/sightings.ts'

/** Whether a track is on a frame; `nobody` where the frame names no track at all. */
export type Presence = 'seen' | 'unseen' | 'nobody'

/** Frames between two sightings on which others are seen and the track is not. Frame numbers from 1. */
export interface Gap {
  from: number
  to: number
  /** Between the sighting before and the one after, seconds; null where a time is not known. */
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

/** The gaps in a track's life, in order: what is before its first and after its last sighting is none. */
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
