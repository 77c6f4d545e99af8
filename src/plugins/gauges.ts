import { performance } from 'node:perf_hooks'
import fp from 'fastify-plugin'
import { Counter, Gauge } from 'prom-client'
import type { LogStream } from './logger.ts'

/** What is looked up when Prometheus asks: the state of the breaker, streams, images, the process. */
export const gaugesPlugin = fp<{ log: LogStream }>(
  async (app, { log }) => {
    const registers = [app.metrics.registry]
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value())
        },
      })
    const total = (name: string, help: string, value: () => number) =>
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset()
          this.inc(value())
        },
      })
    const { cached } = app.frames

    gauge('touchline_upstream_breaker_open', '1 while all calls are held back', () =>
      Number(app.upstream.paused),
    )
    gauge(
      'touchline_upstream_held_jobs',
      'Jobs whose calls alone are held back',
      () => app.upstream.pausedJobs,
    )
    gauge('touchline_open_requests', 'Requests that have not ended', () => app.openRequests)
    gauge('touchline_locked_jobs', 'Jobs that somebody is changing', () => app.lockedJobs)
    gauge('touchline_image_places', 'Places that images take or wait for', () => app.frames.places)
    new Counter({
      name: 'touchline_background_faults_total',
      help: 'Faults in work that no request waits for',
      labelNames: ['work'],
      registers,
      collect() {
        this.reset()
        for (const [work, count] of app.background.faults) this.inc({ work }, count)
      },
    })
    total(
      'touchline_log_lines_dropped_total',
      'Log lines that nobody took: the reader has stopped or left, or the disk is full',
      () => log.dropped ?? 0,
    )
    gauge('touchline_event_streams', 'Event streams that are open', () => app.live.streams)
    gauge('touchline_watched_jobs', 'Jobs that the streams watch', () => app.live.watchedJobs)
    gauge('touchline_frame_cache_bytes', 'Memory that images take', () => cached.bytes)
    total('touchline_frame_cache_hits_total', 'Images found in memory', () => cached.hits)
    total('touchline_frame_cache_misses_total', 'Images not in memory', () => cached.misses)
    gauge('touchline_under_pressure', '1 while requests are turned away', () =>
      Number(app.isUnderPressure()),
    )
    gauge('nodejs_eventloop_delay_seconds', 'Mean delay of the event loop in the last second', () =>
      finite(app.memoryUsage().eventLoopDelay / 1000),
    )
    gauge('nodejs_eventloop_utilization', 'Share of its life that the event loop was busy', () =>
      finite(performance.eventLoopUtilization().utilization),
    )
    gauge(
      'nodejs_heap_used_bytes',
      'JavaScript memory in use',
      () => process.memoryUsage().heapUsed,
    )
    gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss())
    total('process_cpu_seconds_total', 'Processor time of the process', () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    })
  },
  { name: 'gauges', dependencies: ['metrics', 'upstream', 'live-hub', 'frames', 'pressure'] },
)

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}
