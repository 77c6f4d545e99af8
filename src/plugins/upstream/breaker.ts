/** Calls without a complete answer, one after the other, until the breaker opens (DESIGN section 9). */
const FAILURES_TO_OPEN = 5
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 8_000

export interface Breaker {
  /** Whether a call may be sent now. While open, one call after each pause is let through as a probe. */
  mayCall(): boolean
  /** A complete answer, whatever its status. */
  succeeded(): void
  failed(): void
  /** The call ended without telling anything: the client left. */
  abandoned(): void
  /** Whole seconds until the next probe, for `Retry-After`. */
  retryAfterSec(): number
  readonly open: boolean
}

/**
 * Spares a dead upstream and its waiting clients: it counts only calls without a complete answer;
 * an answered 4xx or 5xx closes it. `now` in milliseconds.
 */
export function createBreaker(now: () => number): Breaker {
  let failures = 0
  let pauseMs = FIRST_PAUSE_MS
  let probeAt = 0
  let probing = false

  return {
    get open() {
      return failures >= FAILURES_TO_OPEN
    },
    mayCall() {
      if (failures < FAILURES_TO_OPEN) return true
      if (probing || now() < probeAt) return false
      probing = true
      return true
    },
    succeeded() {
      failures = 0
      probing = false
      pauseMs = FIRST_PAUSE_MS
    },
    failed() {
      failures += 1
      if (failures < FAILURES_TO_OPEN) return
      if (probing) pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      probing = false
      probeAt = now() + pauseMs
    },
    abandoned() {
      probing = false
    },
    retryAfterSec() {
      return Math.max(1, Math.ceil((probeAt - now()) / 1000))
    },
  }
}
