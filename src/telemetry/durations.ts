/** At most this many wait. */
const HANDFUL = 256

/**
 * Collects durations for a histogram of seconds and observes them together, at the latest when the histogram is read
 * (`hand`). One at a time, between all the other work of a request, each costs many times as much.
 */
export class Durations {
  readonly #waiting: number[] = []
  readonly #histogram: { observe(seconds: number): void }

  constructor(histogram: { observe(seconds: number): void }) {
    this.#histogram = histogram
  }

  add(ms: number): void {
    if (this.#waiting.push(ms) === HANDFUL) this.hand()
  }

  hand(): void {
    for (const ms of this.#waiting) this.#histogram.observe(ms / 1000)
    this.#waiting.length = 0
  }
}
