import { sql } from 'kysely'
import { type CohortOf, kindOf } from '../../domain/club/kind.ts'
import { type Rating, ratingDigest } from '../../domain/club/rating.ts'
import type { SeenJob } from './rows.ts'
import type { Db, Tables } from './tables.ts'

/** Most players of one kind. Of more players the newest count. */
const MOST_PLAYERS = 1_000

/**
 * Writes ratings that are new or differ from the stored ones, and removes those that the service no longer gives.
 * @returns the jobs whose rating has changed, for `stamp`, and how many changes there were
 */
export async function saveRatings(
  db: Db,
  seenJobs: readonly SeenJob[],
): Promise<{ written: string[]; changes: number }> {
  const found = seenJobs.flatMap(({ rating }) => rating ?? [])
  const none = seenJobs.flatMap(({ rating, facts }) => (rating === null ? [facts.jobId] : []))
  const removed = await removeRatings(db, none)
  if (found.length === 0) return { written: [], changes: removed }
  const rows = await db
    .insertInto('club_ratings')
    .values(found.map(rowOf))
    .onConflict((conflict) =>
      conflict
        .column('job_id')
        .doUpdateSet(({ ref }) => ({
          kind: ref('excluded.kind'),
          role: ref('excluded.role'),
          category: ref('excluded.category'),
          revision: ref('excluded.revision'),
          model: ref('excluded.model'),
          player: ref('excluded.player'),
          measures: ref('excluded.measures'),
          at: ref('excluded.at'),
          digest: ref('excluded.digest'),
        }))
        .whereRef('club_ratings.digest', '<>', 'excluded.digest'),
    )
    .returning('job_id')
    .execute()
  const written = rows.map(({ job_id }) => job_id)
  return { written, changes: removed + written.length }
}

/** Notes with which change the ratings came. `cohortState` sees by it that a kind of results has changed. */
export async function stamp(db: Db, jobIds: readonly string[], change: number): Promise<void> {
  if (jobIds.length === 0) return
  await db
    .updateTable('club_ratings')
    .set({ change_n: change })
    .where('job_id', 'in', jobIds)
    .execute()
}

/** @returns how many ratings were removed */
export async function removeRatings(db: Db, jobIds: readonly string[]): Promise<number> {
  if (jobIds.length === 0) return 0
  const { numDeletedRows } = await db
    .deleteFrom('club_ratings')
    .where('job_id', 'in', jobIds)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Names the state of a kind of results: the name changes when a result is written or removed. */
export async function cohortState(db: Db, of: CohortOf): Promise<string> {
  const row = await ofKind(db, of)
    .select(({ fn }) => [
      fn.countAll<number>().as('count'),
      fn.max('club_ratings.change_n').as('newest'),
    ])
    .executeTakeFirstOrThrow()
  return `${row.count} ${row.newest}`
}

/** The newest result of each player, the newest first. A player who was analysed often counts once. */
export async function cohortRows(
  db: Db,
  of: CohortOf,
): Promise<Pick<Rating, 'player' | 'measures'>[]> {
  const ranked = ofKind(db, of)
    .where('measures', '<>', '[]')
    .select(['player', 'measures', 'at', 'job_id'])
    .select(sql<number>`row_number() over (partition by player order by at desc, job_id)`.as('nth'))
  const rows = await db
    .selectFrom(ranked.as('ranked'))
    .select(['player', 'measures'])
    .where('nth', '=', 1)
    .orderBy('at', 'desc')
    .orderBy('job_id')
    .limit(MOST_PLAYERS)
    .execute()
  return rows.map(({ player, measures }) => ({ player, measures: JSON.parse(measures) }))
}

function ofKind(db: Db, of: CohortOf) {
  return db.selectFrom('club_ratings').where('kind', '=', kindOf(of))
}

function rowOf(rating: Rating): Tables['club_ratings'] {
  const { jobId, measures, ...rest } = rating
  return {
    ...rest,
    job_id: jobId,
    kind: kindOf(rating),
    measures: JSON.stringify(measures),
    digest: ratingDigest(rating),
    change_n: 0,
  }
}
