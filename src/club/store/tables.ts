import type { Kysely } from 'kysely'

/** Times are milliseconds since the epoch. Yes and no are 1 and 0: SQLite has no booleans. */
export interface JobsTable {
  job_id: string
  status: string
  state: string
  step: string
  outcome: string | null
  headline: string | null
  percent: number | null
  player_name: string | null
  team_name: string | null
  shirt_number: number | null
  role: string | null
  category: string | null
  video: string | null
  /** A list in JSON. */
  warnings: string
  reusable: number
  /** Names the end of the last run that was seen to end. */
  end_key: string | null
  created_at: number | null
  updated_at: number | null
  created_by: string | null
  added_by: string | null
  added_at: number
  acted_by: string | null
  acted_at: number | null
  since: number
  gone: number
  /** The place in the list: src/domain/club/place.ts. */
  rank: number
  list_order: number
  /** What a search looks at: a space, then folded text that ends with `created_text` and `acted_text`. */
  search: string
  /** The names of `created_by` and `acted_by`, folded; empty if there is none. */
  created_text: string
  acted_text: string
  /** Names the facts: a row with the same digest is not written again. */
  digest: string
  /** When the sweep last took the job, or a look last wrote the row. */
  looked_at: number
}

/** Jobs that were created or changed here and that the list has not seen yet. The sweep looks at them. */
interface AwaitedTable {
  job_id: string
  at: number
  looked_at: number
  /** 1: the job was created here, or runs again, so its end must be told. */
  tells: number
}

/** Notices of the ends of runs: one row for each end and receiver. */
export interface NoticesTable {
  id: string
  job_id: string
  end_key: string
  hook: string
  body: string
  /** `waiting`, `delivered` or `dead`. */
  standing: string
  tries: number
  /** When the notice is tried next. The replica that begins a try moves this time on. */
  next_at: number
  made_at: number
  /** When the notice was delivered, or given up. */
  ended_at: number | null
  /** How the last try ended, in words. */
  why: string | null
}

export interface Tables {
  club_jobs: JobsTable
  /** One row. Its number grows with each change, so that other replicas see that there is news. */
  club_changes: { id: number; n: number }
  club_history: {
    id: string
    job_id: string
    at: number
    who: string | null
    action: string
    from_status: string | null
  }
  club_notes: { id: string; job_id: string; at: number; who: string | null; text: string }
  /** Who has which job open, as each process (`holder`) knows it. `visitor` tells people apart. */
  club_visits: {
    job_id: string
    visitor: string
    holder: string
    name: string | null
    until: number
  }
  /** What a rated job gives to the cohorts (docs/decisions/club/cohort.md): `src/domain/club/rating.ts`. */
  club_ratings: {
    job_id: string
    /** Names role, category, revision and model: only results of one kind are compared. */
    kind: string
    role: string
    category: string
    revision: string
    model: string
    player: string
    /** Pairs of key and value, in JSON. */
    measures: string
    at: number
    digest: string
    /** The number of the change that wrote this rating. */
    change_n: number
  }
  club_awaited: AwaitedTable
  club_notices: NoticesTable
  /** Links for coaches, each with the SHA-256 of its token. */
  club_links: {
    id: string
    hash: string
    kind: string
    made_by: string | null
    made_at: number
    ends_at: number
    revoked_at: number | null
    revoked_by: string | null
    opened: number
    last_opened: number | null
  }
  /** What a link shows: `place` counts from 0, `mark` names the result as it was. */
  club_link_jobs: { link_id: string; place: number; job_id: string; mark: string }
  /** Wrong credentials, as each process (`holder`) counts them. `client` is a hash. */
  club_failures: { client: string; holder: string; failures: number; ends_at: number }
  /** Jobs that an administrator took off the list, until somebody opens or changes them again. */
  club_off: { job_id: string; at: number }
  /** Which replica does work that only one may do, and until when. */
  club_leases: { name: string; holder: string; until: number }
}

export type Db = Kysely<Tables>
