import type { Frame } from '../../domain/job/job.ts'
import { letterOf } from '../../domain/track/letter.ts'

/** `Player C, track 8`, as the choice calls a track; `Track 8` where no frame shows it. */
export function trackName(frames: readonly Frame[], trackId: number | string): string {
  const letter = letterOf(frames, trackId)
  return letter === null ? `Track ${trackId}` : `Player ${letter}, track ${trackId}`
}
