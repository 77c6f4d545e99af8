import { LRUCache } from 'lru-cache'
import { clientNetwork } from '../domain/http/client-network.ts'

/** Wrong credentials from one client within one window; then it waits for the window to end. */
const MOST_FAILURES = 10
const WINDOW_MS = 60_000
/** Clients that are remembered, so that memory is bounded. */
const MOST_CLIENTS = 10_000

export interface FailureLimit {
  /** Seconds to wait; 0 if the address may try. */
  waitSec(address: string): number
  failed(address: string): void
  /** The try does not count. */
  forgive(address: string): void
}

/** Slows down the guessing of passwords and tokens. */
export function createFailureLimit(now: () => number): FailureLimit {
  const windows = new LRUCache<string, { endsAt: number; failures: number }>({ max: MOST_CLIENTS })

  function windowOf(client: string) {
    const window = windows.get(client)
    return window !== undefined && window.endsAt > now() ? window : null
  }

  return {
    waitSec(address) {
      const window = windowOf(clientNetwork(address))
      if (window === null || window.failures < MOST_FAILURES) return 0
      return Math.ceil((window.endsAt - now()) / 1000)
    },
    failed(address) {
      const client = clientNetwork(address)
      const window = windowOf(client)
      if (window !== null) window.failures += 1
      else windows.set(client, { endsAt: now() + WINDOW_MS, failures: 1 })
    },
    forgive(address) {
      const window = windowOf(clientNetwork(address))
      if (window !== null) window.failures -= 1
    },
  }
}
