import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Counter, Histogram, Registry } from 'prom-client'
import { Durations } from './metrics/durations.ts'

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

/** What has been counted since the last look at `/metrics`; only then it is given to the counter, which is slow. */
interface Tally<Labels extends string> {
  labels: Record<Labels, string>
  count: number
}

/** The counters of one route, found once and kept with the route. */
interface RouteCounters {
  route: string
  /** By method and status. */
  answers: Map<string, Tally<'method' | 'route' | 'status'>>
  durations: Durations
}

/** What Prometheus reads at `/metrics`; labels are routes, never addresses. */
export const metricsPlugin = fp(
  async (app) => {
    const registry = new Registry()
    const registers = [registry]
    const answered: Tally<'method' | 'route' | 'status'>[] = []
    const outcomes = new Map<CallOutcome, Tally<'outcome'>>()
    new Counter({
      name: 'touchline_http_requests_total',
      help: 'Answers by route and status',
      labelNames: ['method', 'route', 'status'],
      registers,
      collect() {
        hand(answered, this)
      },
    })
    const byRoute: Durations[] = []
    const requestSeconds = new Histogram({
      name: 'touchline_http_request_duration_seconds',
      help: 'Time from the request to the end of its answer, by route',
      labelNames: ['route'],
      buckets: SECONDS,
      registers,
      collect() {
        for (const durations of byRoute) durations.hand()
      },
    })
    new Counter({
      name: 'touchline_upstream_calls_total',
      help: 'Calls to the video-analysis service by how they ended',
      labelNames: ['outcome'],
      registers,
      collect() {
        hand(outcomes.values(), this)
      },
    })
    const calls: Durations = new Durations(
      new Histogram({
        name: 'touchline_upstream_duration_seconds',
        help: 'Time of calls that the video-analysis service answered',
        buckets: SECONDS,
        registers,
        collect: () => calls.hand(),
      }),
    )
    const frameBytes = new Counter({
      name: 'touchline_frame_bytes_total',
      help: 'Bytes of images sent',
      registers,
    })
    const counters = new WeakMap<object, RouteCounters>()

    function countersOf({ routeOptions, is404 }: FastifyRequest): RouteCounters {
      const known = counters.get(routeOptions.config)
      if (known) return known
      const route = is404 ? 'none' : (routeOptions.url ?? 'none')
      const durations = new Durations(requestSeconds.labels({ route }))
      const made = { route, answers: new Map(), durations }
      byRoute.push(durations)
      counters.set(routeOptions.config, made)
      return made
    }

    app.addHook('onResponse', (request, reply, done) => {
      const { route, answers, durations } = countersOf(request)
      const { method } = request
      const key = method + reply.statusCode
      let tally = answers.get(key)
      if (tally === undefined) {
        tally = { labels: { method, route, status: String(reply.statusCode) }, count: 0 }
        answers.set(key, tally)
        answered.push(tally)
      }
      tally.count += 1
      durations.add(reply.elapsedTime)
      if (route.endsWith('/frame-proxy')) {
        frameBytes.inc(Number(reply.getHeader('content-length') ?? 0))
      }
      done()
    })

    app.decorate('metrics', {
      registry,
      upstreamCall(outcome: CallOutcome, ms: number) {
        const tally = outcomes.get(outcome)
        if (tally === undefined) outcomes.set(outcome, { labels: { outcome }, count: 1 })
        else tally.count += 1
        if (outcome === 'answered') calls.add(ms)
      },
    })
  },
  { name: 'metrics' },
)

function hand<Labels extends string>(tallies: Iterable<Tally<Labels>>, counter: Counter<Labels>) {
  for (const tally of tallies) {
    if (tally.count === 0) continue
    counter.inc(tally.labels, tally.count)
    tally.count = 0
  }
}
