/** Wants to know that nobody waits any more. */
export interface SignalListener {
  onGone(): void
}

/**
 * That a call is no longer wanted: as much of an `AbortSignal` as the upstream client needs. A real one
 * for each request, whose abort makes an error with a stack, costs a tenth of a read.
 */
export interface Signal {
  readonly aborted: boolean
  listen(listener: SignalListener): void
  unlisten(listener: SignalListener): void
}

/** One that is given by hand, to one listener. */
export class EndingSignal implements Signal {
  aborted = false
  #listener: SignalListener | null = null
  listen(listener: SignalListener) {
    this.#listener = listener
  }
  unlisten() {
    this.#listener = null
  }
  abort() {
    this.aborted = true
    this.#listener?.onGone()
  }
}
