import { FrameTimeout, FrameUnavailable } from '../errors/images.ts'

/** A store is silent after this many images in vain, if it answered no request since the first of them began. */
const IN_VAIN = 3

interface Store {
  inVain: number
  /** True if the last image in vain ran out of time; false if it failed before. */
  isSlow: boolean
  /** When the store last answered, as a turn. */
  answeredAt: number
  isTried: boolean
}

/** A request that is on its way. */
export interface Try {
  /** Notes that the store has said something, if only that it has no such image. */
  answered(): void
  /** Notes that the store could not be reached, or did not answer in time. */
  inVain(error: Error): void
  /** Ends the try, however it ended. A second call does nothing. */
  end(): void
}

/**
 * Knows the image stores that answer nobody. A page has some fifty pictures and a browser six connections, so each
 * picture that waits its whole time holds up what the analyst presses. A silent store is asked for one image at a time,
 * to find out when it answers again; all others fail at once. After one answer of any kind it is a store like others.
 */
export class SilentStores {
  readonly #stores = new Map<string, Store>()
  #turn = 0

  /** `origin` is one of the few in `FRAME_SOURCES`. Throws `FrameTimeout` or `FrameUnavailable` while it is silent. */
  begin(origin: string): Try {
    const store = this.#of(origin)
    const isSilent = store.inVain >= IN_VAIN
    if (isSilent && store.isTried) throw store.isSlow ? new FrameTimeout() : new FrameUnavailable()
    store.isTried ||= isSilent
    const beganAt = this.#next()
    let isOpen = true
    return {
      answered: () => {
        store.inVain = 0
        store.answeredAt = this.#next()
      },
      inVain: (error) => {
        if (beganAt > store.answeredAt) store.inVain += 1
        store.isSlow = error instanceof FrameTimeout
      },
      end: () => {
        if (isOpen && isSilent) store.isTried = false
        isOpen = false
      },
    }
  }

  #of(origin: string): Store {
    const known = this.#stores.get(origin)
    if (known !== undefined) return known
    const store = { inVain: 0, isSlow: false, answeredAt: 0, isTried: false }
    this.#stores.set(origin, store)
    return store
  }

  #next(): number {
    this.#turn += 1
    return this.#turn
  }
}
