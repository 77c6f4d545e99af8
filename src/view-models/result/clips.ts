import { nearestFrame } from '../../domain/frames/frame-matching.ts'
import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import { type Standing, withoutQuery } from '../../domain/images/frame-source.ts'
import type { Clip, Job } from '../../domain/job/job.ts'
import type { Urls } from '../../urls.ts'
import { count, isolated } from '../format.ts'

interface ClipView {
  label: string
  /** `0:43.2 to 0:49.2`, or null where the service gives no times. */
  span: string | null
  /**
   * Our own address, which redirects to the fresh signed one: a page never holds a signature. Null where the
   * clip cannot be played.
   */
  href: string | null
  /** Where it is, if that is a place that `FRAME_SOURCES` does not list. */
  from: string | null
  /** The nearest preview frame, to be seen before it plays; null where none is near. */
  poster: string | null
}

/** `views/fragments/result/clips.eta` */
export interface ClipsView {
  items: ClipView[]
  /** `2 clips`, and the places where they are, which `FRAME_SOURCES` does not list. */
  unlisted: UnlistedClips | null
}

export function toClipsView(job: Job, urls: Urls, standingOf?: StandingOf): ClipsView {
  const items = toClips(job, urls, standingOf)
  return { items, unlisted: unlistedOf(items) }
}

export type StandingOf = (address: string) => Standing

/** Each clip is judged by itself: a job may name several places. */
function toClips(job: Job, urls: Urls, standingOf: StandingOf = () => 'listed'): ClipView[] {
  return job.clips.map((clip, index) => {
    const address = clip.url ?? job.inputVideoUrl
    const standing = address === null ? 'no address' : standingOf(address)
    return {
      label: isolated(clip.label),
      span: span(clip),
      href: standing === 'listed' ? href(job, clip, index, urls) : null,
      from: typeof standing === 'object' ? standing.from : null,
      poster: posterOf(job, clip, urls),
    }
  })
}

interface UnlistedClips {
  clips: string
  places: string[]
}

/** Places that are named; who lists these finds the others next. */
const MOST_PLACES = 3

function unlistedOf(clips: readonly ClipView[]): UnlistedClips | null {
  const places = clips.flatMap(({ from }) => from ?? [])
  if (places.length === 0) return null
  const isAll = places.length === clips.length
  return {
    clips: isAll ? 'The clips of this job' : count(places.length, 'clip'),
    places: [...new Set(places)].slice(0, MOST_PLACES),
  }
}

/** A picture of another scene would mislead: no frame is taken that is further away, seconds. */
const NEAR_SEC = 10

function posterOf(job: Job, { startSec, endSec }: Clip, urls: Urls): string | null {
  if (startSec === null) return null
  const middle = endSec === null ? startSec : (startSec + endSec) / 2
  const frame = nearestFrame(job.frames.filter(hasPicture), middle)
  if (frame?.image == null || Math.abs((frame.timeSec ?? 0) - middle) > NEAR_SEC) return null
  return urls.image(job.id, frame.image, 320)
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
  const [start, end] = [clock(startSec), clock(endSec)]
  return start === null || end === null ? null : `${start} to ${end}`
}

/** No clip begins or ends later: 100 hours. */
const LONGEST_SEC = 360_000

/** Seconds as `m:ss.t`; null for no time of a video. */
function clock(seconds: number): string | null {
  if (seconds < 0 || seconds > LONGEST_SEC) return null
  const tenths = Math.round(seconds * 10)
  const rest = (tenths % 600) / 10
  return `${Math.floor(tenths / 600)}:${rest.toFixed(1).padStart(4, '0')}`
}
