import { LRUCache } from 'lru-cache'

/** Wrong credentials from one client within one window; then it waits for the window to end. */
const MOST_FAILURES = 10
const WINDOW_MS = 60_000
/** Clients that are remembered, so that memory is bounded. */
const MOST_CLIENTS = 10_000

export interface FailureLimit {
  /** Seconds to wait; 0 if the client may try. */
  waitSec(client: string): number
  failed(client: string): void
  /** The try does not count. */
  forgive(client: string): void
}

/** Slows down guessing. A client is whatever text tells it from others. */
export function createFailureLimit(now: () => number): FailureLimit {
  const windows = new LRUCache<string, { endsAt: number; failures: number }>({ max: MOST_CLIENTS })

  function windowOf(client: string) {
    const window = windows.get(client)
    return window !== undefined && window.endsAt > now() ? window : null
  }

  return {
    waitSec(client) {
      const window = windowOf(client)
      if (window === null || window.failures < MOST_FAILURES) return 0
      return Math.ceil((window.endsAt - now()) / 1000)
    },
    failed(client) {
      const window = windowOf(client)
      if (window !== null) window.failures += 1
      else windows.set(client, { endsAt: now() + WINDOW_MS, failures: 1 })
    },
    forgive(client) {
      const window = windowOf(client)
      if (window !== null) window.failures -= 1
    },
  }
}
