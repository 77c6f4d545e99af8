import { sql } from 'kysely'
import { changesJob } from '../../domain/club/deeds.ts'
import type { JobDeed } from '../../domain/club/listed-job.ts'
import type { ClubStore } from '../types.ts'
import { COLUMNS } from './columns.ts'
import { countUp } from './count-up.ts'
import { insertNote, removeNote } from './notes.ts'
import {
  awaitNoLonger,
  awaitUnseen,
  beginsRun,
  noteEnds,
  standingBefore,
  type Told,
} from './notices/ends.ts'
import {
  comeBackByDeeds,
  comeBackOpened,
  dropTakenOff,
  keepOff,
  takenOff,
  withoutTakenOff,
} from './off/marks.ts'
import { removeRatings, saveRatings, stamp } from './ratings.ts'
import { rowOf, type SeenJob } from './rows.ts'
import type { Db } from './tables.ts'
import { upsertJobs } from './upsert.ts'

type Writes = Pick<
  ClubStore,
  | 'save'
  | 'markGone'
  | 'forget'
  | 'takeOff'
  | 'comeBack'
  | 'takenOff'
  | 'addNote'
  | 'deleteNote'
  | 'prove'
>

/** Most rows of one statement: SQLite takes 32,766 values in a statement. */
const ROWS_AT_ONCE = 100
/** Milliseconds in which a 404 for a new job means nothing: some machines of the service may not know it yet. */
const NEW_MS = 60_000

export function createWrites(db: Db, told: Told): Writes {
  return {
    save: (seenJobs, deeds) =>
      db.transaction().execute(async (inside) => {
        let changed = 0
        const written: string[] = []
        const begun = deeds.filter(({ action }) => beginsRun(action)).map(({ jobId }) => jobId)
        await comeBackByDeeds(
          inside,
          deeds.filter(({ action }) => changesJob(action)),
        )
        const listed = await withoutTakenOff(inside, seenJobs)
        const off = seenJobs.filter((one) => !listed.includes(one))
        await awaitNoLonger(inside, idsOf(off))
        for (const some of chunks(inOneOrder(listed))) {
          const before = await standingBefore(inside, some)
          changed += await upsertJobs(inside, some.map(rowOf))
          const stays = await dropTakenOff(inside, some)
          const awaited = await awaitNoLonger(inside, idsOf(some))
          await noteEnds(inside, told, stays, before, new Set([...awaited, ...begun]))
          const ratings = await saveRatings(inside, stays)
          written.push(...ratings.written)
          changed += ratings.changes
        }
        for (const some of chunks(deeds)) {
          await inside
            .insertInto('club_history')
            .values(some.map(deedRow))
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute()
          await awaitUnseen(inside, some)
        }
        const change = await countUp(inside, changed + deeds.length)
        await stamp(inside, written, change)
        return change
      }),
    markGone: (jobId, at) =>
      db.transaction().execute(async (inside) => {
        if (await isJustCreated(inside, jobId, at)) return
        await awaitNoLonger(inside, [jobId])
        const { numUpdatedRows } = await inside
          .updateTable('club_jobs')
          .set({ gone: 1 })
          .where('job_id', '=', jobId)
          .where('gone', '=', 0)
          .executeTakeFirstOrThrow()
        const removed = await removeRatings(inside, [jobId])
        await countUp(inside, Number(numUpdatedRows) + removed)
      }),
    forget: (jobId) => remove(jobId, { ifGone: true }),
    takeOff: (jobId, at) => remove(jobId, { ifGone: false, at }),
    comeBack: (opened) => comeBackOpened(db, opened),
    takenOff: (jobIds) => takenOff(db, jobIds),
    addNote: (note) =>
      db.transaction().execute(async (inside) => {
        await insertNote(inside, note)
        await countUp(inside, 1)
      }),
    deleteNote: (jobId, id) =>
      db.transaction().execute(async (inside) => {
        const was = await removeNote(inside, jobId, id)
        await countUp(inside, was ? 1 : 0)
        return was
      }),
    async prove() {
      // Migrations say what was made once, not what is still there.
      for (const [table, columns] of Object.entries(COLUMNS)) {
        const names = sql.join(Object.keys(columns).map((name) => sql.id(table, name)))
        await sql`select ${names} from ${sql.table(table)} limit 1`.execute(db)
      }
      await countUp(db, 1)
    },
  }

  function remove(
    jobId: string,
    { ifGone, at }: { ifGone: boolean; at?: number },
  ): Promise<boolean> {
    return db.transaction().execute(async (inside) => {
      const { numDeletedRows } = await inside
        .deleteFrom('club_jobs')
        .where('job_id', '=', jobId)
        .$if(ifGone, (some) => some.where('gone', '=', 1))
        .executeTakeFirstOrThrow()
      const was = Number(numDeletedRows) > 0
      if (was) await removeRatings(inside, [jobId])
      if (was && at !== undefined) await keepOff(inside, jobId, at)
      await countUp(inside, was ? 1 : 0)
      return was
    })
  }
}

/** True if the job was created within the last minute. The clock that noted it may be ahead by less than a minute. */
async function isJustCreated(db: Db, jobId: string, at: number): Promise<boolean> {
  const created = await db
    .selectFrom('club_history')
    .select('id')
    .where('job_id', '=', jobId)
    .where('action', '=', 'create')
    .where('at', '>', at - NEW_MS)
    .where('at', '<', at + NEW_MS)
    .executeTakeFirst()
  return created !== undefined
}

const idsOf = (some: readonly SeenJob[]) => some.map(({ facts }) => facts.jobId)

/** Puts rows in one order, so that two replicas that write the same rows never block each other for good. */
function inOneOrder(seenJobs: readonly SeenJob[]): SeenJob[] {
  return seenJobs.toSorted((a, b) => (a.facts.jobId < b.facts.jobId ? -1 : 1))
}

function deedRow({ id, jobId, at, who, action, fromStatus }: JobDeed) {
  return { id, job_id: jobId, at, who, action, from_status: fromStatus }
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / ROWS_AT_ONCE) }, (_, i) =>
    all.slice(i * ROWS_AT_ONCE, (i + 1) * ROWS_AT_ONCE),
  )
}
