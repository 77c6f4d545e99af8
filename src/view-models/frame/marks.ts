import type { FrameSize } from '../../domain/box/box.ts'
import { frameSizeOf } from '../../domain/frames/frame-size.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { letterOf } from '../../domain/track/letter.ts'
import type { Urls } from '../../urls.ts'
import { type Overlay, toOverlay } from './overlay.ts'

/** The players of a frame on its picture: each a link to the same frame with this player's box. */
export interface Marks extends FrameSize {
  players: (Overlay & { href: string })[]
}

/** Null where the frame shows no track. */
export function toMarks(job: Job, frame: Frame, urls: Urls): Marks | null {
  if (frame.tracks.length === 0) return null
  const size = frameSizeOf(frame)
  return {
    ...size,
    players: frame.tracks.map((track) => ({
      ...toOverlay(track, size, letterOf(job.frames, track.id) ?? String(track.id)),
      href: urls.frame(job.id, frame.n, { track: track.id }),
    })),
  }
}
