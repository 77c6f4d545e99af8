import type { FastifyError } from 'fastify'
import { UpstreamBadAnswer, UpstreamTimeout, UpstreamUnreachable } from '../../errors.ts'
import { AnswerTooLargeError, ClientGoneError, DeadlineError, ExchangeError } from './exchange.ts'

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
const GARBAGE = /^(HPE_|UND_ERR_(HEADERS_OVERFLOW|RES_|INVALID|RESPONSE))/

export function isClientGone(error: unknown): boolean {
  return error instanceof ExchangeError && error.cause instanceof ClientGoneError
}

/** The connection broke before the first byte of an answer: a read may be sent again (rule 8). */
export function mayRetry(error: unknown): boolean {
  return (
    error instanceof ExchangeError &&
    !error.answering &&
    !(error.cause instanceof DeadlineError) &&
    !(error.cause instanceof ClientGoneError) &&
    !TIMEOUTS.has(codeOf(error.cause))
  )
}

/**
 * Any failed call as an error of the catalogue: time-outs 504, the rest 502, without address or errno
 * (SECURITY section 2). A change that may have reached the upstream says so.
 */
export function toCatalogueError(error: unknown, method: string): FastifyError {
  const cause = error instanceof ExchangeError ? error.cause : error
  const code = codeOf(cause)
  const maybeDone =
    method !== 'GET' && error instanceof ExchangeError && error.sent && !NOT_SENT.has(code)
  const hint = maybeDone
    ? ' The change may have been made: look at the job before you try again.'
    : ''
  if (cause instanceof DeadlineError || TIMEOUTS.has(code)) return new UpstreamTimeout(hint)
  if (cause instanceof AnswerTooLargeError || GARBAGE.test(code) || code === 'ERR_ASSERTION') {
    return new UpstreamBadAnswer(hint)
  }
  return new UpstreamUnreachable(hint)
}

export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
