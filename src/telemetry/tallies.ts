import type { Counter } from 'prom-client'

interface Tally {
  readonly values: readonly string[]
  count: number
  readonly next: Map<string, Tally>
}

/**
 * Counts for a counter, which takes them when it is read. A counter is slow to find its labels, and these are the
 * same again and again.
 */
export class Tallies {
  readonly #root = tallyOf([])

  /** @param values of the counter's labels, in their order */
  add(...values: string[]): void {
    let tally = this.#root
    for (const value of values) {
      let next = tally.next.get(value)
      if (next === undefined) {
        next = tallyOf([...tally.values, value])
        tally.next.set(value, next)
      }
      tally = next
    }
    tally.count += 1
  }

  hand(counter: Counter, tally = this.#root): void {
    if (tally.count > 0) counter.labels(...tally.values).inc(tally.count)
    tally.count = 0
    for (const next of tally.next.values()) this.hand(counter, next)
  }
}

function tallyOf(values: readonly string[]): Tally {
  return { values, count: 0, next: new Map() }
}
