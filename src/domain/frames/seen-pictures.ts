import type { StoredImage } from '../images/stored-image.ts'
import type { Frame, Job } from '../job/job.ts'

/**
 * True if an analyst can look at the frame: it has a picture that is not marked as lost. Nobody may set a
 * box on a frame that they cannot see.
 */
export function hasPicture(frame: Pick<Frame, 'image' | 'pictureLost'>): boolean {
  return frame.image !== null && frame.pictureLost !== true
}

/** Why nobody can see a picture: the store did not give it, or its origin (`from`) is not listed. */
export type WhyLost = 'not given' | { from: string }

/** Marks the frames whose picture is lost. Gives back the same object if no picture is lost. */
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

/** The message for a frame whose picture nobody can see, so no box can be set on it. */
export function notSeen({ pictureFrom }: Pick<Frame, 'pictureFrom'>): string {
  return pictureFrom === undefined
    ? 'The picture of this frame could not be loaded, so no box can be set on it. Choose another frame, or load the page again in a minute.'
    : `The picture of this frame is at ${pictureFrom}, which the setting FRAME_SOURCES does not list, so no box can be set on it. Choose another frame, or ask an administrator.`
}
