import { type ExpressionBuilder, sql } from 'kysely'
import type { Db, JobsTable, Tables } from './tables.ts'

/** The columns that take what the newest look says. */
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

/** True if state and step are the same: then the job keeps its place in the list, whoever opens it. */
const STANDS = sql<boolean>`(club_jobs.state = excluded.state and club_jobs.step = excluded.step)`

const ACTED = sql<boolean>`coalesce(excluded.acted_at, 0) > coalesce(club_jobs.acted_at, 0)`
const CREATED = sql<boolean>`(club_jobs.created_by is null and excluded.created_by is not null)`

/**
 * True if something is new: a row that says the same is not written. The digest has no people in it, because each
 * replica knows only its own.
 */
const IS_NEWS = sql<boolean>`(
  club_jobs.digest <> excluded.digest
  or club_jobs.gone <> excluded.gone
  or ${CREATED}
  or ${ACTED}
)`

const CREATED_TEXT = either(CREATED, 'excluded.created_text', 'club_jobs.created_text')
const ACTED_TEXT = either(ACTED, 'excluded.acted_text', 'club_jobs.acted_text')

/** Joins the facts of the look with the people of the row: another replica may have seen those people. */
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
          // The end of the last run stays while the next run goes on.
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
