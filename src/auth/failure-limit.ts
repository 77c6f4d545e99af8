import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Failures } from '../domain/people/failures.ts'

/** Most wrong credentials from one client within one window. Then the client waits for the window to end. */
const MOST_FAILURES = 10
const WINDOW_MS = 60_000
/** Most clients that are remembered, so that memory is bounded. */
const MOST_CLIENTS = 10_000
/** Most clients that other replicas are told of at a time: each is a statement of one transaction. */
const MOST_TOLD = 1_000

export interface FailureLimit {
  /** Seconds to wait; 0 if the client may try. */
  waitSec(client: string): number
  failed(client: string): void
  /** Makes the try not count. */
  forgive(client: string): void
}

/** What replicas tell each other, so that guessing at all of them gives no more tries than at one. */
export interface SharedFailures {
  /** True if there is something to tell or to hear: somebody was wrong here within the window. */
  concerned(): boolean
  /** What has changed here since the last call; if much has changed, a part of it. */
  changed(): Failures[]
  /** Takes what the other replicas count now. */
  heard(others: readonly Failures[]): void
}

interface Window {
  endsAt: number
  failures: number
}

/** Slows down guessing. A client is any text that tells it from others. `shared`: somebody calls `changed`. */
export function createFailureLimit(
  now: () => number,
  shared = false,
): FailureLimit & SharedFailures {
  const windows = new LRUCache<string, Window>({ max: MOST_CLIENTS })
  const changed = new Set<string>()
  let others = new Map<string, Window>()

  /** A window whose end lies further ahead than its length began before the clock was set back: it has ended. */
  const runs = ({ endsAt }: Window) => endsAt > now() && endsAt <= now() + WINDOW_MS

  function windowOf(client: string) {
    const window = windows.get(client)
    return window !== undefined && runs(window) ? window : null
  }

  function tell(client: string) {
    if (shared && changed.size < MOST_CLIENTS) changed.add(client)
  }

  return {
    waitSec(client) {
      const elsewhere = others.size === 0 ? undefined : others.get(nameOf(client))
      const all = [windowOf(client), elsewhere].filter((one) => one != null && runs(one))
      const failures = all.reduce((sum, one) => sum + one!.failures, 0)
      if (failures < MOST_FAILURES) return 0
      return Math.ceil((Math.max(...all.map((one) => one!.endsAt)) - now()) / 1000)
    },
    failed(client) {
      const window = windowOf(client)
      if (window !== null) window.failures += 1
      else windows.set(client, { endsAt: now() + WINDOW_MS, failures: 1 })
      tell(client)
    },
    forgive(client) {
      const window = windowOf(client)
      if (window === null) return
      window.failures -= 1
      tell(client)
    },
    concerned() {
      if (changed.size > 0) return true
      for (const window of windows.values()) {
        if (window.failures > 0 && runs(window)) return true
      }
      windows.clear()
      others = new Map()
      return false
    },
    changed() {
      const some = [...changed].slice(0, MOST_TOLD)
      for (const client of some) changed.delete(client)
      return some.flatMap((client) => {
        const window = windowOf(client)
        return window === null ? [] : { client: nameOf(client), ...window }
      })
    },
    heard(told) {
      const next = new Map<string, Window>()
      for (const { client, endsAt, failures } of told) {
        const before = next.get(client)
        next.set(client, {
          endsAt: Math.max(before?.endsAt ?? 0, Math.min(endsAt, now() + WINDOW_MS)),
          failures: (before?.failures ?? 0) + failures,
        })
      }
      others = next
    },
  }
}

/** Hides a client's address, which must not be stored in a database. */
function nameOf(client: string): string {
  return createHash('sha256').update(client).digest('base64url')
}
