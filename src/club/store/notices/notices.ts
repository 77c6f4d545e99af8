import type { DeadNotice, Notice } from '../../../domain/club/notice.ts'
import { LONGEST_WAIT_MS } from '../../../domain/club/notice.ts'
import { DAY_MS } from '../../../domain/club/times.ts'
import type { ClubStore } from '../../types.ts'
import type { Db, NoticesTable } from '../tables.ts'

type Notices = Pick<
  ClubStore,
  'takeNotices' | 'noticeDelivered' | 'noticeFailed' | 'notices' | 'sendAgain' | 'clearNotices'
>

/** Milliseconds. A try ends long before. If its sender has died, the notice is tried again after this. */
const BEING_TRIED_MS = 60_000
/** A time that lies further ahead was written by a wrong clock, milliseconds. */
const FURTHEST_MS = LONGEST_WAIT_MS + 60 * 60_000
/** How long a row is kept after its end, milliseconds. */
const KEPT_MS = { delivered: 30 * DAY_MS, dead: 90 * DAY_MS }
/** Milliseconds that replicas may have different settings, while they are restarted one after the other. */
const WITHOUT_HOOK_MS = DAY_MS

export function createNoticeStore(db: Db): Notices {
  return {
    async takeNotices(wanted, now) {
      const taken: Notice[] = []
      for (const { hook, limit } of wanted) {
        const due = await db
          .selectFrom('club_notices')
          .selectAll()
          .where('standing', '=', 'waiting')
          .where('hook', '=', hook)
          .where((eb) => eb.or([eb('next_at', '<=', now), eb('next_at', '>', now + FURTHEST_MS)]))
          .orderBy('next_at')
          .orderBy('id')
          .limit(limit)
          .execute()
        for (const row of due) if (await begin(row, now)) taken.push(noticeOf(row, row.tries + 1))
      }
      return taken
    },
    async noticeDelivered(id, why, now) {
      await db
        .updateTable('club_notices')
        .set({ standing: 'delivered', ended_at: now, why })
        .where('id', '=', id)
        .execute()
    },
    async noticeFailed({ id, tries }, why, now, nextAt) {
      await db
        .updateTable('club_notices')
        .set(nextAt === null ? { standing: 'dead', ended_at: now, why } : { next_at: nextAt, why })
        .where('id', '=', id)
        .where('standing', '=', 'waiting')
        // A later try may have begun meanwhile.
        .where('tries', '=', tries)
        .execute()
    },
    async notices(limit) {
      const rows = await db
        .selectFrom('club_notices')
        .selectAll()
        .where('standing', '=', 'dead')
        .orderBy('ended_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      const counts = await db
        .selectFrom('club_notices')
        .select(({ fn }) => ['standing', fn.countAll<number>().as('count')])
        .groupBy('standing')
        .execute()
      const count = (standing: string) =>
        Number(counts.find((one) => one.standing === standing)?.count ?? 0)
      return {
        dead: rows.map(deadOf),
        counts: {
          waiting: count('waiting'),
          delivered: count('delivered'),
          dead: count('dead'),
        },
      }
    },
    async sendAgain(id, now) {
      const { numUpdatedRows } = await db
        .updateTable('club_notices')
        .set({ standing: 'waiting', tries: 0, next_at: now, ended_at: null })
        .where('id', '=', id)
        .where('standing', '=', 'dead')
        .executeTakeFirstOrThrow()
      return Number(numUpdatedRows) > 0
    },
    async clearNotices(hooks, now) {
      for (const standing of ['delivered', 'dead'] as const) {
        await db
          .deleteFrom('club_notices')
          .where('standing', '=', standing)
          .where('ended_at', '<', now - KEPT_MS[standing])
          .execute()
      }
      await db
        .updateTable('club_notices')
        .set({
          standing: 'dead',
          ended_at: now,
          why: 'its address is not in WEBHOOK_URLS any more',
        })
        .where('standing', '=', 'waiting')
        .where('made_at', '<', now - WITHOUT_HOOK_MS)
        .$if(hooks.length > 0, (update) => update.where('hook', 'not in', hooks))
        .execute()
    },
  }

  /** True if this replica begins the try. Only one of all replicas does: the one that counts it. */
  async function begin({ id, tries, next_at }: NoticesTable, now: number): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('club_notices')
      .set({ tries: tries + 1, next_at: now + BEING_TRIED_MS })
      .where('id', '=', id)
      .where('standing', '=', 'waiting')
      .where('tries', '=', tries)
      // "Send again" begins to count anew, so the count alone is not enough.
      .where('next_at', '=', next_at)
      .executeTakeFirstOrThrow()
    return Number(numUpdatedRows) > 0
  }
}

function noticeOf(row: NoticesTable, tries = row.tries): Notice {
  const { id, hook, body } = row
  return { id, jobId: row.job_id, hook, body, tries, madeAt: row.made_at }
}

function deadOf(row: NoticesTable): DeadNotice {
  return { ...noticeOf(row), why: row.why ?? '', diedAt: row.ended_at ?? row.made_at }
}
