import type { Mark, VideoGiven } from '../../../static/js/frame/video.types.ts'
import type { FrameSize } from '../../domain/box/box.ts'
import { frameSizeOf } from '../../domain/frames/frame-size.ts'
import type { SourceStandingOf } from '../../domain/images/frame-source.ts'
import type { Frame, Job, Track } from '../../domain/job/job.ts'
import { sightingsOf } from '../../domain/player/sightings.ts'
import { letterOf } from '../../domain/track/letter.ts'
import type { Urls } from '../../urls.ts'
import { clock } from '../format.ts'

/** The video begins this many seconds before the frame: enough to see where the player comes from. */
const LEAD_SEC = 3
/** Boxes more seconds than this from the frame are left out: nobody plays that far to see one frame. */
const NEAR_SEC = 30
/** Most marks; the nearest are kept. */
const MOST_MARKS = 200

/** `views/fragments/frame/video.eta`: the match around a frame, in the place of its picture. */
export interface FrameVideo extends FrameSize {
  /** Our own address, which redirects to the signed one. It names the second to begin with (W3C Media Fragments). */
  src: string
  /** Such as `The match from 00:11.7`. */
  label: string
  /** For the script: `VideoGiven` as JSON. */
  given: string
}

/**
 * Null if the job has no video that a page may play, or if the frame has no time. If a track is chosen, its box is
 * marked on all frames nearby; else all tracks of this frame are marked.
 */
export function toFrameVideo(
  job: Job,
  frame: Frame,
  trackId: number | string | null,
  urls: Urls,
  sourceStandingOf: SourceStandingOf,
): FrameVideo | null {
  const { inputVideoUrl } = job
  const { timeSec: frameSec } = frame
  if (inputVideoUrl === null || frameSec === null || frameSec < 0) return null
  if (sourceStandingOf(inputVideoUrl) !== 'listed') return null
  const startSec = Math.max(0, Math.round((frameSec - LEAD_SEC) * 1000) / 1000)
  const given: VideoGiven = { startSec, frameSec, marks: marksOf(job, frame, frameSec, trackId) }
  return {
    // The video has the size of the frame, which was taken from it.
    ...frameSizeOf(frame),
    src: `${urls.inputVideo(job.id)}#t=${startSec}`,
    label: `The match from ${clock(startSec)}`,
    given: JSON.stringify(given),
  }
}

function marksOf(
  job: Job,
  frame: Frame,
  frameSec: number,
  trackId: number | string | null,
): Mark[] {
  const markOf = (sec: number, { id, box }: Track): Mark => {
    return [sec, letterOf(job.frames, id) ?? '', box.x, box.y, box.w, box.h]
  }
  if (trackId === null) return frame.tracks.slice(0, MOST_MARKS).map((one) => markOf(frameSec, one))
  return sightingsOf(job.frames, trackId)
    .flatMap(({ frame: { timeSec }, track }) =>
      timeSec === null || Math.abs(timeSec - frameSec) > NEAR_SEC ? [] : [markOf(timeSec, track)],
    )
    .sort(([one], [other]) => Math.abs(one - frameSec) - Math.abs(other - frameSec))
    .slice(0, MOST_MARKS)
}
