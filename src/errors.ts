import createError from '@fastify/error'
import type { Fault } from './contracts/faults.ts'
import { ownStatus } from './domain/http/status.ts'

/**
 * The catalogue of our own errors: code, words, status. The error handler turns each into
 * `{ok:false, error:{code,message,details?}, meta:{request_id}}` (docs/architecture.md#own-errors).
 * The words say what to change and never hold an address, an errno or a secret.
 */
export const ApiBaseUrlMissing = createError('API_BASE_URL_MISSING', 'API_BASE_URL missing', 500)
export const MalformedBody = createError('MALFORMED_BODY', '%s', 400)
export const InvalidQuery = createError('INVALID_QUERY', '%s', 400)
export const InvalidJobId = createError(
  'INVALID_JOB_ID',
  'A job id has 1 to 64 letters, digits, hyphens or underscores and starts with a letter or digit.',
  400,
)
export const InvalidUrl = createError('INVALID_URL', 'The address is not a valid URL.', 400)
export const NotFound = createError('NOT_FOUND', 'There is nothing at this address.', 404)
export const MethodNotAllowed = createError('METHOD_NOT_ALLOWED', 'This address takes %s.', 405)
export const NoSuchFrame = createError(
  'NO_SUCH_FRAME',
  'The job has no such frame. It has %s; their numbers begin with 1.',
  404,
)
export const AmbiguousRequest = createError(
  'AMBIGUOUS_REQUEST',
  'The request must be HTTP/1.1 and name one host.',
  400,
)
export const UnsupportedMediaType = createError('UNSUPPORTED_MEDIA_TYPE', '%s', 415)
export const CrossSiteWrite = createError(
  'CROSS_SITE_WRITE',
  'Changes are taken only from the pages of this site or from scripts. %s',
  403,
)
export const HostNotTaken = createError(
  'HOST_NOT_TAKEN',
  'Touchline does not answer under the name %s. Name its address in the setting PUBLIC_ORIGINS, or open it under a loopback name such as localhost.',
  421,
)

export const UpstreamUnreachable = createError(
  'UPSTREAM_UNREACHABLE',
  'The video-analysis service cannot be reached.%s',
  502,
)
export const UpstreamBadAnswer = createError(
  'UPSTREAM_BAD_ANSWER',
  'The video-analysis service gave an answer that cannot be read.%s',
  502,
)
export const UpstreamTimeout = createError(
  'UPSTREAM_TIMEOUT',
  'The video-analysis service did not answer in time.%s',
  504,
)

export const FrameUrlMissing = createError('FRAME_URL_MISSING', 'Missing url', 400)
export const FrameUrlInvalid = createError('FRAME_URL_INVALID', 'Invalid url', 400)
export const FrameSourceNotAllowed = createError(
  'FRAME_SOURCE_NOT_ALLOWED',
  'Images from %s are not allowed. Add it to the setting FRAME_SOURCES to allow it.',
  400,
)
export const FrameNotAnImage = createError(
  'FRAME_NOT_AN_IMAGE',
  'The image store did not answer with a JPEG, PNG or WebP image.',
  502,
)
export const FrameRefused = createError(
  'FRAME_REFUSED',
  'The image store refused the image, as it does when a link has expired. Reload the job for a new link.',
  502,
)
export const FrameUnavailable = createError(
  'FRAME_UNAVAILABLE',
  'The image store cannot be reached.',
  502,
)
export const FrameStoreFailed = createError(
  'FRAME_STORE_FAILED',
  'The image store answered that it cannot give images just now. Try again in a moment.',
  502,
)
export const FrameTimeout = createError(
  'FRAME_TIMEOUT',
  'The image store did not answer in time.',
  504,
)
export const FrameTooLarge = createError(
  'FRAME_TOO_LARGE',
  'The image is larger than FRAME_MAX_BYTES allows.',
  502,
)
export class FrameBusy extends createError(
  'FRAME_BUSY',
  'Too many images are being fetched. Try again in a moment.',
  503,
) {
  retryAfterSec = 1
}
export const FrameJobUnreadable = createError(
  'FRAME_JOB_UNREADABLE',
  'The video-analysis service does not tell where the images of this job are just now.',
  502,
)
export const FrameNotInJob = createError('FRAME_NOT_IN_JOB', 'The job has no such image.', 404)

