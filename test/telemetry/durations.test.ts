import Histogram from 'prom-client/lib/histogram.js'
import Registry from 'prom-client/lib/registry.js'
import t from 'tap'
import { Durations } from '../../src/telemetry/durations.ts'

const HEAD = { name: 'seconds', help: 'Time' }
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]
/** On the bounds, between them, below and above them all; milliseconds. */
const DURATIONS = [0, 0.4, 4.999, 5, 5.001, 10, 99, 100, 2500, 7777, 30_000, 30_001, 90_000]

/** Lines of the text that Prometheus reads, in any order. */
async function linesOf(registry: Registry) {
  return (await registry.metrics()).split('\n').filter(Boolean).sort()
}

t.test('durations are told as the histogram of prom-client tells them', async (t) => {
  const ours = new Registry()
  const theirs = new Registry()
  const durations = new Durations(ours, { ...HEAD, label: 'route' })
  const histogram = new Histogram({
    ...HEAD,
    labelNames: ['route'],
    buckets: BUCKETS,
    registers: [theirs],
  })
  for (const [i, ms] of DURATIONS.entries()) {
    const route = i % 3 === 0 ? '/jobs/"x"' : 'none'
    durations.add(ms, route)
    histogram.observe({ route }, ms / 1000)
  }
  const lines = await linesOf(ours)
  t.equal(lines.length, 2 * (BUCKETS.length + 3) + 2)
  t.same(lines, await linesOf(theirs))
})

t.test('a histogram without a label stands at nought before its first duration', async (t) => {
  const ours = new Registry()
  const theirs = new Registry()
  new Durations(ours, HEAD)
  new Histogram({ ...HEAD, buckets: BUCKETS, registers: [theirs] })
  const lines = await linesOf(ours)
  t.ok(lines.includes('seconds_count 0'))
  t.same(lines, await linesOf(theirs))
})
