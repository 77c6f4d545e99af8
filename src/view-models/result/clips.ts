import { nearestFrame } from '../../domain/frames/frame-matching.ts'
import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import { type SourceStandingOf, withoutQuery } from '../../domain/images/frame-source.ts'
import type { Clip, Job } from '../../domain/job/job.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import type { Urls } from '../../urls.ts'
import { clock, count, isolated, UNKNOWN_TIME } from '../format.ts'

interface ClipView {
  label: string
  /** `00:43.2 to 00:49.2`, or null where the service gives no times. */
  span: string | null
  /**
   * Our own address, which redirects to the fresh signed one: a page never holds a signature. Null where the
   * clip cannot be played.
   */
  href: string | null
  /** The place of the clip if `FRAME_SOURCES` does not list it; else null. */
  from: string | null
  /** The nearest preview frame, shown before the clip plays; null if none is near. */
  poster: string | null
}

/** `views/fragments/result/clips.eta` */
export interface ClipsView {
  items: ClipView[]
  /** `2 clips`, and their places, which `FRAME_SOURCES` does not list. */
  unlisted: UnlistedClips | null
}

/** Shows clips only with a result: else they may be left from an earlier run. */
export function toClipsView(
  job: Job,
  reading: ResultReading,
  urls: Urls,
  sourceStandingOf?: SourceStandingOf,
): ClipsView {
  const items = 'measures' in reading ? toClips(job, urls, sourceStandingOf) : []
  return { items, unlisted: unlistedOf(items) }
}

/** Each clip is judged by itself: a job may name several places. */
function toClips(
  job: Job,
  urls: Urls,
  sourceStandingOf: SourceStandingOf = () => 'listed',
): ClipView[] {
  return job.clips.map((clip, index) => {
    const address = clip.url ?? job.inputVideoUrl
    const standing = address === null ? 'no address' : sourceStandingOf(address)
    return {
      label: clipWords(clip.label),
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

/** Most places that are named. The others are named once these are listed. */
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

/** No frame further away than this is used, seconds: a picture of another scene would mislead. */
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

/** Plain words for the service's own labels. The time of the clip is shown beside them. */
const LABELS: [label: RegExp, words: string][] = [
  [/^TARGET T\+[\d:]+$/, 'Target clip'],
  [/^PLAYER REF T\+[\d:]+$/, 'Clip of the chosen player'],
]

function clipWords(label: string): string {
  return LABELS.find(([known]) => known.test(label))?.[1] ?? isolated(label)
}

/** Null if the service gives no times, or times that no video has. */
function span({ startSec, endSec }: Clip): string | null {
  if (startSec === null || endSec === null) return null
  const ends = [clock(startSec), clock(endSec)]
  return ends.includes(UNKNOWN_TIME) ? null : ends.join(' to ')
}
