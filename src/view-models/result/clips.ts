import { withoutQuery } from '../../domain/frame-source.ts'
import type { Clip, Job } from '../../domain/job.ts'
import type { Urls } from '../../urls.ts'
import { isolated } from '../format.ts'

export interface ClipView {
  label: string
  /** `0:43.2 to 0:49.2`, or null where the service gives no times. */
  span: string | null
  /** Our own address, which redirects to the fresh signed one: a page never holds a signature. */
  href: string
}

export function toClips(job: Job, urls: Urls): ClipView[] {
  return job.clips.map((clip, index) => ({
    label: isolated(clip.label),
    span: span(clip),
    href: href(job, clip, index, urls),
  }))
}

/** Where the clip is a part of the whole video, the player starts and stops at its seconds (W3C Media Fragments). */
function href(job: Job, clip: Clip, index: number, urls: Urls): string {
  const whole = job.inputVideoUrl
  const isWhole =
    clip.url === null || (whole !== null && withoutQuery(clip.url) === withoutQuery(whole))
  if (!isWhole) return urls.clip(job.id, index)
  const end = clip.endSec === null ? '' : `,${clip.endSec}`
  const time = clip.startSec === null ? '' : `#t=${clip.startSec}${end}`
  return urls.inputVideo(job.id) + time
}

function span({ startSec, endSec }: Clip): string | null {
  if (startSec === null || endSec === null) return null
  return `${clock(startSec)} to ${clock(endSec)}`
}

/** Seconds as `m:ss.t`. */
function clock(seconds: number): string {
  const tenths = Math.round(Math.max(0, seconds) * 10)
  const rest = (tenths % 600) / 10
  return `${Math.floor(tenths / 600)}:${rest.toFixed(1).padStart(4, '0')}`
}
