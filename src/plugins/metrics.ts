import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Counter, Histogram, Registry } from 'prom-client'

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics
  }
}

/** How a call upstream ended; `answered` whatever the status. */
export type CallOutcome = 'answered' | 'client_gone' | 'paused' | 'retried' | string

export interface Metrics {
  registry: Registry
  /** A call that took `ms` from its first try to its end. */
  upstreamCall(outcome: CallOutcome, ms: number): void
}

/** Seconds; the upstream answers in milliseconds and its time-out is 15 s. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]

/** The counters of one route, found once and kept with the route. */
interface RouteCounters {
  route: string
  /** By method and status. */
  answers: Map<string, Counter.Internal>
  duration: Histogram.Internal<'route'>
}

/** What Prometheus reads at `/metrics`; labels are routes, never addresses. */
export const metricsPlugin = fp(
  async (app) => {
    const registry = new Registry()
    const registers = [registry]
    const requests = new Counter({
      name: 'touchline_http_requests_total',
      help: 'Answers by route and status',
      labelNames: ['method', 'route', 'status'],
      registers,
    })
    const durations = new Histogram({
      name: 'touchline_http_request_duration_seconds',
      help: 'Time from the request to the end of its answer, by route',
      labelNames: ['route'],
      buckets: SECONDS,
      registers,
    })
    const calls = new Counter({
      name: 'touchline_upstream_calls_total',
      help: 'Calls to the video-analysis service by how they ended',
      labelNames: ['outcome'],
      registers,
    })
    const callDurations = new Histogram({
      name: 'touchline_upstream_duration_seconds',
      help: 'Time of calls that the video-analysis service answered',
      buckets: SECONDS,
      registers,
    })
    const frameBytes = new Counter({
      name: 'touchline_frame_bytes_total',
      help: 'Bytes of images sent',
      registers,
    })
    const counters = new WeakMap<object, RouteCounters>()
    const outcomes = new Map<CallOutcome, Counter.Internal>()

    function countersOf({ routeOptions, is404 }: FastifyRequest): RouteCounters {
      const known = counters.get(routeOptions.config)
      if (known) return known
      const route = is404 ? 'none' : (routeOptions.url ?? 'none')
      const made = { route, answers: new Map(), duration: durations.labels({ route }) }
      counters.set(routeOptions.config, made)
      return made
    }

    app.addHook('onResponse', (request, reply, done) => {
      const { route, answers, duration } = countersOf(request)
      const { method } = request
      const key = method + reply.statusCode
      let counter = answers.get(key)
      if (counter === undefined) {
        counter = requests.labels({ method, route, status: String(reply.statusCode) })
        answers.set(key, counter)
      }
      counter.inc()
      duration.observe(reply.elapsedTime / 1000)
      if (route.endsWith('/frame-proxy')) {
        frameBytes.inc(Number(reply.getHeader('content-length') ?? 0))
      }
      done()
    })

    app.decorate('metrics', {
      registry,
      upstreamCall(outcome: CallOutcome, ms: number) {
        let counter = outcomes.get(outcome)
        if (counter === undefined) {
          counter = calls.labels({ outcome })
          outcomes.set(outcome, counter)
        }
        counter.inc()
        if (outcome === 'answered') callDurations.observe(ms / 1000)
      },
    })
  },
  { name: 'metrics' },
)
