import { randomUUID } from 'node:crypto'
import type { JobDeed } from '../../domain/club/listed-job.ts'
import type { ClubStore } from '../types.ts'
import { rowOf, type Sighting } from './rows.ts'
import type { Db } from './tables.ts'
import { upsertJobs } from './upsert.ts'

type Writes = Pick<ClubStore, 'save' | 'markGone' | 'forget' | 'addNote' | 'prove'>

/** Rows of one statement: SQLite takes 32,766 values in one. */
const ROWS_AT_ONCE = 100

export function createWrites(db: Db): Writes {
  return {
    save: (sightings, deeds) =>
      db.transaction().execute(async (inside) => {
        let changed = 0
        for (const some of chunks(inOneOrder(sightings)))
          changed += await upsertJobs(inside, some.map(rowOf))
        for (const some of chunks(deeds)) {
          await inside.insertInto('club_history').values(some.map(deedRow)).execute()
        }
        return countUp(inside, changed + deeds.length)
      }),
    async markGone(jobId) {
      const { numUpdatedRows } = await db
        .updateTable('club_jobs')
        .set({ gone: 1 })
        .where('job_id', '=', jobId)
        .where('gone', '=', 0)
        .executeTakeFirstOrThrow()
      await countUp(db, Number(numUpdatedRows))
    },
    async forget(jobId) {
      const { numDeletedRows } = await db
        .deleteFrom('club_jobs')
        .where('job_id', '=', jobId)
        .where('gone', '=', 1)
        .executeTakeFirstOrThrow()
      await countUp(db, Number(numDeletedRows))
      return Number(numDeletedRows) > 0
    },
    async addNote({ id, jobId, at, who, text }) {
      await db.insertInto('club_notes').values({ id, job_id: jobId, at, who, text }).execute()
      await countUp(db, 1)
    },
    async prove() {
      await db
        .updateTable('club_changes')
        .set((eb) => ({ n: eb('n', '+', 1) }))
        .execute()
    },
  }
}

/** @returns the number of the newest change */
async function countUp(db: Db, by: number): Promise<number> {
  if (by === 0) {
    return (await db.selectFrom('club_changes').select('n').executeTakeFirstOrThrow()).n
  }
  const { n } = await db
    .updateTable('club_changes')
    .set((eb) => ({ n: eb('n', '+', 1) }))
    .returning('n')
    .executeTakeFirstOrThrow()
  return n
}

/** Two replicas that write the same rows then never wait for each other. */
function inOneOrder(sightings: readonly Sighting[]): Sighting[] {
  return sightings.toSorted((a, b) => (a.facts.jobId < b.facts.jobId ? -1 : 1))
}

function deedRow({ jobId, at, who, action, fromStatus }: JobDeed) {
  return { id: randomUUID(), job_id: jobId, at, who, action, from_status: fromStatus }
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / ROWS_AT_ONCE) }, (_, i) =>
    all.slice(i * ROWS_AT_ONCE, (i + 1) * ROWS_AT_ONCE),
  )
}
