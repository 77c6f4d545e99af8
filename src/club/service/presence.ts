import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/**
 * After a page has shown the list, somebody looks at it for so long, with or without a stream, milliseconds.
 */
const READ_MS = 60_000

/**
 * Whether the service is there, for those who have the list open: the list asks it nothing, and nobody would say for
 * hours that it is away. If no call was answered since the last turn, one is made, for a job that no service has:
 * `/health` answers without the database too, and its answer would let calls through that hang.
 */
export interface ServicePresence {
  /** Somebody has read the list. */
  wanted(): void
  /** Since when the service has been away, milliseconds since the epoch; null if it is there. */
  readonly awaySince: number | null
  /** Takes a turn. Never rejects. */
  turn(watchers: number): Promise<void>
}

/** `now`: milliseconds, as `Date.now()`. */
export function createPresence(app: FastifyInstance, now: () => number): ServicePresence {
  // That it does not answer is said on the page; each failed call of others is in the log.
  const log = app.log.child({}, { level: 'silent' })
  // One id for all turns, as a job has: the breaker holds its calls back too.
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
