import { matchFrame, trackOn } from '../../domain/frames/frame-matching.ts'
import { frameSizeOf } from '../../domain/frames/frame-size.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import type { Urls } from '../../urls.ts'
import { clock, count } from '../format.ts'
import { noFramesWords } from '../job/ended.ts'

/** All preview frames as small links, for the job page and the frame page. */
export interface Filmstrip {
  items: FilmstripItem[]
  /** `32 frames`. */
  count: string
  /** Said if there are no frames. */
  none: string
  /** What the marks on the thumbnails mean; empty if none is marked. */
  legend: ('player' | 'target')[]
}

interface FilmstripItem {
  n: number
  href: string
  /** Null if the service gives no image for the frame. */
  src: string | null
  /** The image at twice the width, for dense screens. */
  src2x: string | null
  width: number
  height: number
  time: string
  /** The accessible name. */
  label: string
  hasPlayer: boolean
  hasTarget: boolean
  current: boolean
}

const THUMBNAIL_WIDTH = 160

/** `currentN` is the number of the frame that the page shows; `query` is added to each frame's link. */
export function toFilmstrip(
  job: Job,
  urls: Urls,
  currentN: number | null = null,
  query: Record<string, string | number> = {},
): Filmstrip {
  const targets = new Set(
    job.target.selections.flatMap((selection) => matchFrame(job.frames, selection)?.frame.n ?? []),
  )
  const items = job.frames.map((frame): FilmstripItem => {
    const hasPlayer = job.playerRef !== null && trackOn(frame, job.playerRef.trackId) !== null
    const hasTarget = targets.has(frame.n)
    const thumbnail = frame.image
    return {
      n: frame.n,
      href: urls.frame(job.id, frame.n, query),
      src: thumbnail && urls.image(job.id, thumbnail, 160),
      src2x: thumbnail && urls.image(job.id, thumbnail, 320),
      width: THUMBNAIL_WIDTH,
      height: thumbnailHeight(frame),
      time: clock(frame.timeSec),
      label: labelOf(frame, hasPlayer, hasTarget),
      hasPlayer,
      hasTarget,
      current: frame.n === currentN,
    }
  })
  return {
    items,
    count: count(items.length, 'frame'),
    none: noFramesWords(job),
    legend: [
      ...(items.some((item) => item.hasPlayer) ? (['player'] as const) : []),
      ...(items.some((item) => item.hasTarget) ? (['target'] as const) : []),
    ],
  }
}

function thumbnailHeight(frame: Frame): number {
  const { width, height } = frameSizeOf(frame)
  return Math.round((THUMBNAIL_WIDTH * height) / width)
}

function labelOf(frame: Frame, hasPlayer: boolean, hasTarget: boolean): string {
  const parts = [`Frame ${frame.n}`, clock(frame.timeSec)]
  if (hasPlayer) parts.push('the player is seen')
  if (hasTarget) parts.push('target')
  return parts.join(', ')
}
