import { type ExpressionBuilder, sql } from 'kysely'
import type { Db, JobsTable, Tables } from './tables.ts'

/** What the newest look says. */
const REPLACED = [
  ...['status', 'state', 'step', 'outcome', 'headline', 'percent'],
  ...[
    'player_name',
    'team_name',
    'shirt_number',
    'role',
    'category',
    'video',
    'warnings',
    'reusable',
  ],
  ...['created_at', 'updated_at', 'gone', 'rank', 'digest', 'looked_at'],
] as (keyof JobsTable)[]

/** The job stands where it stood: its place in the list stays, whoever opens it. */
const STANDS = sql<boolean>`(club_jobs.state = excluded.state and club_jobs.step = excluded.step)`

const ACTED = sql<boolean>`coalesce(excluded.acted_at, 0) > coalesce(club_jobs.acted_at, 0)`
const CREATED = sql<boolean>`(club_jobs.created_by is null and excluded.created_by is not null)`

/**
 * Something is new: a row that says the same is not written. Each replica knows of its own people alone, so that they
 * are not in the digest.
 */
const IS_NEWS = sql<boolean>`(
  club_jobs.digest <> excluded.digest
  or club_jobs.gone <> excluded.gone
  or ${CREATED}
  or ${ACTED}
)`

const CREATED_TEXT = either(CREATED, 'excluded.created_text', 'club_jobs.created_text')
const ACTED_TEXT = either(ACTED, 'excluded.acted_text', 'club_jobs.acted_text')

/** The facts of the look, and the people of the row: a replica may have seen others of them. */
const SEARCH = sql<string>`(
  substr(excluded.search, 1, length(excluded.search)
    - length(excluded.created_text) - length(excluded.acted_text) - 2)
  || ' ' || ${CREATED_TEXT} || ' ' || ${ACTED_TEXT}
)`

/** @returns how many rows were made or changed */
export async function upsertJobs(db: Db, rows: readonly JobsTable[]): Promise<number> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('club_jobs')
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .column('job_id')
        .doUpdateSet((eb) => ({
          ...replaced(eb),
          since: either(STANDS, 'club_jobs.since', 'excluded.since'),
          list_order: either(STANDS, 'club_jobs.list_order', 'excluded.list_order'),
          created_by: sql<string | null>`coalesce(club_jobs.created_by, excluded.created_by)`,
          // That of the last run, also while the next one runs.
          end_key: sql<string | null>`coalesce(excluded.end_key, club_jobs.end_key)`,
          acted_by: either(ACTED, 'excluded.acted_by', 'club_jobs.acted_by'),
          acted_at: either(ACTED, 'excluded.acted_at', 'club_jobs.acted_at'),
          search: SEARCH,
          created_text: CREATED_TEXT,
          acted_text: ACTED_TEXT,
        }))
        .where(IS_NEWS),
    )
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows ?? 0)
}

type Upsert = ExpressionBuilder<Tables & { excluded: JobsTable }, 'club_jobs' | 'excluded'>

function replaced(eb: Upsert) {
  return Object.fromEntries(REPLACED.map((name) => [name, eb.ref(`excluded.${name}`)]))
}

function either(condition: typeof STANDS, yes: string, no: string) {
  return sql<never>`case when ${condition} then ${sql.ref(yes)} else ${sql.ref(no)} end`
}
