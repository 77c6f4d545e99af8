import type { FastifyError } from 'fastify'
import t from 'tap'
import { publicError } from '../../src/http/error-handler.ts'
import { thrownErrors } from '../support/catalogue.ts'

/** What scripts decide on. A line that changes here changes an answer that they know. */
const STATUS_OF_CODE: Record<string, number> = {
  ADMINISTRATORS_ONLY: 403,
  AMBIGUOUS_REQUEST: 400,
  API_BASE_URL_MISSING: 500,
  BAD_REQUEST: 400,
  BODY_TOO_LARGE: 413,
  CLIENT_LEFT: 499,
  CLUB_LIST_OFF: 503,
  CROSS_SITE_WRITE: 403,
  FRAME_BUSY: 503,
  FRAME_JOB_UNREADABLE: 502,
  FRAME_NOT_AN_IMAGE: 502,
  FRAME_NOT_IN_JOB: 404,
  FRAME_REFUSED: 502,
  FRAME_SOURCE_NOT_ALLOWED: 400,
  FRAME_STORE_FAILED: 502,
  FRAME_TIMEOUT: 504,
  FRAME_TOO_LARGE: 502,
  FRAME_UNAVAILABLE: 502,
  FRAME_URL_INVALID: 400,
  FRAME_URL_MISSING: 400,
  HEADERS_TOO_LARGE: 431,
  HOST_NOT_TAKEN: 421,
  INTERNAL_ERROR: 500,
  INVALID_BODY: 400,
  INVALID_FORM: 400,
  INVALID_JOB_ID: 400,
  INVALID_MATCH_ID: 400,
  INVALID_QUERY: 400,
  INVALID_URL: 400,
  JOB_BUSY: 503,
  JOB_NOT_FOUND: 404,
  JOB_UNKNOWN: 404,
  LINKS_FULL: 409,
  LINK_BUSY: 503,
  LINK_ENDED: 404,
  LINK_NOT_SHOWN: 404,
  LINK_TOO_OFTEN: 429,
  LINK_WITHOUT_FILE: 404,
  MALFORMED_BODY: 400,
  METHOD_NOT_ALLOWED: 405,
  NOTES_FULL: 409,
  NOT_FOUND: 404,
  NO_RESULT: 409,
  NO_ROLE: 403,
  NO_SUCH_FRAME: 404,
  OVERLOADED: 503,
  READ_ONLY: 403,
  READ_ONLY_TOKEN: 403,
  REQUEST_TIMEOUT: 408,
  SIGN_IN_AWAY: 503,
  SIGN_IN_BUSY: 503,
  SIGN_IN_FAILED: 403,
  STREAMS_BUSY: 503,
  TOO_MANY_FAILURES: 429,
  UNAUTHENTICATED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UPSTREAM_BAD_ANSWER: 502,
  UPSTREAM_BUSY: 503,
  UPSTREAM_KNOWS_NO_JOBS: 502,
  UPSTREAM_PAUSED: 503,
  UPSTREAM_TIMEOUT: 504,
  UPSTREAM_UNREACHABLE: 502,
  VIDEO_ADDRESS_INVALID: 404,
  VIDEO_NOT_NAMED: 409,
  VIDEO_SOURCE_NOT_ALLOWED: 403,
}

/** One of each kind of the catalogue, but for the service's own refusal, which has its own status. */
async function catalogued() {
  const thrown = await thrownErrors()
  thrown.delete('UpstreamRefusal')
  return [...thrown.values()]
}

t.test('every error of the catalogue is told with the status that its code has', async (t) => {
  for (const error of await catalogued()) {
    const { status, code, message } = publicError(error)
    t.equal(status, STATUS_OF_CODE[code], code)
    t.match(message, /[a-z]{4}/, code)
    t.notMatch(message, /%s|undefined|\[object/, code)
  }
  const codes = (await catalogued()).map(({ code }) => code)
  t.strictSame(Object.keys(STATUS_OF_CODE).sort(), [...new Set(codes)].sort())
})

t.test('who is turned away for a while is told when to come again', async (t) => {
  for (const error of await catalogued()) {
    const comesAgain = [429, 503].includes(STATUS_OF_CODE[error.code] ?? 0)
    t.equal((error.retryAfterSec ?? 0) > 0, comesAgain, error.code)
  }
})

t.test('whatever else is thrown tells nothing of itself', async (t) => {
  const secret = 'secret at 10.0.0.1:5432'
  const thrown = [
    new Error(secret),
    Object.assign(new Error(secret), { code: 'ECONNREFUSED' }),
    Object.assign(new TypeError(secret), { code: 'ERR_INVALID_ARG_TYPE' }),
    Object.assign(new Error(secret), { code: 'UND_ERR_SOCKET', statusCode: 503 }),
    Object.assign(new Error(secret), { code: 'FST_ERR_SEND_INSIDE_ONERR', statusCode: 500 }),
    Object.assign(new Error(secret), { statusCode: 418 }),
    Object.assign(new Error(secret), { code: 'FST_ERR_VALIDATION', statusCode: 400 }),
  ]
  for (const error of thrown) {
    const said = publicError(error as FastifyError)
    t.notMatch(said, { message: /secret/ })
    t.match(said.code, /^(INTERNAL_ERROR|BAD_REQUEST)$/)
  }
})
