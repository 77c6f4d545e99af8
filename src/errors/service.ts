/** Errors on the way to the video-analysis service. */
import { CHECK_SETTING, WAIT } from './next-steps.ts'
import { ownError } from './own-error.ts'

export const ApiBaseUrlMissing = ownError({
  code: 'API_BASE_URL_MISSING',
  status: 500,
  pageStatus: 503,
  message: 'API_BASE_URL is not set.',
  exactBody: 'API_BASE_URL missing',
  whatToDo:
    'Set API_BASE_URL to the address of the video-analysis service and FRAME_SOURCES to that of its image store, then start Touchline again.',
})

/** For errors about a change that was sent: nobody knows whether it was made. */
export const MAY_HAVE_BEEN_MADE =
  ' The change may have been made: look at the job before you try again.'

export function saysMayHaveBeenMade(words: string): boolean {
  return words.endsWith(MAY_HAVE_BEEN_MADE)
}

export const UpstreamUnreachable = ownError({
  code: 'UPSTREAM_UNREACHABLE',
  status: 502,
  message: 'The video-analysis service cannot be reached.%s',
  whatToDo: WAIT,
})
export const UpstreamTimeout = ownError({
  code: 'UPSTREAM_TIMEOUT',
  status: 504,
  message: 'The video-analysis service did not answer in time.%s',
  whatToDo: WAIT,
})

const UNREADABLE = 'The video-analysis service gave an answer that cannot be read.'
/** The answer was incomplete, or not HTTP. */
export const UpstreamBadAnswer = ownError({
  code: 'UPSTREAM_BAD_ANSWER',
  status: 502,
  message: `${UNREADABLE}%s`,
  whatToDo: WAIT,
})
/** A complete JSON answer that no job API would give: without data, nested too deep, or too long to read. */
export const UpstreamUnreadable = ownError({
  code: 'UPSTREAM_BAD_ANSWER',
  status: 502,
  message: UNREADABLE,
  whatToDo: WAIT,
})
/** The answer was not JSON. Most likely `API_BASE_URL` names something else. */
export const UpstreamNotJson = ownError({
  code: 'UPSTREAM_BAD_ANSWER',
  status: 502,
  message:
    'What answers at API_BASE_URL is not the video-analysis service: it gave no JSON. Check the setting.',
  whatToDo: CHECK_SETTING,
})
export const UpstreamRedirects = ownError({
  code: 'UPSTREAM_BAD_ANSWER',
  status: 502,
  message:
    'The video-analysis service redirects elsewhere. Set API_BASE_URL to the address that it redirects to.',
  whatToDo: CHECK_SETTING,
})

/**
 * A read of a job got a 404 that is not the service's own. The path is wrong, another server answers, or a proxy
 * answers while the service is away. Scripts get the answer unchanged.
 */
export class UpstreamKnowsNoJobs extends ownError({
  code: 'UPSTREAM_KNOWS_NO_JOBS',
  status: 502,
  message:
    'What answers at API_BASE_URL knows no jobs there. Check the address in the setting, and its path.',
  whatToDo: CHECK_SETTING,
}) {
  readonly answer: RefusedAnswer
  constructor(answer: RefusedAnswer) {
    super()
    this.answer = answer
  }
}

const HELD_BACK = 'several times in a row. Calls are held back for a moment.'
export const UpstreamPaused = ownError({
  code: 'UPSTREAM_PAUSED',
  status: 503,
  message: `The video-analysis service has not answered ${HELD_BACK}`,
  whatToDo: WAIT,
  retryAfterSec: 1,
})
export const UpstreamPausedForJob = ownError({
  code: 'UPSTREAM_PAUSED',
  status: 503,
  message: `The video-analysis service has not answered for this job ${HELD_BACK}`,
  whatToDo: WAIT,
  retryAfterSec: 1,
})
/** Too many calls already wait for the service. */
export const UpstreamBusy = ownError({
  code: 'UPSTREAM_BUSY',
  status: 503,
  message: 'Too many requests wait for the video-analysis service.',
  whatToDo: WAIT,
  retryAfterSec: 1,
})

/** An answer of the service, which scripts get unchanged. */
export interface RefusedAnswer {
  status: number
  headers: Record<string, string | string[]>
  body: Buffer
  lease: { release(): void }
}

/**
 * The service refused a call. Scripts get its answer unchanged. Pages show its words, and the next step for its
 * code (`errorAdvice`). `status` must be one that we may send.
 */
export class UpstreamRefusal extends ownError({
  code: 'UPSTREAM_REFUSAL',
  status: 502,
  message: 'The video-analysis service refused the request.',
  whatToDo: WAIT,
}) {
  readonly json: unknown
  readonly answer: RefusedAnswer
  constructor(status: number, json: unknown, answer: RefusedAnswer) {
    super()
    this.statusCode = status
    this.json = json
    this.answer = answer
  }
}
