import type { JobDeed, ListQuery } from '../../domain/club/listed-job.ts'
import type { ClubStore } from '../types.ts'
import { inOrder, isAfter } from './in-order.ts'
import { cohortRows, cohortState } from './ratings.ts'
import { listedOf } from './rows.ts'
import { type Counts, countsOf, type Found, search } from './search.ts'
import type { Db } from './tables.ts'

type Reads = Pick<
  ClubStore,
  | 'list'
  | 'known'
  | 'waiting'
  | 'changes'
  | 'history'
  | 'notes'
  | 'sizes'
  | 'cohortState'
  | 'ratings'
>

export function createReads(db: Db): Reads {
  return {
    async list(query) {
      const { rows, counts } =
        query.words.length > 0 ? await search(db, query) : await browse(db, query)
      const shown = rows.slice(0, query.limit)
      const last = shown.at(-1)
      const { state } = query
      const total = state === null ? totalOf(counts) : counts[state]
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
        .selectAll()
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
        ({ id, job_id, at, who, action, from_status }): JobDeed => ({
          ...{ id, jobId: job_id, at, who, action },
          fromStatus: from_status,
        }),
      )
    },
    async sizes() {
      const [jobs, notes, links] = await Promise.all(
        (['club_jobs', 'club_notes', 'club_links'] as const).map((table) => rowsOf(db, table)),
      )
      return { jobs: jobs ?? 0, notes: notes ?? 0, links: links ?? 0 }
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
    cohortState: (of) => cohortState(db, of),
    ratings: (of) => cohortRows(db, of),
  }
}

async function rowsOf(db: Db, table: 'club_jobs' | 'club_notes' | 'club_links'): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function browse(db: Db, { state, after, limit }: ListQuery): Promise<Found> {
  const rows = await inOrder(db)
    .selectAll()
    .$if(state !== null, (select) => select.where('state', '=', state))
    .$if(after !== null, (select) => select.where(isAfter(after!)))
    .limit(limit + 1)
    .execute()
  return { rows, counts: await countAll(db) }
}

async function countAll(db: Db): Promise<Counts> {
  const rows = await db
    .selectFrom('club_jobs')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  const counts = new Map<string, number>(rows.map(({ state, count }) => [state, Number(count)]))
  return countsOf((state) => counts.get(state) ?? 0)
}

function totalOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
