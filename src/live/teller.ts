import type { Background } from '../lib/background.ts'

/** What readers are told. If it is not `whole`, something could not be read, and the rest follows. */
export interface Message {
  text: string
  whole: boolean
  /** The digest of what the page then shows; if left out, that of the state that was told. */
  seen?: string
}

/** Puts states into words, one at a time. A state that fails is tried again until it has been told. */
export interface Teller<State> {
  /** Tells this state. Of several states that come meanwhile, only the newest is told. */
  tell(state: State): void
  stop(): void
  /** True if something is being told, or will be. */
  readonly busy: boolean
}

/**
 * `put` makes the message; `told` gets it. `onBehind` is called if the second try fails too, with the time of the first
 * failure in milliseconds of `performance.now()`, and with null when the next message has been told.
 */
export function createTeller<State>(options: {
  /** Asked when a state has its turn, because a message meanwhile may have told it. */
  isNews: (state: State) => boolean
  put: (state: State) => Promise<Message | string> | Message | string
  told: (message: Message, state: State) => void
  onBehind: (since: number | null) => void
  background: Background
  /** The wait before the next try, milliseconds; doubles up to `longestMs`. */
  againMs: number
  longestMs: number
}): Teller<State> {
  const { isNews, put, told, onBehind, background, againMs, longestMs } = options
  /** `isRest`: a part of it could not be told before. */
  let wanted: { state: State; isRest: boolean } | null = null
  let telling = false
  let stopped = false
  let failures = 0
  let failingSince: number | null = null
  let isBehind = false
  let timer: NodeJS.Timeout | undefined

  function begin() {
    clearTimeout(timer)
    if (!telling) background.run('live words', work)
  }

  async function work() {
    telling = true
    try {
      while (wanted !== null && !stopped) {
        const { state, isRest } = wanted
        wanted = null
        if (!isRest && !isNews(state)) continue
        if (await tellOne(state)) failures = 0
        else again(state)
      }
    } finally {
      telling = false
    }
  }

  /** @returns true if nothing is missing */
  async function tellOne(state: State): Promise<boolean> {
    const message = await messageOn(state)
    if (message === null || stopped) return false
    behind(null)
    told(message, state)
    return message.whole
  }

  function again(state: State) {
    if (stopped || wanted !== null) return
    timer = setTimeout(
      () => {
        wanted ??= { state, isRest: true }
        begin()
      },
      Math.min(againMs * 2 ** failures, longestMs),
    )
    failures += 1
  }

  async function messageOn(state: State): Promise<Message | null> {
    const began = performance.now()
    try {
      const message = await put(state)
      return typeof message === 'string' ? { text: message, whole: true } : message
    } catch {
      failingSince ??= began
      if (performance.now() - failingSince >= againMs) behind(failingSince)
      return null
    }
  }

  function behind(since: number | null) {
    failingSince = since
    if (isBehind === (since !== null)) return
    isBehind = since !== null
    onBehind(since)
  }

  return {
    tell(state) {
      wanted = { state, isRest: failures > 0 }
      begin()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
    get busy() {
      return telling || wanted !== null || failures > 0
    },
  }
}
