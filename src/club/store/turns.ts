import { type ExpressionBuilder, expressionBuilder, sql } from 'kysely'
import type { ClubStore } from '../types.ts'
import type { Db, Tables } from './tables.ts'

/** How long the sweep leaves a job alone after a look, milliseconds. */
const LEFT_ALONE = {
  running: 60_000,
  /** The first look at a new job: most frames and players are there by then, and somebody waits to go on. */
  added: 15_000,
  /** Nothing happens to a waiting job without an analyst, whose changes pass through here. */
  waiting: 5 * 60_000,
  /** The process that changed the job looks at it at once, unless that process was killed. */
  awaited: 10_000,
  /** A wrong address of the service makes every job unknown. Somebody may correct it. */
  gone: 60 * 60_000,
  /** A rated job from before the list kept ratings, or one that was only read in the short form. */
  unrated: 60 * 60_000,
}

/** Milliseconds after which a job that no look has found is given up. */
const AWAITED_MS = 7 * 24 * 60 * 60_000

/** Milliseconds by which clocks of replicas may differ. A look that lies further ahead does not count. */
const CLOCKS_APART_MS = 60_000

/** Decides which replica does some work, and which job is next. */
export function createTurns(db: Db): Pick<ClubStore, 'takeLease' | 'takeDue'> {
  return {
    async takeLease(name, holder, now, until) {
      // Nobody takes a lease for longer. A lease that ends later was taken by a wrong clock.
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

/** Takes jobs that were created or changed here and that no look has found yet. */
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

/** True for a row of either table that nobody has looked at for `ms` milliseconds. */
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
