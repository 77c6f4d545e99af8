import type { Metric } from 'prom-client'
import type Registry from 'prom-client/lib/registry.js'

/** Upper bounds, seconds; the service answers in milliseconds and its time-out is 15 s. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]

interface Series {
  /** How many durations lie between the bound before and this one. The last counts those above all bounds. */
  counts: number[]
  sumSec: number
}

/**
 * A histogram of seconds, a series for each value of its one label. The histogram of prom-client finds its series
 * anew for each duration, and that takes longer than all other work of counting a request.
 */
export class Durations {
  readonly name: string
  readonly #help: string
  readonly #label: string | null
  readonly #before: () => void
  readonly #series = new Map<string, Series>()

  /** @param before is called before the histogram is read */
  constructor(
    registry: Registry,
    {
      name,
      help,
      label = null,
      before = () => {},
    }: { name: string; help: string; label?: string | null; before?: () => void },
  ) {
    this.name = name
    this.#help = help
    this.#label = label
    this.#before = before
    if (label === null) this.#of('')
    // The registry uses only the name of a metric and its `get`.
    registry.registerMetric(this as unknown as Metric<string>)
  }

  add(ms: number, value = ''): void {
    const seconds = ms / 1000
    const series = this.#of(value)
    let at = 0
    while (at < BOUNDS.length && seconds > BOUNDS[at]!) at += 1
    series.counts[at]! += 1
    series.sumSec += seconds
  }

  /** The values as Prometheus reads a histogram: each bucket counts the lower ones too. */
  get() {
    this.#before()
    const values = [...this.#series].flatMap(([value, { counts, sumSec }]) => {
      const labels = this.#label === null ? {} : { [this.#label]: value }
      let below = 0
      const buckets = counts.map((count, at) => {
        below += count
        const le = BOUNDS[at] ?? '+Inf'
        return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: below }
      })
      return [
        ...buckets,
        { metricName: `${this.name}_sum`, labels, value: sumSec },
        { metricName: `${this.name}_count`, labels, value: below },
      ]
    })
    return { name: this.name, help: this.#help, type: 'histogram', values }
  }

  #of(value: string): Series {
    let series = this.#series.get(value)
    if (series === undefined) {
      series = { counts: Array(BOUNDS.length + 1).fill(0), sumSec: 0 }
      this.#series.set(value, series)
    }
    return series
  }
}
