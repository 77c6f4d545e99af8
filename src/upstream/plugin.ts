import fp from 'fastify-plugin'
import Pool from 'undici/lib/dispatcher/pool.js'
import type { Config } from '../config/index.ts'
import { ApiBaseUrlMissing } from '../errors/service.ts'
import { createBreaker } from './breaker.ts'
import { createGuardedSend } from './guarded-send.ts'
import { jobOf } from './job-of.ts'
import { CallPlaces } from './places.ts'
import { createSingleFlight } from './single-flight.ts'
import type { Upstream } from './types.ts'

declare module 'fastify' {
  interface FastifyInstance {
    upstream: Upstream
  }
}

export interface UpstreamOptions {
  config: Config
  /** Milliseconds of a clock that is never set back. */
  now: () => number
}

/** Connections to the service: enough for a club, and a limit to what we ask of it. */
const CONNECTIONS = 64
/** Calls of one job at a time: the rest of the connections is for the other jobs. */
const CALLS_OF_JOB = 48
const MOST_WAITING_CALLS = 1_000
const CONNECT_TIMEOUT_MS = 5_000

export const upstreamPlugin = fp<UpstreamOptions>(
  async (app, { config, now }) => {
    app.decorate('upstream', config.apiBaseUrl === null ? missing() : connect(config.apiBaseUrl))

    function connect(baseUrl: string): Upstream {
      const { origin, pathname } = new URL(baseUrl)
      const prefix = pathname.replace(/\/$/, '')
      const timeout = config.upstreamTimeoutMs
      const pool = new Pool(origin, {
        connections: CONNECTIONS,
        pipelining: 1,
        allowH2: false, // all answers of an HTTP/2 connection share their memory (release-buffer.ts)
        headersTimeout: 0, // the deadline of the whole call ends every wait
        bodyTimeout: 0,
        connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, timeout) },
      })
      app.addHook('onClose', () => pool.destroy())
      const breaker = createBreaker(now)
      let answers = 0
      const guarded = createGuardedSend({
        dispatcher: pool,
        prefix,
        timeout,
        authorization: config.upstreamAuthorization,
        breaker,
        places: new CallPlaces({
          all: CONNECTIONS,
          ofJob: CALLS_OF_JOB,
          waiting: MOST_WAITING_CALLS,
        }),
        count(outcome, ms) {
          if (outcome === 'answered') answers += 1
          app.metrics.upstreamCall(outcome, ms)
        },
        trace: app.tracing?.beginCall ?? null,
      })
      const flights = createSingleFlight(guarded, (path) => !breaker.isOpenFor(jobOf(path)))
      const { send } = flights

      return {
        configured: true,
        get paused() {
          return breaker.isOpen
        },
        get pausedJobs() {
          return breaker.openJobs
        },
        get answers() {
          return answers
        },
        get changes() {
          return flights.changes
        },
        send,
        get: (path, context) =>
          send(
            { method: 'GET', path, headers: ['accept', 'application/json'], body: null },
            context,
          ),
        post: (path, body, headers, context) =>
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
            context,
          ),
      }
    }
  },
  { name: 'upstream', dependencies: ['metrics', 'tracing'] },
)

/** Without `API_BASE_URL` the process runs, and every call throws the error that says what is missing. */
function missing(): Upstream {
  const refuse = () => Promise.reject(new ApiBaseUrlMissing())
  return {
    configured: false,
    paused: false,
    pausedJobs: 0,
    answers: 0,
    changes: 0,
    send: refuse,
    get: refuse,
    post: refuse,
  }
}
