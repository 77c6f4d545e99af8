import { LRUCache } from 'lru-cache'
import { clientNetwork } from '../../domain/http/client-network.ts'
import { LinkTooOften } from '../../errors/club.ts'

/** Within one window: requests of one link, and wrong tokens of one client. */
const WINDOW_MS = 60_000
const MOST_OF_LINK = 240
const MOST_WRONG = 30
/** Links and clients that are remembered, so that memory is bounded. */
const MOST_REMEMBERED = 10_000

export interface LinkLimits {
  /**
   * Called before the database is asked. A token that is not known yet counts as wrong until it proves right, so that
   * many tries at once stay within the limit. The same token counts once: a whole team may open its link at once.
   * `end` is called with what the database said.
   * @throws LinkTooOften
   */
  enter(hash: string, address: string): { end(how: 'right' | 'wrong' | 'untold'): void }
}

/** Protects the database and the service from many tries and many readers. (Nobody guesses a token of 256 bits.) */
export function createLinkLimits(now: () => number): LinkLimits {
  const links = createWindows(now)
  const clients = createWindows(now)
  /** Requests that wait for the database, by client and token. */
  const waiting = new Map<string, number>()

  return {
    enter(hash, address) {
      // A link that was right goes on working, even if somebody tries wrong ones from the same address.
      if (links.count(hash) > 0) {
        if (links.count(hash) >= MOST_OF_LINK) throw new LinkTooOften()
        links.add(hash, 1)
        return { end() {} }
      }
      const client = clientNetwork(address)
      const key = `${client} ${hash}`
      const beside = waiting.get(key) ?? 0
      if (beside >= MOST_OF_LINK) throw new LinkTooOften()
      if (beside === 0) {
        if (clients.count(client) >= MOST_WRONG) throw new LinkTooOften()
        clients.add(client, 1)
      }
      waiting.set(key, beside + 1)
      return {
        end(how) {
          const left = (waiting.get(key) ?? 1) - 1
          if (left > 0) waiting.set(key, left)
          else waiting.delete(key)
          if (left === 0 && how !== 'wrong') clients.add(client, -1)
          if (how === 'right') links.add(hash, 1)
        },
      }
    },
  }
}

function createWindows(now: () => number) {
  const windows = new LRUCache<string, { endsAt: number; count: number }>({ max: MOST_REMEMBERED })
  const current = (key: string) => {
    const window = windows.get(key)
    return window !== undefined && window.endsAt > now() ? window : null
  }
  return {
    count: (key: string) => current(key)?.count ?? 0,
    add(key: string, by: 1 | -1) {
      const window = current(key)
      if (window !== null) window.count += by
      else if (by > 0) windows.set(key, { endsAt: now() + WINDOW_MS, count: by })
    },
  }
}
