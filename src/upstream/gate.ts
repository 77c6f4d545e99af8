const FIRST_PAUSE_MS = 1_000
/** Longest pause before the next probe. */
export const LONGEST_PAUSE_MS = 8_000

/** Holds calls back while it is open, except one probe after each pause. Pauses double. `now` as for the breaker. */
export class Gate {
  readonly #now: () => number
  #isOpen = false
  #pauseMs = FIRST_PAUSE_MS
  #probeAt = 0
  #isProbing = false

  constructor(now: () => number) {
    this.#now = now
  }

  get isOpen() {
    return this.#isOpen
  }

  open() {
    this.#isOpen = true
    this.#pauseMs = FIRST_PAUSE_MS
    this.#pause()
  }

  close() {
    this.#isOpen = false
    this.#isProbing = false
  }

  get isProbeDue() {
    return !this.#isProbing && this.#now() >= this.probeAt
  }

  takeProbe() {
    this.#isProbing = true
  }

  probeFailed() {
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS)
    this.#pause()
  }

  /** The probe told nothing, so the next call is a probe again. */
  returnProbe() {
    this.#isProbing = false
  }

  /** When the next probe may be sent, milliseconds. */
  get probeAt() {
    return this.#probeAt
  }

  #pause() {
    this.#isProbing = false
    this.#probeAt = this.#now() + this.#pauseMs
  }
}
