import { performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import fp from 'fastify-plugin'
import Counter from 'prom-client/lib/counter.js'
import Gauge from 'prom-client/lib/gauge.js'
import type { LogStream } from './logger.ts'

/** Values that are looked up when Prometheus asks: the state of the breaker, streams, images, the process. */
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
    const labelled = (
      name: string,
      help: string,
      label: string,
      values: () => Iterable<[string, number]>,
    ) =>
      new Counter({
        name,
        help,
        labelNames: [label],
        registers,
        collect() {
          this.reset()
          for (const [value, count] of values()) this.inc({ [label]: value }, count)
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
    gauge(
      'touchline_connections',
      'Connections of clients that are open',
      () => app.connections.open.size,
    )
    labelled(
      'touchline_connections_cut_total',
      'Connections that were cut: nobody read, too many requests at once, or no room',
      'why',
      () => Object.entries(app.connections.cuts),
    )
    total(
      'touchline_password_checks_total',
      'Passwords that were derived',
      () => app.passwordChecks?.derived ?? 0,
    )
    gauge(
      'touchline_password_checks_open',
      'Passwords that are derived or wait for it',
      () => app.passwordChecks?.open ?? 0,
    )
    gauge('touchline_image_places', 'Places that images take or wait for', () => app.frames.places)
    labelled(
      'touchline_background_faults_total',
      'Faults in work that no request waits for',
      'work',
      () => app.background.faults,
    )
    gauge(
      'touchline_club_list_away',
      "1 while the club's list is wanted and its database does not answer",
      () => Number(app.club.standing === 'away'),
    )
    labelled(
      'touchline_notices_total',
      'Tries to tell a receiver of the end of an analysis, by how they ended; dead: the last one, which failed too',
      'end',
      () => app.club.notices.tallies,
    )
    total(
      'touchline_log_lines_dropped_total',
      'Log lines that nobody took: the reader has stopped or left, or the disk is full',
      () => log.dropped ?? 0,
    )
    gauge('touchline_event_streams', 'Event streams that are open', () => app.live.streams)
    gauge('touchline_watched_jobs', 'Jobs that the streams watch', () => app.live.watchedJobs)
    gauge(
      'touchline_frame_cache_bytes',
      'Memory that images and their addresses take',
      () => cached.bytes,
    )
    total('touchline_frame_cache_hits_total', 'Images found in memory', () => cached.hits)
    total('touchline_frame_cache_misses_total', 'Images not in memory', () => cached.misses)
    gauge('touchline_under_pressure', '1 while requests are turned away', () =>
      Number(app.isTurningAway()),
    )
    gauge(
      'nodejs_eventloop_delay_seconds',
      'Mean delay of the event loop in the last second',
      () => app.load.delayMs / 1000,
    )
    gauge(
      'nodejs_eventloop_utilization',
      'Share of the time since these figures were last read that the event loop was busy',
      busyShare(),
    )
    gauge(
      'nodejs_heap_used_bytes',
      'JavaScript memory in use',
      () => getHeapStatistics().used_heap_size,
    )
    gauge(
      'process_resident_memory_bytes',
      'Memory of the process, measured every second',
      () => app.load.resident,
    )
    total('process_cpu_seconds_total', 'Processor time of the process', () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    })
  },
  {
    name: 'gauges',
    dependencies: ['metrics', 'connections', 'upstream', 'live', 'club', 'images', 'pressure'],
  },
)

/** Gives back which share of the time between two calls the event loop was busy, 0 to 1. */
function busyShare(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return Number.isFinite(utilization) ? utilization : 0
  }
}
