import type { JobFacts } from './listed-job.ts'

/** Word of an end of a run, for one receiver (docs/deploy.md#told-when-done). Times are milliseconds since the epoch. */
export interface Notice {
  /** The same for every try: a receiver knows by it what it has already got. */
  id: string
  jobId: string
  /** Names the receiver (src/config/webhooks.ts). */
  hook: string
  /** What is sent, byte for byte the same in every try. */
  body: string
  /** Tries that have been begun. */
  tries: number
  madeAt: number
}

/** A notice that is no longer tried. */
export interface DeadNotice extends Notice {
  /** What came of the last try. */
  why: string
  diedAt: number
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Waits after the first tries that failed; then every six hours, for three days. */
const WAITS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR]
export const LONGEST_WAIT_MS = 6 * HOUR
const LONG_WAITS = (3 * 24 * HOUR) / LONGEST_WAIT_MS
const MOST_TRIES = 1 + WAITS.length + LONG_WAITS

/**
 * How long to wait after so many tries, all of which failed; null: it is not tried again. A receiver may ask for a
 * longer wait, but not for one that is longer than any of ours.
 */
export function waitAfter(tries: number, askedMs = 0): number | null {
  if (tries >= MOST_TRIES) return null
  return Math.max(WAITS[tries - 1] ?? LONGEST_WAIT_MS, Math.min(askedMs, LONGEST_WAIT_MS))
}

/** What `Retry-After` asks for: seconds or a date (RFC 9110, 10.2.3). Milliseconds; 0 if it says nothing that can be read. */
export function askedWait(header: string | undefined, now: number): number {
  const text = header?.trim() ?? ''
  if (/^\d{1,10}$/.test(text)) return Number(text) * SECOND
  const at = /GMT$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? 0 : Math.max(0, at - now)
}

/** As receivers get it, in JSON. Times are ISO 8601 in UTC. */
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

/** `url`: the page of the result, if browsers have an address for it. `at`: when the end was seen. */
export function noticeBody(facts: JobFacts, at: number, url: string | null): string {
  const { jobId, status, outcome, playerName } = facts
  const told: NoticeBody = {
    type: facts.state === 'failed' ? 'job.failed' : 'job.finished',
    timestamp: new Date(at).toISOString(),
    data: { job_id: jobId, status, outcome, player_name: playerName, url },
  }
  return JSON.stringify(told)
}
