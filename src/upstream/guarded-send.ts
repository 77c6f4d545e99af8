import type { FastifyError } from 'fastify'
import type { Dispatcher } from 'undici'
import { UpstreamBusy, UpstreamPaused, UpstreamPausedForJob } from '../errors/service.ts'
import { type Trace, withTrace } from '../lib/trace.ts'
import type { CallSpan } from '../telemetry/tracing.ts'
import type { Breaker, Permit } from './breaker.ts'
import { failureOf, isClientGone, mayRetry, toCatalogueError } from './failure.ts'
import { jobOf } from './job-of.ts'
import { logErrorAnswer, logFailedCall } from './log.ts'
import type { CallPlaces } from './places.ts'
import { sendRequest, UpstreamRequestError } from './request.ts'
import { createRetryBudget } from './retry-budget.ts'
import type { Send } from './single-flight.ts'
import type { Answer, RequestContext, RequestSpec } from './types.ts'

export interface GuardedSendOptions {
  dispatcher: Dispatcher
  /** The path of `API_BASE_URL`, without its last slash. */
  prefix: string
  /** Longest time of one call, milliseconds, with the wait for a place and a second try. */
  timeout: number
  authorization: string | null
  breaker: Breaker
  places: CallPlaces
  count: (outcome: string, ms: number) => void
  /** Null where nobody traces. */
  trace: ((method: string, path: string, parent: Trace | undefined) => CallSpan) | null
}

/**
 * One call with all its guards: the breaker, a place among the running calls, one deadline, and a second try for a
 * read whose connection broke. Throws errors of the catalogue.
 */
export function createGuardedSend(options: GuardedSendOptions): Send {
  const { dispatcher, prefix, timeout, authorization, breaker, places, count, trace } = options
  const retries = createRetryBudget()
  const ours = authorization === null ? [] : ['authorization', authorization]

  async function send(call: RequestSpec, context: RequestContext): Promise<Answer> {
    const job = jobOf(call.path)
    const permit = breaker.enter(job)
    if (permit === null) throw paused(job)
    const start = performance.now()
    const span = trace === null ? null : trace(call.method, call.path, context.trace)
    const told = span?.trace ?? context.trace
    const headers = told === undefined ? call.headers : withTrace(call.headers, told)
    const whole: RequestSpec = {
      method: call.method,
      path: prefix + call.path,
      headers: [...headers, 'x-request-id', context.requestId, ...ours],
      body: call.body,
      signal: context.signal,
    }
    let answer: Answer
    try {
      answer = await inPlace(whole, job, permit, start)
    } catch (error) {
      const failure = failed(error, job, permit, call, context)
      span?.end(codeOf(failure))
      throw failure
    }
    span?.end(answer.status)
    count('answered', performance.now() - start)
    breaker.answered(job)
    retries.answered()
    if (answer.status >= 400) logErrorAnswer(call, answer, context.log)
    return answer
  }

  async function inPlace(
    call: RequestSpec,
    job: string,
    permit: Permit,
    start: number,
  ): Promise<Answer> {
    const place = places.enter(job, call.signal, timeout)
    if (place !== null) await place
    try {
      // Earlier calls may have failed meanwhile, so that this call would be useless.
      if (place !== null && permit === 'call' && breaker.isOpenFor(job)) throw paused(job)
      return await attempt(call, start)
    } finally {
      places.leave(job)
    }
  }

  async function attempt(call: RequestSpec, start: number): Promise<Answer> {
    try {
      return await sendRequest(dispatcher, call, timeLeft(start))
    } catch (error) {
      if (call.method !== 'GET' || !mayRetry(error) || !retries.take()) throw error
      count('retried', 0)
      return sendRequest(dispatcher, call, timeLeft(start))
    }
  }

  const timeLeft = (start: number) => Math.max(0, start + timeout - performance.now())

  function paused(job: string): FastifyError {
    count('paused', 0)
    const Paused = breaker.isOpen ? UpstreamPaused : UpstreamPausedForJob
    return new Paused().after(breaker.retryAfterSec(job))
  }

  /** Counts and logs a call without a complete answer. @returns the failure as an error of the catalogue */
  function failed(
    error: unknown,
    job: string,
    permit: Permit,
    call: RequestSpec,
    context: RequestContext,
  ): Error {
    const failure = failureOf(error)
    if (failure === null) breaker.abandoned(job, permit)
    else breaker.failed(job, permit, failure)
    if (error instanceof UpstreamBusy) count('busy', 0)
    if (!(error instanceof UpstreamRequestError)) return error as Error
    const reason = toCatalogueError(error, call.method)
    if (isClientGone(error)) {
      count('client_gone', 0)
      return reason
    }
    count(reason.code, 0)
    logFailedCall(call, reason, error, context.log)
    return reason
  }

  return send
}

function codeOf(error: Error & { code?: string }): string {
  return error.code ?? error.name
}
