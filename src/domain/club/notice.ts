import type { JobFacts } from './listed-job.ts'

/** Tells one receiver that a run has ended (docs/deploy.md#told-when-done). Times are milliseconds since the epoch. */
export interface Notice {
  /** The same for every try, so that a receiver can recognize a notice that it already has. */
  id: string
  jobId: string
  /** The name of the receiver (src/config/webhooks.ts). */
  hook: string
  /** The body to send, byte for byte the same in every try. */
  body: string
  /** How many tries have begun. */
  tries: number
  madeAt: number
}

/** A notice that Touchline no longer tries to send. */
export interface DeadNotice extends Notice {
  /** Why the last try failed. */
  why: string
  diedAt: number
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How long to wait after each of the first failed tries. Later tries follow every six hours, for three days. */
const WAITS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR]
export const LONGEST_WAIT_MS = 6 * HOUR
const LONG_WAITS = (3 * 24 * HOUR) / LONGEST_WAIT_MS
const MOST_TRIES = 1 + WAITS.length + LONG_WAITS

/**
 * How long to wait after this many failed tries, in milliseconds; null if there is no further try. A receiver may ask
 * for a longer wait, up to our own longest.
 */
export function waitAfter(tries: number, askedMs = 0): number | null {
  if (tries >= MOST_TRIES) return null
  return Math.max(WAITS[tries - 1] ?? LONGEST_WAIT_MS, Math.min(askedMs, LONGEST_WAIT_MS))
}

/** The wait that `Retry-After` asks for, as seconds or a date (RFC 9110, 10.2.3). Milliseconds; 0 if unreadable. */
export function askedWait(header: string | undefined, now: number): number {
  const text = header?.trim() ?? ''
  if (/^\d{1,10}$/.test(text)) return Number(text) * SECOND
  const at = /GMT$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? 0 : Math.max(0, at - now)
}

/** The JSON that receivers get. Times are ISO 8601 in UTC. */
export interface NoticeBody {
  type: 'job.finished' | 'job.failed'
  timestamp: string
  data: {
    job_id: string
    status: string
    outcome: string | null
    player_name: string | null
    url: string | null
  }
}

/** `url`: the page of the result; null if its public address is not known. `at`: when the end was seen. */
export function noticeBody(facts: JobFacts, at: number, url: string | null): string {
  const { jobId, status, outcome, playerName } = facts
  const told: NoticeBody = {
    type: facts.state === 'failed' ? 'job.failed' : 'job.finished',
    timestamp: new Date(at).toISOString(),
    data: { job_id: jobId, status, outcome, player_name: playerName, url },
  }
  return JSON.stringify(told)
}
