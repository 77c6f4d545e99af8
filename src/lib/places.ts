/** Gives back a place; a second call does nothing. */
export type Release = () => void

export interface PlaceLimits {
  /** Holders at a time, in all and of one client. */
  atOnce: number
  atOnceOfOne: number
  /** Holders at a time of work with one host, if `take` names a host. */
  atOnceWithOne?: number
  /** Most who wait for a place. */
  waiting: number
  /** Makes the error that is thrown if no more may wait. */
  busy: () => Error
}

interface Waiting {
  client: string
  host: string
  begin(): void
  turnAway(): void
}

/**
 * Places for slow work, shared among clients. The next free place goes to the client that holds the fewest; among
 * equals, to the one that waits longest. If too many wait, the client with the most waiting loses its newest. So one
 * client that asks for a thousand things does not hold up the others.
 */
export class Places {
  readonly #limits: PlaceLimits
  readonly #held = new Map<string, number>()
  readonly #heldWith = new Map<string, number>()
  #taken = 0
  #waiting: Waiting[] = []

  constructor(limits: PlaceLimits) {
    this.#limits = limits
  }

  /** Places that are taken or waited for. */
  get size() {
    return this.#taken + this.#waiting.length
  }

  /**
   * Takes a place for the client, for work with a host. Throws `busy()` if too many wait, and the signal's reason if it
   * aborts while waiting.
   */
  async take(client: string, signal: AbortSignal, host = ''): Promise<Release> {
    signal.throwIfAborted()
    if (this.#mayBegin(client, host)) return this.#place(client, host)
    if (this.#waiting.length >= this.#limits.waiting) this.#makeRoomFor(client)
    return this.#turn(client, host, signal)
  }

  #mayBegin(client: string, host: string): boolean {
    const { atOnce, atOnceOfOne, atOnceWithOne = atOnce } = this.#limits
    return (
      this.#taken < atOnce &&
      this.#heldBy(client) < atOnceOfOne &&
      (this.#heldWith.get(host) ?? 0) < atOnceWithOne
    )
  }

  #heldBy(client: string): number {
    return this.#held.get(client) ?? 0
  }

  #place(client: string, host: string): Release {
    this.#taken += 1
    add(this.#held, client, 1)
    add(this.#heldWith, host, 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#taken -= 1
      add(this.#held, client, -1)
      add(this.#heldWith, host, -1)
      this.#beginNext()
    }
  }

  #beginNext() {
    let next: Waiting | undefined
    for (const one of this.#waiting) {
      if (!this.#mayBegin(one.client, one.host)) continue
      if (!next || this.#heldBy(one.client) < this.#heldBy(next.client)) next = one
    }
    next?.begin()
  }

  #makeRoomFor(client: string) {
    const counts = new Map<string, number>()
    for (const one of this.#waiting) counts.set(one.client, (counts.get(one.client) ?? 0) + 1)
    const [most, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0])
    if (count <= (counts.get(client) ?? 0) + 1) throw this.#limits.busy()
    this.#waiting.findLast((one) => one.client === most)?.turnAway()
  }

  #turn(client: string, host: string, signal: AbortSignal): Promise<Release> {
    const { promise, resolve, reject } = Promise.withResolvers<Release>()
    const leave = () => {
      this.#waiting.splice(this.#waiting.indexOf(one), 1)
      signal.removeEventListener('abort', giveUp)
    }
    const giveUp = () => {
      leave()
      reject(signal.reason)
    }
    const one: Waiting = {
      client,
      host,
      begin: () => {
        leave()
        resolve(this.#place(client, host))
      },
      turnAway: () => {
        leave()
        reject(this.#limits.busy())
      },
    }
    this.#waiting.push(one)
    signal.addEventListener('abort', giveUp)
    return promise
  }
}

/** Changes a count. A count of 0 is removed. */
function add(counts: Map<string, number>, name: string, change: number) {
  const count = (counts.get(name) ?? 0) + change
  if (count === 0) counts.delete(name)
  else counts.set(name, count)
}
