import type { FastifyBaseLogger, FastifyError, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Pool } from 'undici'
import type { Config } from '../config.ts'
import { cutSignatures } from '../domain/redaction.ts'
import { ApiBaseUrlMissing, UpstreamPaused } from '../errors.ts'
import { createBreaker, type Pass } from './upstream/breaker.ts'
import { type Answer, type Call, exchange } from './upstream/exchange.ts'
import { codeOf, isClientGone, mayRetry, toCatalogueError } from './upstream/failure.ts'
import { createRetryBudget } from './upstream/retry-budget.ts'
import type { Signal } from './upstream/signal.ts'
import { createSingleFlight } from './upstream/single-flight.ts'

declare module 'fastify' {
  interface FastifyInstance {
    upstream: Upstream
  }
}

/** What a call needs to know of the request that it is made for. */
export interface Caller {
  requestId: string
  log: FastifyBaseLogger
  signal?: Signal | undefined
  /** Wants what is so now: joins no read that began before. */
  fresh?: boolean
}

/** The one way to the video-analysis service: JSON routes, pages and the frame proxy share it. */
export interface Upstream {
  readonly configured: boolean
  /** Whether calls are being held back because the service does not answer. */
  readonly paused: boolean
  /** Grows with every change that is sent and again when it has ended: what was read before is outdated. */
  readonly changes: number
  /**
   * Sends a call and gives back the complete answer, whatever its status. Identical reads in flight
   * share one call.
   * @param call path without the prefix of `API_BASE_URL`; headers end-to-end
   * @throws ApiBaseUrlMissing, UpstreamUnreachable, UpstreamBadAnswer, UpstreamTimeout, UpstreamPaused
   */
  send(call: Call, caller: Caller): Promise<Answer>
  /** `GET /jobs/:id` and the like, for our own reading: identity encoding, no caller's headers. */
  get(path: string, caller: Caller): Promise<Answer>
  /** A change made by a page. Never sent twice. */
  post(
    path: string,
    body: unknown,
    headers: Record<string, string>,
    caller: Caller,
  ): Promise<Answer>
}

export interface UpstreamOptions {
  config: Config
  now?: () => number
}

/** How much of an error answer goes into the log, characters. */
const LOGGED_BODY = 2_000

/** Connections to the service: enough for a club, and a limit to what we ask of it. */
const CONNECTIONS = 64
const CONNECT_TIMEOUT_MS = 5_000

export function callerOf(request: FastifyRequest): Caller {
  return { requestId: request.id, log: request.log, signal: request.ending }
}

export const upstreamPlugin = fp<UpstreamOptions>(
  async (app, { config, now = Date.now }) => {
    app.decorate('upstream', config.apiBaseUrl === null ? missing() : connect(config.apiBaseUrl))

    function connect(baseUrl: string): Upstream {
      const { origin, pathname } = new URL(baseUrl)
      const prefix = pathname.replace(/\/$/, '')
      const timeout = config.upstreamTimeoutMs
      const pool = new Pool(origin, {
        connections: CONNECTIONS,
        pipelining: 1,
        allowH2: false, // there all answers of a connection share their memory (give-back.ts)
        headersTimeout: 0, // the deadline of the whole call ends every wait
        bodyTimeout: 0,
        connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, timeout) },
      })
      const breaker = createBreaker(now)
      const retries = createRetryBudget()
      const authorization =
        config.upstreamAuthorization === null ? [] : ['authorization', config.upstreamAuthorization]
      app.addHook('onClose', () => pool.destroy())

      const sendAlone = async (call: Call, caller: Caller): Promise<Answer> => {
        const pass = breaker.enter()
        if (pass === null) {
          app.metrics.upstreamCall('paused', 0)
          throw new UpstreamPaused().after(breaker.retryAfterSec())
        }
        const start = performance.now()
        const whole: Call = {
          method: call.method,
          path: prefix + call.path,
          headers: [...call.headers, 'x-request-id', caller.requestId, ...authorization],
          body: call.body,
          signal: caller.signal,
        }
        try {
          const answer = await attempt(whole, start)
          app.metrics.upstreamCall('answered', performance.now() - start)
          breaker.succeeded()
          retries.answered()
          if (answer.status >= 400) logErrorAnswer(call, answer, caller.log)
          return answer
        } catch (error) {
          throw failed(error, pass, call, caller)
        }
      }

      async function attempt(call: Call, start: number): Promise<Answer> {
        try {
          return await exchange(pool, call, timeout)
        } catch (error) {
          if (call.method !== 'GET' || !mayRetry(error) || !retries.take()) throw error
          app.metrics.upstreamCall('retried', 0)
          return exchange(pool, call, Math.max(0, start + timeout - performance.now()))
        }
      }

      /** Counts and logs a call without a complete answer. @returns it as an error of the catalogue */
      function failed(error: unknown, pass: Pass, call: Call, caller: Caller): FastifyError {
        const reason = toCatalogueError(error, call.method)
        if (isClientGone(error)) {
          app.metrics.upstreamCall('client_gone', 0)
          breaker.abandoned(pass)
          return reason
        }
        breaker.failed(pass)
        app.metrics.upstreamCall(reason.code, 0)
        const { method, path } = call
        const cause = codeOf((error as Error).cause)
        caller.log.warn(
          { upstream: { method, path: path.split('?')[0], reason: reason.code, cause } },
          'the video-analysis service gave no complete answer',
        )
        return reason
      }

      const flights = createSingleFlight(sendAlone, () => !breaker.open)
      const { send } = flights

      return {
        configured: true,
        get paused() {
          return breaker.open
        },
        get changes() {
          return flights.changes
        },
        send,
        get: (path, caller) =>
          send(
            { method: 'GET', path, headers: ['accept', 'application/json'], body: null },
            caller,
          ),
        post: (path, body, headers, caller) =>
          send(
            {
              method: 'POST',
              path,
              headers: [
                ...Object.entries(headers).flat(),
                'accept',
                'application/json',
                'content-type',
                'application/json',
              ],
              body: JSON.stringify(body),
            },
            caller,
          ),
      }
    }
  },
  { name: 'upstream', dependencies: ['metrics'] },
)

/** Without `API_BASE_URL` the process lives and every call says what is missing. */
function missing(): Upstream {
  const refuse = () => Promise.reject(new ApiBaseUrlMissing())
  return { configured: false, paused: false, changes: 0, send: refuse, get: refuse, post: refuse }
}

function logErrorAnswer(call: Call, answer: Answer, log: FastifyBaseLogger) {
  const body = cutSignatures(answer.body.toString('utf8', 0, LOGGED_BODY * 4)).slice(0, LOGGED_BODY)
  log.warn(
    {
      upstream: { method: call.method, path: call.path.split('?')[0], status: answer.status, body },
    },
    'the video-analysis service answered with an error',
  )
}
