import { type ExpressionBuilder, expressionBuilder, sql } from 'kysely'
import type { ClubStore } from '../types.ts'
import type { Db, Tables } from './tables.ts'

/** How long a job is left alone by the sweep, milliseconds. */
const LEFT_ALONE = {
  running: 60_000,
  /** The first look: its frames and players are mostly there by then, and somebody waits to go on. */
  added: 15_000,
  /** Nothing happens to it without an analyst, who passes through here. */
  waiting: 5 * 60_000,
  /** It was looked at just after it was created or changed; a process that was killed did not. */
  awaited: 10_000,
  /** The service may be put right again: a wrong address makes every job unknown. */
  gone: 60 * 60_000,
  /** Rated before the list kept ratings, or read in the short form alone. */
  unrated: 60 * 60_000,
}

/** A job that no look finds for so long is given up, milliseconds. */
const AWAITED_MS = 7 * 24 * 60 * 60_000

/** Clocks of replicas may differ by so much, milliseconds: a look that lies further ahead was none. */
const CLOCKS_APART_MS = 60_000

/** Who of several replicas does what, and which job is next. */
export function createTurns(db: Db): Pick<ClubStore, 'takeLease' | 'takeDue'> {
  return {
    async takeLease(name, holder, now, until) {
      // Nobody takes a lease for longer: what ends later was taken by a clock that is wrong.
      const latest = until + (until - now)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('club_leases')
        .values({ name, holder, until })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, until })
            .where((eb) =>
              eb.or([
                eb('club_leases.holder', '=', holder),
                eb('club_leases.until', '<', now),
                eb('club_leases.until', '>', latest),
              ]),
            ),
        )
        .executeTakeFirstOrThrow()
      return Number(numInsertedOrUpdatedRows ?? 0) > 0
    },
    async takeDue(now, limit) {
      const unseen = await takeAwaited(db, now, limit)
      const rows = await db
        .selectFrom('club_jobs')
        .select('job_id')
        .where((eb) => isDue(eb, now))
        .orderBy('looked_at')
        .orderBy('job_id')
        .limit(limit - unseen.length)
        .execute()
      const ids = rows.map((row) => row.job_id)
      if (ids.length > 0) {
        await db
          .updateTable('club_jobs')
          .set({ looked_at: now })
          .where('job_id', 'in', ids)
          .execute()
      }
      return [...unseen, ...ids]
    },
  }
}

/** Jobs that were created or changed here and that no look has found yet. */
async function takeAwaited(db: Db, now: number, limit: number): Promise<string[]> {
  await db
    .deleteFrom('club_awaited')
    .where('at', '<', now - AWAITED_MS)
    .execute()
  const rows = await db
    .selectFrom('club_awaited')
    .select('job_id')
    .where(isLeftAlone(LEFT_ALONE.awaited, now))
    .orderBy('looked_at')
    .orderBy('job_id')
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.job_id)
  if (ids.length > 0) {
    await db
      .updateTable('club_awaited')
      .set({ looked_at: now })
      .where('job_id', 'in', ids)
      .execute()
  }
  return ids
}

function isDue(eb: ExpressionBuilder<Tables, 'club_jobs'>, now: number) {
  const known = (state: 'running' | 'waiting') =>
    eb.and([eb('gone', '=', 0), eb('state', '=', state), isLeftAlone(LEFT_ALONE[state], now)])
  const isNew = eb.and([
    eb('gone', '=', 0),
    eb('state', '=', 'running'),
    eb('added_at', '<=', now - LEFT_ALONE.added),
    sql<boolean>`looked_at < added_at + ${LEFT_ALONE.added}`,
  ])
  return eb.or([
    known('running'),
    isNew,
    known('waiting'),
    eb.and([eb('gone', '=', 1), isLeftAlone(LEFT_ALONE.gone, now)]),
    eb.and([
      eb('state', '=', 'finished'),
      eb('outcome', '=', 'rated'),
      eb('gone', '=', 0),
      isLeftAlone(LEFT_ALONE.unrated, now),
      eb.not(eb.exists(ratingOfRow(eb))),
    ]),
  ])
}

/** A row of either table that nobody has looked at for so long. */
function isLeftAlone(ms: number, now: number) {
  const eb = expressionBuilder<Tables, 'club_jobs' | 'club_awaited'>()
  return eb.or([eb('looked_at', '<=', now - ms), eb('looked_at', '>', now + CLOCKS_APART_MS)])
}

function ratingOfRow(eb: ExpressionBuilder<Tables, 'club_jobs'>) {
  return eb
    .selectFrom('club_ratings')
    .select('club_ratings.job_id')
    .whereRef('club_ratings.job_id', '=', 'club_jobs.job_id')
}
