import type { Database } from '../config/database.ts'
import type { Webhooks } from '../config/webhooks.ts'
import type { Resolve } from '../images/dial.ts'

/** How often the list is written, looked at and swept, milliseconds. */
export interface ClubPace {
  writeMs: number
  /** News of other replicas. */
  newsMs: number
  sweepMs: number
  /** Checks of the service, while somebody has the list open. */
  presenceMs: number
  /** The longest time that an answer waits until the change it tells of is written. */
  keepMs: number
  /** Notices that are due. */
  noticesMs: number
  /** Total time of one try. */
  noticeTimeoutMs: number
  /** How often links were opened. */
  openingsMs: number
}

export const CLUB_PACE: ClubPace = {
  ...{ writeMs: 500, newsMs: 1_000, sweepMs: 10_000, presenceMs: 5_000 },
  ...{ keepMs: 250, noticesMs: 1_000, noticeTimeoutMs: 15_000, openingsMs: 1_000 },
}
/** Milliseconds between two removals of old notices. */
export const CLEAR_MS = 60 * 60_000

export interface ClubOptions {
  database: Database
  /** Who is told of the end of a run; null: nobody. */
  webhooks: Webhooks | null
  /** The page of a result, as browsers reach it; null if no address of ours is known. */
  resultUrl: (jobId: string) => string | null
  now: () => number
  /** How the name of a receiver is resolved; the system's resolver if left out. */
  resolve?: Resolve
  pace?: Partial<ClubPace>
}
