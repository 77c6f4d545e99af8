import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import { hasEnded, isActive, previewsFailed } from '../../domain/job/flow.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { type Explanation, explainCode } from '../../domain/words/warnings.ts'
import { clock, count } from '../format.ts'
import { noFramesWords } from './ended.ts'
import { type Life, lifeOf } from './life.ts'
import { stageWords } from './stages.ts'

/** Most places that are named. The others are named once these are listed in `FRAME_SOURCES`. */
const MOST_PLACES = 3

/** The step "Frames"; the frames themselves are in the filmstrip. */
export interface FramesStep {
  /** `32 frames, 00:02.9 to 06:20.0`; null while there are none. */
  summary: string | null
  /** What the service does meanwhile; null when there is nothing to wait for. */
  waiting: { stage: string; life: Life } | null
  /** Said if there are no frames and the service makes none now; else null. */
  none: string | null
  failure: Explanation | null
  /** `The pictures of 1 frame`, and their places, which `FRAME_SOURCES` does not list; null for none. */
  unlisted: { pictures: string; places: string[] } | null
  /** `The pictures of 1 frame`: pictures that the store did not give when last asked; null for none. */
  lost: string | null
}

export function toFramesStep(job: Job, now: number): FramesStep {
  const failed = previewsFailed(job)
  const empty = job.frames.length === 0
  const isMaking = !isActive(job) && !hasEnded(job)
  return {
    summary: empty ? null : summaryOf(job),
    waiting:
      empty && isMaking
        ? { stage: stageWords(job.progress.step || 'CREATED'), life: lifeOf(job, now) }
        : null,
    none: empty && !isMaking && !failed ? noFramesWords(job) : null,
    failure: failed ? failureOf(empty) : null,
    unlisted: unlistedOf(job),
    lost: picturesOf(
      job.frames.filter(
        (frame) => frame.image !== null && !hasPicture(frame) && frame.pictureFrom === undefined,
      ),
      job,
    ),
  }
}

function failureOf(isEmpty: boolean): Explanation {
  const notice = explainCode('preview_generation_failed')
  return isEmpty
    ? notice
    : {
        ...notice,
        title: 'Not all preview frames could be made',
        meaning: 'The service could not read the video to its end.',
        whatToDo: 'Choose the player on the frames that are there, or create a new job.',
      }
}

function unlistedOf(job: Job): FramesStep['unlisted'] {
  const unlisted = job.frames.filter(({ pictureFrom }) => pictureFrom !== undefined)
  const pictures = picturesOf(unlisted, job)
  const places = [...new Set(unlisted.flatMap(({ pictureFrom }) => pictureFrom ?? []))]
  return pictures === null ? null : { pictures, places: places.slice(0, MOST_PLACES) }
}

function picturesOf(some: readonly Frame[], { frames }: Job): string | null {
  if (some.length === 0) return null
  return some.length === frames.length
    ? 'The pictures of all frames'
    : `The pictures of ${count(some.length, 'frame')}`
}

function summaryOf({ frames }: Job): string {
  const number = count(frames.length, 'frame')
  const times = frames.flatMap(({ timeSec }) => timeSec ?? [])
  if (times.length === 0) return number
  return `${number}, ${clock(Math.min(...times))} to ${clock(Math.max(...times))}`
}
