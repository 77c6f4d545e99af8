import { type Selectable, sql } from 'kysely'
import { DAY_MS, type Sought } from '../../domain/club/days.ts'
import { CLUB_STATES, type ClubState, type ListQuery } from '../../domain/club/listed-job.ts'
import { isAfter } from './after.ts'
import type { Db, JobsTable } from './tables.ts'

type Row = Selectable<JobsTable> & { [state in ClubState as `n_${state}`]: number }

export interface Found {
  /** One more than the page has, if there is one. */
  rows: Selectable<JobsTable>[]
  counts: Record<ClubState, number>
}

/**
 * The jobs of a page that have all the words and days, and how many there are in each state. Each word is looked for in the text
 * of every row, so that it is one statement, which does it once (docs/decisions/club.md).
 */
export async function search(db: Db, { state, words, after, limit }: ListQuery): Promise<Found> {
  const all = sql.join(words.map(hasIt), sql` and `)
  const counted = sql.join(
    CLUB_STATES.map(
      (one) =>
        sql`coalesce(sum(case when state = ${one} then 1 else 0 end), 0) as ${sql.id(`n_${one}`)}`,
    ),
  )
  const { rows } = await sql<Row>`
    with found as materialized (
      select job_id, rank, list_order, state from club_jobs where ${all}
    ), counts as (
      select ${counted} from found
    ), page as (
      select job_id as page_id from found
      where ${state === null ? sql`1 = 1` : sql`state = ${state}`}
        and ${after === null ? sql`1 = 1` : isAfter(after)}
      order by rank, list_order, job_id limit ${limit + 1}
    )
    select * from counts
    left join page on 1 = 1
    left join club_jobs on club_jobs.job_id = page.page_id
    order by club_jobs.rank, club_jobs.list_order, club_jobs.job_id`.execute(db)
  const [first] = rows
  return {
    // The counts stand beside each row, and alone where there is none.
    rows: rows.filter((row) => row.job_id !== null),
    counts: Object.fromEntries(
      CLUB_STATES.map((one) => [one, Number(first?.[`n_${one}`] ?? 0)]),
    ) as Record<ClubState, number>,
  }
}

/**
 * A day is that of a time in the text, or that since when the job stands where it stands: `list_order` counts from it.
 * A name or a team may be what was typed; digits of an id are not.
 */
function hasIt(sought: Sought) {
  if (typeof sought === 'string') return has(sought)
  const { words, day, from } = sought
  const typed = words.map((word) => has(/^\d+$/.test(word) ? ` ${word} ` : word))
  return sql`(
    ${has(day)}
    or (abs(list_order) >= ${from} and abs(list_order) < ${from + DAY_MS})
    or (${sql.join(typed, sql` and `)})
  )`
}

function has(text: string) {
  return sql`search like ${patternOf(text)} escape '\\'`
}

/** The characters that mean something to `like` stand for themselves. */
function patternOf(word: string): string {
  return `%${word.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&')}%`
}
