import type { Counter } from 'prom-client'

/**
 * Counts for a counter, which takes them when it is read. A counter is slow to find its labels, and these are the
 * same again and again.
 */
export class Tallies {
  readonly #tallies = new Map<string, { values: string[]; count: number }>()

  /** @param values of the counter's labels, in their order */
  add(...values: string[]): void {
    const key = values.join('\n')
    const tally = this.#tallies.get(key)
    if (tally === undefined) this.#tallies.set(key, { values, count: 1 })
    else tally.count += 1
  }

  hand(counter: Counter): void {
    for (const tally of this.#tallies.values()) {
      if (tally.count > 0) counter.labels(...tally.values).inc(tally.count)
      tally.count = 0
    }
  }
}
