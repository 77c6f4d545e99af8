import { sql } from 'kysely'
import type { CoachLink, LinkPlace, NewLink } from '../../domain/club/link.ts'
import { DAY_MS } from '../../domain/club/times.ts'
import { LinksOfJobFull, LinksOfListFull } from '../../errors/club.ts'
import type { LinkStore } from '../types.ts'
import type { Db, Tables } from './tables.ts'

/** Most links that can be opened, of one job and in all. */
const MOST_OF_JOB = 20
const MOST_IN_ALL = 1_000
/** Most links in all, ended links included. From here on the oldest ended links are deleted. */
const MOST_KEPT = 2_000
const KEPT_MS = 30 * DAY_MS
const LEAVE_AT_ONCE = 100

/** Links for coaches. */
export function createLinks(db: Db): LinkStore {
  return {
    addLink: (link) => db.transaction().execute((inside) => insertLink(inside, link)),
    async liveLink(hash, now) {
      const rows = await db
        .selectFrom('club_links')
        .selectAll()
        .where('hash', '=', hash)
        .where(canBeOpened(now))
        .execute()
      return (await withJobs(db, rows))[0] ?? null
    },
    async linksOfJob(jobId, limit, now) {
      const rows = await db
        .selectFrom('club_links')
        .selectAll()
        .where('id', 'in', (inner) =>
          inner.selectFrom('club_link_jobs').select('link_id').where('job_id', '=', jobId),
        )
        .orderBy(sql`case when ${canBeOpened(now)} then 0 else 1 end`)
        .orderBy('made_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return withJobs(db, rows)
    },
    async links(after, limit) {
      const rows = await newestFirst(db)
        .$if(after !== null, (select) => select.where(isAfter(after!)))
        .limit(limit)
        .execute()
      return withJobs(db, rows)
    },
    async revokeLink(id, who, now) {
      const rows = await db
        .updateTable('club_links')
        .set({ revoked_at: now, revoked_by: who })
        .where('id', '=', id)
        .where(canBeOpened(now))
        .returningAll()
        .execute()
      return (await withJobs(db, rows))[0] ?? null
    },
    async countOpenings(openings) {
      for (const { id, count, at } of openings) {
        await db
          .updateTable('club_links')
          .set((eb) => ({ opened: eb('opened', '+', count), last_opened: at }))
          .where('id', '=', id)
          .execute()
      }
    },
  }
}

/** Decides if a link opens: it does as long as `linkStateOf` in src/domain/club/link.ts says `live`. */
function canBeOpened(now: number) {
  return sql<boolean>`(revoked_at is null and ends_at > ${now})`
}

function newestFirst(db: Db) {
  return db.selectFrom('club_links').selectAll().orderBy('made_at', 'desc').orderBy('id', 'desc')
}

function isAfter({ madeAt, id }: LinkPlace) {
  return sql<boolean>`(made_at, id) < (${madeAt}, ${id})`
}

async function insertLink(db: Db, link: NewLink) {
  const { madeAt, jobs } = link
  await removeEnded(db, madeAt)
  const live = db
    .selectFrom('club_links')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(canBeOpened(madeAt))
  for (const { jobId } of jobs) {
    const ofJob = await live
      .where('id', 'in', (inner) =>
        inner.selectFrom('club_link_jobs').select('link_id').where('job_id', '=', jobId),
      )
      .executeTakeFirstOrThrow()
    if (Number(ofJob.count) >= MOST_OF_JOB) throw new LinksOfJobFull(MOST_OF_JOB)
  }
  const inAll = await live.executeTakeFirstOrThrow()
  if (Number(inAll.count) >= MOST_IN_ALL) throw new LinksOfListFull(MOST_IN_ALL)
  const { id, hash, kind, madeBy, endsAt } = link
  await db
    .insertInto('club_links')
    .values({
      ...{ id, hash, kind, made_by: madeBy, made_at: madeAt, ends_at: endsAt },
      ...{ revoked_at: null, revoked_by: null, opened: 0, last_opened: null },
    })
    .execute()
  await db
    .insertInto('club_link_jobs')
    .values(jobs.map(({ jobId, mark }, place) => ({ link_id: id, place, job_id: jobId, mark })))
    .execute()
}

async function removeEnded(db: Db, now: number) {
  const ended = db
    .selectFrom('club_links')
    .select('id')
    .where(sql<boolean>`not ${canBeOpened(now)}`)
  const old = await ended
    .where('ends_at', '<=', now - KEPT_MS)
    .limit(LEAVE_AT_ONCE)
    .execute()
  const kept = await db
    .selectFrom('club_links')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const over =
    Number(kept.count) < MOST_KEPT
      ? []
      : await ended.orderBy('made_at').limit(LEAVE_AT_ONCE).execute()
  const ids = [...new Set([...old, ...over].map(({ id }) => id))]
  if (ids.length === 0) return
  await db.deleteFrom('club_link_jobs').where('link_id', 'in', ids).execute()
  await db.deleteFrom('club_links').where('id', 'in', ids).execute()
}

async function withJobs(db: Db, rows: readonly Tables['club_links'][]): Promise<CoachLink[]> {
  if (rows.length === 0) return []
  const jobs = await db
    .selectFrom('club_link_jobs')
    .leftJoin('club_jobs', 'club_jobs.job_id', 'club_link_jobs.job_id')
    .select(['link_id', 'club_link_jobs.job_id as linked', 'mark', 'player_name'])
    .where(
      'link_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('place')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind === 'comparison' ? 'comparison' : 'result',
    jobs: jobs
      .filter(({ link_id }) => link_id === row.id)
      .map(({ linked, mark, player_name }) => ({ jobId: linked, mark, playerName: player_name })),
    madeBy: row.made_by,
    madeAt: row.made_at,
    endsAt: row.ends_at,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
    opened: row.opened,
    lastOpened: row.last_opened,
  }))
}
