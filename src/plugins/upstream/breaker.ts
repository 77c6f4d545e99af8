/** Calls without a complete answer, one after the other, until the breaker opens (DESIGN section 9). */
const FAILURES_TO_OPEN = 5
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 8_000

/** Leave to call: as usual, or as the one probe of an open breaker. */
export type Pass = 'call' | 'probe'

export interface Breaker {
  /** Whether a call may be sent now, null where not. While open, one call after each pause may, as a probe. */
  enter(): Pass | null
  /** A complete answer, whatever its status. */
  succeeded(): void
  failed(pass: Pass): void
  /** The call ended without telling anything: the client left. */
  abandoned(pass: Pass): void
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
  const isOpen = () => failures >= FAILURES_TO_OPEN

  return {
    get open() {
      return isOpen()
    },
    enter() {
      if (!isOpen()) return 'call'
      if (probing || now() < probeAt) return null
      probing = true
      return 'probe'
    },
    succeeded() {
      failures = 0
      probing = false
      pauseMs = FIRST_PAUSE_MS
    },
    failed(pass) {
      // Calls that were under way when it opened fail later: they must not put off the probe.
      if (isOpen() && pass === 'call') return
      failures += 1
      if (!isOpen()) return
      if (pass === 'probe') pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      probing = false
      probeAt = now() + pauseMs
    },
    abandoned(pass) {
      if (pass === 'probe') probing = false
    },
    retryAfterSec() {
      return Math.max(1, Math.ceil((probeAt - now()) / 1000))
    },
  }
}
