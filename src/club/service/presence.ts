import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/**
 * Milliseconds that a page of the list counts as open after it was shown, with or without a stream.
 */
const READ_MS = 60_000

/**
 * Tells people who have the list open whether the service is there. The list itself never calls the service, so its
 * absence could stay unseen for hours. If no call was answered since the last turn, this reads a job that no
 * service has. `/health` will not do: it answers without the database too, and would let calls through that hang.
 */
export interface ServicePresence {
  /** Notes that somebody has read the list. */
  wanted(): void
  /** Since when the service has been away, milliseconds since the epoch; null if it is there. */
  readonly awaySince: number | null
  /** Takes a turn. Never rejects. */
  turn(watchers: number): Promise<void>
}

/** `now`: milliseconds, as `Date.now()`. */
export function createPresence(app: FastifyInstance, now: () => number): ServicePresence {
  // Not logged: the page says that the service does not answer, and failed calls of others are in the log.
  const log = app.log.child({}, { level: 'silent' })
  // All turns ask for the same made-up job: the breaker counts their failures together, and holds them back too.
  const path = `/jobs/${randomUUID()}`
  let readAt = Number.NEGATIVE_INFINITY
  let heard = 0
  let away: { since: number; heard: number } | null = null

  return {
    wanted() {
      readAt = now()
    },
    get awaySince() {
      return away !== null && away.heard === app.upstream.answers ? away.since : null
    },
    async turn(watchers) {
      const isNew = app.upstream.answers !== heard
      heard = app.upstream.answers
      const isOpen = watchers > 0 || Math.abs(now() - readAt) < READ_MS
      if (isNew || !isOpen) away = null
      if (isNew || !isOpen || !app.upstream.configured) return
      const since = now()
      await app.upstream.get(path, { ...app.live.context(), log }).catch(() => {})
      // Any answer will do; a 404 is the usual one.
      const isHeard = app.upstream.answers !== heard
      away = isHeard ? null : (away ?? { since, heard })
      heard = app.upstream.answers
    },
  }
}
