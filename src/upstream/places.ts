import { UpstreamBusy } from '../errors/service.ts'
import type { Signal } from '../lib/signal.ts'
import { ClientGoneError, DeadlineError, UpstreamRequestError } from './request.ts'

/** No place became free within the time of the call: it was never sent. */
export class NoPlaceInTimeError extends DeadlineError {
  override name = 'NoPlaceInTimeError'
}

interface Waiting {
  job: string
  begin: () => void
}

/** Calls at a time: in all, of one job, and waiting for either. */
export interface CallLimits {
  all: number
  ofJob: number
  waiting: number
}

/**
 * The places of running calls. One job cannot take all of them, however long the service lets its calls wait.
 * Apart from that, the first call that waits begins first.
 */
export class CallPlaces {
  readonly #limits: CallLimits
  /** Running calls by job. Not a `Map`: docs/decisions/memory.md says why. */
  readonly #running: Record<string, number> = Object.create(null)
  #all = 0
  #waiting: Waiting[] = []

  constructor(limits: CallLimits) {
    this.#limits = limits
  }

  /**
   * Takes a place. Null if one is free, else a promise that waits for one, at most `ms`. The caller gives the place
   * back with `leave`. The signal must not be aborted yet.
   * @throws UpstreamBusy if too many wait; UpstreamRequestError if the time passes or the client leaves
   */
  enter(job: string, signal: Signal | undefined, ms: number): Promise<void> | null {
    if (this.#isFree(job)) {
      this.#take(job)
      return null
    }
    if (this.#waiting.length >= this.#limits.waiting) throw new UpstreamBusy()
    return this.#wait(job, signal, ms)
  }

  leave(job: string) {
    this.#all -= 1
    const left = this.#running[job]! - 1
    if (left === 0) delete this.#running[job]
    else this.#running[job] = left
    const next = this.#waiting.findIndex((waiting) => this.#isFree(waiting.job))
    if (next === -1) return
    const [waiting] = this.#waiting.splice(next, 1)
    this.#take(waiting!.job)
    waiting!.begin()
  }

  #isFree(job: string): boolean {
    return this.#all < this.#limits.all && (this.#running[job] ?? 0) < this.#limits.ofJob
  }

  #take(job: string) {
    this.#all += 1
    this.#running[job] = (this.#running[job] ?? 0) + 1
  }

  #wait(job: string, signal: Signal | undefined, ms: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const begin = () => {
      clearTimeout(deadline)
      signal?.unlisten(listener)
      resolve()
    }
    const waiting = { job, begin }
    const giveUp = (reason: Error) => {
      clearTimeout(deadline)
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
      reject(new UpstreamRequestError(reason, false, false))
    }
    const listener = { onGone: () => giveUp(new ClientGoneError()) }
    const deadline = setTimeout(() => {
      signal?.unlisten(listener)
      giveUp(new NoPlaceInTimeError())
    }, ms)
    this.#waiting.push(waiting)
    signal?.listen(listener)
    return promise
  }
}
