import type { Frame, Track } from '../job/job.ts'

/** Two times that differ by no more than this mean the same frame, if no key decides (docs/architecture.md#rule-1). */
export const SAME_TIME_SEC = 0.05

export interface FrameMatch {
  frame: Frame
  /** The page tells the analyst if the match is by `time`, because such a match is a guess. */
  by: 'key' | 'time'
}

/**
 * The frame that a selection is about. The key decides if there is one, otherwise the nearest time within 0.05 s. A
 * key that no frame has matches nothing, whatever its time. A frame with the key but another time is another picture,
 * because older workers write new frames under old keys.
 */
export function matchFrame(
  frames: readonly Frame[],
  wanted: { frameKey: string | null; timeSec: number | null },
): FrameMatch | null {
  const { frameKey, timeSec } = wanted
  if (frameKey !== null) {
    const frame = frames.find((candidate) => candidate.key === frameKey)
    if (frame === undefined) return null
    const apart = frame.timeSec === null || timeSec === null ? 0 : frame.timeSec - timeSec
    return Math.abs(apart) > SAME_TIME_SEC ? null : { frame, by: 'key' }
  }
  if (timeSec === null) return null
  const nearest = nearestFrame(frames, timeSec)
  if (nearest?.timeSec == null || Math.abs(nearest.timeSec - timeSec) > SAME_TIME_SEC) return null
  return { frame: nearest, by: 'time' }
}

/** The frame whose time is nearest, for "Go to time"; null if no frame has a time. */
export function nearestFrame(frames: readonly Frame[], timeSec: number): Frame | null {
  let nearest: Frame | null = null
  for (const frame of frames) {
    if (frame.timeSec === null) continue
    const closer =
      Math.abs(frame.timeSec - timeSec) < Math.abs((nearest?.timeSec ?? Infinity) - timeSec)
    if (nearest === null || closer) nearest = frame
  }
  return nearest
}

export function trackOn(frame: Frame, trackId: number | string | null): Track | null {
  return frame.tracks.find((track) => String(track.id) === String(trackId)) ?? null
}

/** True if the service gives tracks for any frame. Older services drop the tracks after a run. */
export function hasTracks(frames: readonly Frame[]): boolean {
  return frames.some(({ tracks }) => tracks.length > 0)
}
