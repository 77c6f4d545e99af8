import type { SharedFailures } from '../auth/failure-limit.ts'
import { ClubListOff } from '../errors/club.ts'
import type { Connection } from './connection.ts'

/**
 * Shares with the other replicas how often each client had wrong credentials. While the database is away, each replica
 * counts alone. Nothing is read until somebody is wrong here: only then do the counts of others matter.
 * `now`: milliseconds, as `Date.now()`.
 */
export function failureSharer(options: {
  shared: SharedFailures
  connection: Connection
  holder: string
  now: () => number
}): () => Promise<void> {
  const { shared, connection, holder, now } = options
  return async () => {
    if (!connection.isOpen || !shared.concerned()) return
    const changed = shared.changed()
    try {
      const others = await connection.use(async (store) => {
        if (changed.length > 0) await store.saveFailures(holder, changed, now())
        return store.failuresOfOthers(holder, now())
      })
      shared.heard(others)
    } catch (error) {
      if (!(error instanceof ClubListOff)) throw error
    }
  }
}
