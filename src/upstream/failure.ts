import type { FastifyError } from 'fastify'
import { Overloaded } from '../errors/access.ts'
import {
  ApiBaseUrlMissing,
  MAY_HAVE_BEEN_MADE,
  saysMayHaveBeenMade,
  UpstreamBadAnswer,
  UpstreamBusy,
  UpstreamPaused,
  UpstreamPausedForJob,
  UpstreamTimeout,
  UpstreamUnreachable,
} from '../errors/service.ts'
import { isRunOut } from '../lib/run-out.ts'
import type { Failure } from './breaker.ts'
import { NoPlaceInTimeError } from './places.ts'
import {
  AnswerTooLargeError,
  ClientGoneError,
  DeadlineError,
  UpstreamRequestError,
} from './request.ts'

const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
])

/** Failures that happen before any byte of the request can have left. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** undici's and Node's codes for an answer that breaks HTTP. */
const GARBAGE = /^(HPE_|ERR_ASSERTION|UND_ERR_(HEADERS_OVERFLOW|RES_|INVALID|RESPONSE))/

/** Failures of a connection, not of what was said on it. */
const BROKEN_CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

/**
 * True if an error answer does not tell whether the change was made: it comes from a gateway, which gave up waiting
 * or has its own words. `json` is undefined if the body is not JSON.
 */
export function leavesOpen(status: number, json: unknown): boolean {
  return status === 408 || (status >= 500 && json === undefined)
}

/** What a failed call says of the service or of its job; null if it says nothing. */
export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof UpstreamRequestError)) return null
  const { cause, sent } = error
  if (cause instanceof ClientGoneError || cause instanceof NoPlaceInTimeError) return null
  if (isRunOut(cause)) return null
  return sent ? 'broken' : 'unconnected'
}

export function isClientGone(error: unknown): boolean {
  return error instanceof UpstreamRequestError && error.cause instanceof ClientGoneError
}

/** True if the connection broke before an answer began: a read may be sent again (docs/architecture.md#rule-8). */
export function mayRetry(error: unknown): boolean {
  return (
    error instanceof UpstreamRequestError &&
    !error.answering &&
    BROKEN_CONNECTION.has(codeOf(error.cause)) &&
    !isGarbage(error.cause)
  )
}

/**
 * Turns a failed call into an error of the catalogue: 504 for time-outs, 503 if files or memory have run out, else 502.
 * The error has no address or errno (docs/security.md#promises-and-their-tests). It says if a change may have left.
 */
export function toCatalogueError(error: unknown, method: string): FastifyError {
  const cause = error instanceof UpstreamRequestError ? error.cause : error
  const code = codeOf(cause)
  const maybeDone =
    method !== 'GET' && error instanceof UpstreamRequestError && error.sent && !NOT_SENT.has(code)
  if (isRunOut(cause) && !maybeDone) return new Overloaded()
  const hint = maybeDone ? MAY_HAVE_BEEN_MADE : ''
  if (cause instanceof DeadlineError || TIMEOUTS.has(code)) return new UpstreamTimeout(hint)
  const answering = error instanceof UpstreamRequestError && error.answering
  if (answering || cause instanceof AnswerTooLargeError || isGarbage(cause)) {
    return new UpstreamBadAnswer(hint)
  }
  return new UpstreamUnreachable(hint)
}

/** Errors after which no part of a change can have left. */
const NOT_TRIED = [
  ApiBaseUrlMissing,
  Overloaded,
  UpstreamBusy,
  UpstreamPaused,
  UpstreamPausedForJob,
]

/** Errors of a call without a complete answer. */
const FAILED_CALL = [UpstreamBadAnswer, UpstreamTimeout, UpstreamUnreachable]

/**
 * True if the change that met this error was surely not made, because no part of it can have left. An error of a change
 * that may have reached the service says so in its words (`toCatalogueError`).
 */
export function wasNotSent(error: FastifyError): boolean {
  if (NOT_TRIED.some((Kind) => error instanceof Kind)) return true
  return FAILED_CALL.some((Kind) => error instanceof Kind) && !saysMayHaveBeenMade(error.message)
}

/** undici reports an answer out of turn (100, 101) as a failure of the socket, told apart by its words. */
function isGarbage(cause: unknown): boolean {
  const code = codeOf(cause)
  return (
    code === 'HTTPParserError' ||
    GARBAGE.test(code) ||
    (code === 'UND_ERR_SOCKET' && /^bad /.test((cause as { message: string }).message))
  )
}

/** The code of a failure, or its name where it has no code, as undici's parser errors have none. */
export function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : typeof name === 'string' ? name : ''
}
