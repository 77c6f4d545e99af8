import type { Step } from '../job/flow.ts'
import type { JobStatus } from '../job/status.ts'
import type { Outcome } from '../result/outcome.ts'
import type { Sought } from './times.ts'

/** The states by which the club's list sorts jobs: `waiting` for an analyst, `running` in the service, or ended. */
export const CLUB_STATES = ['waiting', 'running', 'finished', 'failed'] as const
export type ClubState = (typeof CLUB_STATES)[number]

/** What one look at a job tells the club's list. Times are milliseconds since the epoch. */
export interface JobFacts {
  jobId: string
  status: JobStatus
  state: ClubState
  step: Step
  outcome: Outcome | null
  /** The result in two or three words; null before the end. */
  headline: string | null
  /** The progress of a run, 0 to 100. */
  percent: number | null
  playerName: string | null
  teamName: string | null
  shirtNumber: number | null
  role: string | null
  category: string | null
  /** The match, or the file name of the video, but never its address. */
  video: string | null
  warnings: readonly string[]
  /** A new job can name the same video. */
  reusable: boolean
  createdAt: number | null
  updatedAt: number | null
  /**
   * An id for the end of a run. Every look at the same end gives the same id. A job that runs again ends with a new id.
   * Null before the end.
   */
  end: string | null
}

/** Who did what, as far as Touchline saw it; null: nobody signed in, or it was done elsewhere. */
export interface JobPeople {
  createdBy: string | null
  addedBy: string | null
  actedBy: string | null
  actedAt: number | null
}

/** A row of the list. */
export interface ListedJob extends JobFacts, JobPeople {
  /** Since when the job has been in its present state. */
  since: number
  addedAt: number
  /** True if the service no longer knows the job. */
  gone: boolean
}

/** The row after which a page of the list begins. */
export interface Cursor {
  rank: number
  order: number
  jobId: string
}

export interface ListQuery {
  state: ClubState | null
  /** Words and times. A row must match each of them. */
  words: readonly Sought[]
  after: Cursor | null
  limit: number
}

export interface ListedPage {
  items: readonly ListedJob[]
  /** Null on the last page. */
  next: Cursor | null
  /** How many rows the query finds on all pages. */
  total: number
  /** How many rows the words find in each state, even in states that were not asked for. */
  counts: Readonly<Record<ClubState, number>>
}

/** Something that was done to a job through Touchline. */
export interface JobDeed {
  /** The id of the entry. It makes sure that repeated tries write the entry only once. */
  id: string
  jobId: string
  /** Milliseconds since the epoch. */
  at: number
  who: string | null
  /** What was done, such as `create`. */
  action: string
  /** The status of the job at that moment; null if unknown. */
  fromStatus: string | null
}

export interface JobNote {
  id: string
  jobId: string
  at: number
  who: string | null
  text: string
}
