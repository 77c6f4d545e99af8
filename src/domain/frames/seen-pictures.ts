import type { StoredImage } from '../images/stored-image.ts'
import type { Frame, Job } from '../job/job.ts'

/**
 * Whether an analyst can look at the frame: it has a picture, and the store gave it when it was last
 * asked. A box is set only on what somebody sees.
 */
export function hasPicture(frame: Pick<Frame, 'image' | 'pictureLost'>): boolean {
  return frame.image !== null && frame.pictureLost !== true
}

/** Why nobody can see a picture: it did not come, or it is at a place that is not listed. */
export type WhyLost = 'not given' | { from: string }

/** The job with those frames marked whose picture is lost; the very job where none is. */
export function markLostPictures(job: Job, whyLost: (image: StoredImage) => WhyLost | null): Job {
  let isAny = false
  const frames = job.frames.map((frame) => {
    const why = frame.image === null ? null : whyLost(frame.image)
    if (why === null) return frame
    isAny = true
    return {
      ...frame,
      pictureLost: true,
      ...(why === 'not given' ? {} : { pictureFrom: why.from }),
    }
  })
  return isAny ? { ...job, frames } : job
}

/** Said where a box would have to be set without a picture. */
export function notSeen({ pictureFrom }: Pick<Frame, 'pictureFrom'>): string {
  return pictureFrom === undefined
    ? 'The picture of this frame could not be loaded, so no box can be set on it. Choose another frame, or load the page again in a minute.'
    : `The picture of this frame is at ${pictureFrom}, which the setting FRAME_SOURCES does not list, so no box can be set on it. Choose another frame, or ask an administrator.`
}