export const VideoSourceNotAllowed = createError(
  'VIDEO_SOURCE_NOT_ALLOWED',
  'The video is at %s, which the setting FRAME_SOURCES does not list, so Touchline does not lead there.',
  403,
)
export const VideoAddressInvalid = createError(
  'VIDEO_ADDRESS_INVALID',
  'What the job names is no plain address of a video, so Touchline does not lead there.',
  404,
)

/** A 503 that says when to come back; `retryAfterSec` becomes the `Retry-After` header. */
export class UpstreamPaused extends createError(
  'UPSTREAM_PAUSED',
  'The video-analysis service has not answered%s several times in a row. Calls are held back for a moment.',
  503,
) {
  retryAfterSec = 1
  after(seconds: number): this {
    this.retryAfterSec = seconds
    return this
  }
}

/** So many calls wait for the service that one more is turned away. */
export class UpstreamBusy extends createError(
  'UPSTREAM_BUSY',
  'Too many requests wait for the video-analysis service. Try again in a moment.',
  503,
) {
  retryAfterSec = 1
}

/** A request that breaks its contract; `details` names every fault by its JSON path. */
export class InvalidBody extends createError('INVALID_BODY', '%s', 400) {
  readonly details: readonly Fault[]
  constructor(details: readonly Fault[]) {
    super(details.map(({ path, message }) => `${path} ${message}`).join('; '))
    this.details = details
  }
}

/** The upstream answers, but not as a job API does: most likely `API_BASE_URL` names something else. */
export const UpstreamNotJson = createError(
  'UPSTREAM_BAD_ANSWER',
  'What answers at API_BASE_URL is not the video-analysis service: it gave no JSON. Check the setting.',
  502,
)

export const UpstreamRedirects = createError(
  'UPSTREAM_BAD_ANSWER',
  'The video-analysis service redirects elsewhere. Set API_BASE_URL to the address that it redirects to.',
  502,
)

/** A whole answer in JSON, but not one that a job API gives: no data, nested too deep, or too long to read. */
export const UpstreamUnreadable = createError(
  'UPSTREAM_BAD_ANSWER',
  'The video-analysis service gave an answer that cannot be read.',
  502,
)

/** The upstream refused a call that a page made: its own status and words, to be shown as they are. */
export class UpstreamRefusal extends createError(
  'UPSTREAM_REFUSAL',
  'The video-analysis service refused the request.',
) {
  readonly json: unknown
  readonly answer: {
    status: number
    headers: Record<string, string | string[]>
    body: Buffer
    lease: { release(): void }
  }
  constructor(status: number, json: unknown, answer: UpstreamRefusal['answer']) {
    super()
    this.statusCode = ownStatus(status)
    this.json = json
    this.answer = answer
  }
}

/** So many event streams are open that one more is turned away. */
export class StreamsBusy extends createError(
  'STREAMS_BUSY',
  'Too many pages and scripts are watching jobs. Ask from time to time instead.',
  503,
) {
  retryAfterSec = 10
}

/** There is nobody to answer: this never leaves. */
export const ClientLeft = createError('CLIENT_LEFT', 'The client has left.', 499)

/** So many wait to change one job that one more is turned away. */
export class JobBusy extends createError(
  'JOB_BUSY',
  'Too many changes of this job are waiting. Look at the job, then try again.',
  503,
) {
  retryAfterSec = 1
}

export const Unauthenticated = createError('UNAUTHENTICATED', 'Sign in to use this site.', 401)
export const NamedByNobody = createError(
  'UNAUTHENTICATED',
  'The proxy in front of Touchline did not say who you are.',
  401,
)
/** So many passwords wait to be checked that one more is turned away. */
export class SignInBusy extends createError(
  'SIGN_IN_BUSY',
  'Too many people sign in just now. Try again in a moment.',
  503,
) {
  retryAfterSec = 2
}
export const ReadOnlyToken = createError('READ_ONLY_TOKEN', 'This token may read, not change.', 403)
export class TooManyFailures extends createError(
  'TOO_MANY_FAILURES',
  'Too many wrong credentials came from this address. Wait a moment.',
  429,
) {
  retryAfterSec = 1
  after(seconds: number): this {
    this.retryAfterSec = seconds
    return this
  }
}

/** The process has more to do than it can: a little less helps all. */
export class Overloaded extends createError(
  'OVERLOADED',
  'Touchline has too much to do just now. Try again in a moment.',
  503,
) {
  retryAfterSec = 1
}
