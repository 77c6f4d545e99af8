import fp from 'fastify-plugin'
import Counter from 'prom-client/lib/counter.js'
import Registry from 'prom-client/lib/registry.js'
import { Durations } from './durations.ts'
import { Tallies } from './tallies.ts'

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics
  }
}

/** How a call upstream ended; `answered` whatever the status. */
export type CallOutcome = 'answered' | 'client_gone' | 'paused' | 'retried' | string

interface Metrics {
  registry: Registry
  /** A call that took `ms` from its first try to its end. */
  upstreamCall(outcome: CallOutcome, ms: number): void
  imageSent(bytes: number): void
}

/** Statuses that say "later". */
const LIMITS = new Set([429, 503])

/** What Prometheus reads at `/metrics`; labels are routes, never addresses. */
export const metricsPlugin = fp(
  async (app) => {
    const registry = new Registry()
    const registers = [registry]
    const requests = new Tallies()
    new Counter({
      name: 'touchline_http_requests_total',
      help: 'Requests that have ended, by route and status; 499: the client left',
      labelNames: ['method', 'route', 'status'],
      registers,
      collect() {
        app.answered.hand()
        requests.hand(this)
      },
    })
    const requestDurations = new Durations(registry, {
      name: 'touchline_http_request_duration_seconds',
      help: 'Time from the request to its end, by route',
      label: 'route',
      before: () => app.answered.hand(),
    })
    const turnedAway = new Tallies()
    new Counter({
      name: 'touchline_turned_away_total',
      help: 'Requests that met a limit of ours (429, 503), by the code of the answer',
      labelNames: ['code'],
      registers,
      collect() {
        turnedAway.hand(this)
      },
    })
    app.answered.each((answered) => {
      for (const { method, route, status, ms, failure } of answered) {
        requests.add(method, route, String(status))
        requestDurations.add(ms, route)
        if (failure !== null && LIMITS.has(status)) turnedAway.add(failure)
      }
    })

    const calls = new Tallies()
    new Counter({
      name: 'touchline_upstream_calls_total',
      help: 'Calls to the video-analysis service by how they ended',
      labelNames: ['outcome'],
      registers,
      collect() {
        calls.hand(this)
      },
    })
    const callDurations = new Durations(registry, {
      name: 'touchline_upstream_duration_seconds',
      help: 'Time of calls that the video-analysis service answered',
    })
    const frameBytes = new Counter({
      name: 'touchline_frame_bytes_total',
      help: 'Bytes of images sent',
      registers,
    })

    app.decorate('metrics', {
      registry,
      upstreamCall(outcome: CallOutcome, ms: number) {
        calls.add(outcome)
        if (outcome === 'answered') callDurations.add(ms)
      },
      imageSent: (bytes: number) => frameBytes.inc(bytes),
    })
  },
  { name: 'metrics', dependencies: ['access-log'] },
)
