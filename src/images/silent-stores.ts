import { FrameTimeout, FrameUnavailable } from '../errors/images.ts'

/** So many images in vain, with no answer to any request since the first of them began, and a store is silent. */
const IN_VAIN = 3

interface Store {
  inVain: number
  /** Whether the last one in vain was waited for, or could not even connect. */
  isSlow: boolean
  /** When it last answered, as a turn. */
  answeredAt: number
  isTried: boolean
}

/** A request that is on its way. */
export interface Try {
  /** The store has said something, if only that it has no such image. */
  answered(): void
  /** It could not be reached, or let the request wait until its time was over. */
  inVain(error: Error): void
  /** However it ended; a second call does nothing. */
  end(): void
}

/**
 * The image stores that answer nobody. A page has some fifty pictures and a browser six connections, so each picture
 * that waits its whole time holds up what the analyst presses. From a silent store one image at a time is asked for,
 * which finds out when it answers again; all others fail at once. One answer of any kind makes it a store like others.
 */
export class SilentStores {
  readonly #stores = new Map<string, Store>()
  #turn = 0

  /** `origin` is one that `FRAME_SOURCES` lists, so they are few. Throws `FrameTimeout` or `FrameUnavailable`, as it was last, where nothing is to be hoped for. */
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
