import { type RawBuilder, type Selectable, sql } from 'kysely'
import { CLUB_STATES, type ClubState, type ListQuery } from '../../domain/club/listed-job.ts'
import { rankOf } from '../../domain/club/place.ts'
import type { Sought } from '../../domain/club/times.ts'
import { inOrder, isAfter } from './in-order.ts'
import type { Db, JobsTable } from './tables.ts'

type Row = Selectable<JobsTable>
export type Counts = Record<ClubState, number>

export interface Found {
  /** The rows of the page, and one more if there is one. */
  rows: Row[]
  counts: Counts
}

/**
 * Finds the jobs of a page that have all the words and times, and counts them for each state. Looking for words is what
 * costs: each row is looked at once, by the page or by the count of the others (docs/decisions/club.md).
 */
export async function search(db: Db, query: ListQuery): Promise<Found> {
  const { state, words, after, limit } = query
  const matches = sql<boolean>`${sql.join(words.map(hasIt), sql` and `)}`
  const ids = inOrder(db)
    .select('job_id')
    .$if(state !== null, (select) => select.where(standsIn(state!)))
    .$if(after !== null, (select) => select.where(isAfter(after!)))
    .where(matches)
    .limit(limit + 1)
  const rows = await inOrder(db).selectAll().where('job_id', 'in', ids).execute()
  const unseen = notSeen(query, rows)
  const others = unseen.length === 0 ? NONE : await countOthers(db, unseen, matches)
  return { rows, counts: sumOf(countsIn(rows), others) }
}

/** The parts of the list that the page did not look at: no row is in two of them. */
function notSeen({ state, after, limit }: ListQuery, rows: readonly Row[]) {
  const inState = state === null ? [] : [standsIn(state)]
  const last = rows.length > limit ? rows.at(-1) : undefined
  return [
    ...(state === null ? [] : [[sql<boolean>`state <> ${state}`]]),
    ...(after === null ? [] : [[...inState, sql<boolean>`not ${isAfter(after)}`]]),
    ...(last ? [[...inState, isLaterInRank(last)]] : []),
    ...(last && state === null ? [[sql<boolean>`rank > ${last.rank}`]] : []),
  ].map((all) => sql<boolean>`${sql.join(all, sql` and `)}`)
}

/** The part of `isAfter` in the same rank, in a form that lets SQLite go through the index and not judge each row. */
function isLaterInRank({ rank, list_order, job_id }: Row) {
  return sql<boolean>`
    rank = ${rank} and list_order >= ${list_order} and (list_order > ${list_order} or job_id > ${job_id})
  `
}

/**
 * Asks for the rank too, because the index that holds the texts begins with the rank. Asked for a state alone, SQLite
 * would take the index of the states and read each whole row for its text.
 */
function standsIn(state: ClubState) {
  return sql<boolean>`rank = ${rankOf(state)} and coalesce(state, '') = ${state}`
}

async function countOthers(
  db: Db,
  parts: readonly RawBuilder<boolean>[],
  matches: RawBuilder<boolean>,
): Promise<Counts> {
  // Grouped by rank, as the index is ordered: this costs less than a test for each state.
  const ranks = await parts
    .map((part) =>
      db
        .selectFrom('club_jobs')
        .select(({ fn }) => [
          'rank',
          fn.countAll<number>().as('all'),
          fn.countAll<number>().filterWhere('state', '=', 'failed').as('failed'),
        ])
        .where(part)
        .where(matches)
        .groupBy('rank'),
    )
    .reduce((some, more) => some.unionAll(more))
    .execute()
  return countsOf((state) => {
    const those = ranks.filter(({ rank }) => rank === rankOf(state))
    const failed = sum(those.map((row) => Number(row.failed)))
    if (state === 'failed') return failed
    const all = sum(those.map((row) => Number(row.all)))
    return state === 'finished' ? all - failed : all
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

function countsIn(rows: readonly Row[]): Counts {
  return countsOf((state) => rows.filter((row) => row.state === state).length)
}

function sumOf(some: Counts, others: Counts): Counts {
  return countsOf((state) => some[state] + others[state])
}

export function countsOf(count: (state: ClubState) => number): Counts {
  return Object.fromEntries(CLUB_STATES.map((state) => [state, count(state)])) as Counts
}

const NONE = countsOf(() => 0)

/**
 * A typed time may be one of the job's times, or the time since when the job is in its state: `list_order` is that
 * time, or its negative. The typed words may also be a name or a team.
 */
function hasIt(sought: Sought) {
  if (typeof sought === 'string') return hasWord(sought)
  const { words, from, to } = sought
  // A number starts with a space, and each row has many spaces: so the month is looked for first.
  const numbersLast = [...words.filter((word) => !isShirt(word)), ...words.filter(isShirt)]
  const typed = numbersLast.map(hasTyped)
  return sql`(
    (list_order >= ${from} and list_order < ${to}) or (list_order > ${-to} and list_order <= ${-from})
    or (created_at >= ${from} and created_at < ${to}) or (updated_at >= ${from} and updated_at < ${to})
    or (${sql.join(typed, sql` and `)})
  )`
}

function hasWord(word: string) {
  return PART_OF_ID.test(word) ? hasOrIs(word) : hasTyped(word)
}

/** Finds the number of a shirt only as a word of its own: not `7` in `U17`, nor in a rating. */
function hasTyped(word: string) {
  // No space comes after the name of who acted last.
  return isShirt(word) ? sql`search || ' ' like ${patternOf(` ${word} `)}` : has(word)
}

const isShirt = (word: string) => /^\d{1,2}$/.test(word)

/** A shorter text, such as the number of a shirt, is in too many ids by chance. */
const PART_OF_ID = /^[0-9a-f-]{6,}$/

function hasOrIs(word: string) {
  return sql`(${has(word)} or lower(job_id) like ${patternOf(word)})`
}

function has(text: string) {
  return sql`search like ${patternOf(text)} escape '\\'`
}

/** Escapes the characters that have a meaning for `like`. */
function patternOf(word: string): string {
  return `%${word.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&')}%`
}
