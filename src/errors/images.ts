/** Errors of images and videos, and of their stores. */
import { CHECK, CORRECT, WAIT } from './next-steps.ts'
import { ownError } from './own-error.ts'

export const FrameUrlMissing = ownError({
  code: 'FRAME_URL_MISSING',
  status: 400,
  message: 'The request names no image: url is missing.',
  exactBody: 'Missing url',
  whatToDo: CORRECT,
})
export const FrameUrlInvalid = ownError({
  code: 'FRAME_URL_INVALID',
  status: 400,
  message: 'url is not the address of an image.',
  exactBody: 'Invalid url',
  whatToDo: CORRECT,
})
export const FrameSourceNotAllowed = ownError({
  code: 'FRAME_SOURCE_NOT_ALLOWED',
  status: 400,
  message: 'Images from %s are not allowed. Add it to the setting FRAME_SOURCES to allow it.',
  whatToDo: CORRECT,
})
export const FrameNotInJob = ownError({
  code: 'FRAME_NOT_IN_JOB',
  status: 404,
  message: 'The job has no such image.',
  whatToDo: CHECK,
})
export const FrameJobUnreadable = ownError({
  code: 'FRAME_JOB_UNREADABLE',
  status: 502,
  message: 'The video-analysis service cannot say at present where the images of this job are.',
  whatToDo: WAIT,
})

export const FrameNotAnImage = ownError({
  code: 'FRAME_NOT_AN_IMAGE',
  status: 502,
  message: 'The image store did not answer with a JPEG, PNG or WebP image.',
  whatToDo: WAIT,
})
export const FrameTooLarge = ownError({
  code: 'FRAME_TOO_LARGE',
  status: 502,
  message: 'The image is larger than FRAME_MAX_BYTES allows.',
  whatToDo: WAIT,
})
export const FrameRefused = ownError({
  code: 'FRAME_REFUSED',
  status: 502,
  message:
    'The image store refused the image. Its link may have expired: reload the job for a new one.',
  whatToDo: WAIT,
})
export const FrameUnavailable = ownError({
  code: 'FRAME_UNAVAILABLE',
  status: 502,
  message: 'The image store cannot be reached.',
  whatToDo: WAIT,
})
export const FrameStoreFailed = ownError({
  code: 'FRAME_STORE_FAILED',
  status: 502,
  message: 'The image store cannot give images at present.',
  whatToDo: WAIT,
})
export const FrameTimeout = ownError({
  code: 'FRAME_TIMEOUT',
  status: 504,
  message: 'The image store did not answer in time.',
  whatToDo: WAIT,
})
export const FrameBusy = ownError({
  code: 'FRAME_BUSY',
  status: 503,
  message: 'Too many images are being fetched.',
  whatToDo: WAIT,
  retryAfterSec: 1,
})

export const VideoSourceNotAllowed = ownError({
  code: 'VIDEO_SOURCE_NOT_ALLOWED',
  status: 403,
  message:
    'The video is at %s, which the setting FRAME_SOURCES does not list. So Touchline does not open it.',
  whatToDo: 'If people may see the video from here, ask an administrator to add that place.',
})
export const VideoAddressInvalid = ownError({
  code: 'VIDEO_ADDRESS_INVALID',
  status: 404,
  message:
    'The address of the job’s video is not a plain http or https address, so Touchline does not open it.',
  whatToDo: CHECK,
})

const OTHER_VIDEO = 'Open “Use another video instead” and give the address of the video.'
/** A form asks for the video of a job that the service no longer knows. */
export const VideoOwnerGone = ownError({
  code: 'JOB_NOT_FOUND',
  status: 404,
  message: 'The job whose video this form uses is gone.',
  whatToDo: OTHER_VIDEO,
})
export const VideoNotNamed = ownError({
  code: 'VIDEO_NOT_NAMED',
  status: 409,
  message:
    'The service does not say where the video of this job is kept, so no other job can use it.',
  whatToDo: OTHER_VIDEO,
})
