import type { Step } from '../job/flow.ts'
import type { JobStatus } from '../job/status.ts'
import type { Outcome } from '../result/outcome.ts'
import type { Sought } from './times.ts'

/** Whom a job waits for, as the club's list sorts it: `waiting` for an analyst, `running` for the service. */
export const CLUB_STATES = ['waiting', 'running', 'finished', 'failed'] as const
export type ClubState = (typeof CLUB_STATES)[number]

/** What the club's list knows of a job from one look at it. Times are milliseconds since the epoch. */
export interface JobFacts {
  jobId: string
  status: JobStatus
  state: ClubState
  step: Step
  outcome: Outcome | null
  /** The result in two or three words; null before the end. */
  headline: string | null
  /** 0 to 100, of a run. */
  percent: number | null
  playerName: string | null
  teamName: string | null
  shirtNumber: number | null
  role: string | null
  category: string | null
  /** The match, or the name of the video's file: never its address. */
  video: string | null
  warnings: readonly string[]
  /** A new job can name the same video. */
  reusable: boolean
  createdAt: number | null
  updatedAt: number | null
  /**
   * Names the end of a run, whoever sees it and however often: a job that runs again ends with another one. Null before
   * the end.
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
  /** Since when the job stands where it stands. */
  since: number
  addedAt: number
  /** The service does not know it any more. */
  gone: boolean
}

/** Where a page of the list begins: after this row. */
export interface Cursor {
  rank: number
  order: number
  jobId: string
}

export interface ListQuery {
  state: ClubState | null
  /** Words and days, each of which a row must have. */
  words: readonly Sought[]
  after: Cursor | null
  limit: number
}

export interface ListedPage {
  items: readonly ListedJob[]
  /** Null on the last page. */
  next: Cursor | null
  /** All that the query finds, on all pages. */
  total: number
  /** The same for each state, whatever state is asked for. */
  counts: Readonly<Record<ClubState, number>>
}

/** Something that was done to a job through Touchline. */
export interface JobDeed {
  /** Names the entry, so that it is written once however often that is tried. */
  id: string
  jobId: string
  /** Milliseconds since the epoch. */
  at: number
  who: string | null
  /** `create`, or an action of a job. */
  action: string
  /** The state that it was done in; null if it was not known. */
  fromStatus: string | null
}

export interface JobNote {
  id: string
  jobId: string
  at: number
  who: string | null
  text: string
}
