import type { Frame, Job } from './job.ts'
import type { StoredImage } from './stored-image.ts'

/**
 * Whether an analyst can look at the frame: it has a picture, and the store gave it when it was last
 * asked. A box is set only on what somebody sees.
 */
export function hasPicture(frame: Pick<Frame, 'image' | 'pictureLost'>): boolean {
  return frame.image !== null && frame.pictureLost !== true
}

/** The job with those frames marked whose picture is lost; the very job where none is. */
export function markLostPictures(job: Job, isLost: (image: StoredImage) => boolean): Job {
  const lost = ({ image }: Frame) => image !== null && isLost(image)
  if (!job.frames.some(lost)) return job
  return {
    ...job,
    frames: job.frames.map((frame) => (lost(frame) ? { ...frame, pictureLost: true } : frame)),
  }
}

/** Said where a box would have to be set without a picture. */
export const NOT_SEEN =
  'The picture of this frame could not be loaded, so no box can be set on it. Choose another frame, or load the page again in a minute.'
