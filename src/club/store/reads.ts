import { type ExpressionBuilder, sql } from 'kysely'
import {
  CLUB_STATES,
  type ClubState,
  type JobDeed,
  type ListQuery,
  type Place,
} from '../../domain/club/listed-job.ts'
import type { ClubStore } from '../types.ts'
import { listedOf } from './rows.ts'
import type { Db, Tables } from './tables.ts'

type Reads = Pick<ClubStore, 'list' | 'known' | 'waiting' | 'changes' | 'history' | 'notes'>
type OfJobs = ExpressionBuilder<Tables, 'club_jobs'>

export function createReads(db: Db): Reads {
  return {
    async list(query) {
      const rows = await pageOf(db, query)
      const counts = await countsOf(db, query.words)
      const shown = rows.slice(0, query.limit)
      const last = shown.at(-1)
      const { state } = query
      const total = state === null ? sumOf(counts) : counts[state]
      return {
        items: shown.map(listedOf),
        next:
          rows.length > query.limit && last
            ? { rank: last.rank, order: last.list_order, jobId: last.job_id }
            : null,
        total,
        counts,
      }
    },
    async known(jobIds) {
      if (jobIds.length === 0) return new Set()
      const rows = await db
        .selectFrom('club_jobs')
        .select('job_id')
        .where('job_id', 'in', jobIds)
        .execute()
      return new Set(rows.map((row) => row.job_id))
    },
    async waiting(after, limit) {
      const from = await db
        .selectFrom('club_jobs')
        .select(['rank', 'list_order', 'job_id'])
        .where('job_id', '=', after)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      const place = from && { rank: from.rank, order: from.list_order, jobId: from.job_id }
      const all = inOrder(db)
        .where('state', '=', 'waiting')
        .where('gone', '=', 0)
        .where('job_id', '!=', after)
        .limit(limit)
      if (place === undefined) return (await all.execute()).map(listedOf)
      const later = await all.where(isAfter(place)).execute()
      const earlier = await all.where((eb) => eb.not(isAfter(place))).execute()
      return [...later, ...earlier].slice(0, limit).map(listedOf)
    },
    async changes() {
      const row = await db.selectFrom('club_changes').select('n').executeTakeFirstOrThrow()
      return row.n
    },
    async history(jobId, limit) {
      const rows = await db
        .selectFrom('club_history')
        .selectAll()
        .where('job_id', '=', jobId)
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(
        ({ job_id, at, who, action, from_status }): JobDeed => ({
          ...{ jobId: job_id, at, who, action },
          fromStatus: from_status,
        }),
      )
    },
    async notes(jobId, limit) {
      const rows = await db
        .selectFrom('club_notes')
        .selectAll()
        .where('job_id', '=', jobId)
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(({ id, job_id, at, who, text }) => ({ id, jobId: job_id, at, who, text }))
    },
  }
}

function inOrder(db: Db) {
  return db
    .selectFrom('club_jobs')
    .selectAll()
    .orderBy('rank')
    .orderBy('list_order')
    .orderBy('job_id')
}

/** One row more than the page has, if there is one. */
function pageOf(db: Db, { state, words, after, limit }: ListQuery) {
  return inOrder(db)
    .$if(state !== null, (select) => select.where('state', '=', state))
    .$if(after !== null, (select) => select.where(isAfter(after!)))
    .where((eb) => hasAll(eb, words))
    .limit(limit + 1)
    .execute()
}

async function countsOf(db: Db, words: readonly string[]): Promise<Record<ClubState, number>> {
  const rows = await db
    .selectFrom('club_jobs')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where((eb) => hasAll(eb, words))
    .groupBy('state')
    .execute()
  const counts = new Map(rows.map(({ state, count }) => [state, Number(count)]))
  return Object.fromEntries(CLUB_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<
    ClubState,
    number
  >
}

function sumOf(counts: Record<ClubState, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function isAfter({ rank, order, jobId }: Place) {
  return sql<boolean>`(rank, list_order, job_id) > (${rank}, ${order}, ${jobId})`
}

function hasAll(eb: OfJobs, words: readonly string[]) {
  return eb.and(words.map((word) => sql<boolean>`search like ${patternOf(word)} escape '\\'`))
}

/** The characters that mean something to `like` stand for themselves. */
function patternOf(word: string): string {
  return `%${word.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&')}%`
}
