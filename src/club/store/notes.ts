import { MOST_NOTES } from '../../domain/club/limits.ts'
import type { JobNote } from '../../domain/club/listed-job.ts'
import { NotesOfJobFull, NotesOfListFull } from '../../errors/club.ts'
import type { Db } from './tables.ts'

/** Most notes of one job: its page shows as many. */
const MOST_OF_JOB = 200

/** @throws NotesOfJobFull, NotesOfListFull */
export async function insertNote(db: Db, { id, jobId, at, who, text }: JobNote): Promise<void> {
  const notes = db.selectFrom('club_notes').select(({ fn }) => fn.countAll<number>().as('count'))
  const ofJob = await notes.where('job_id', '=', jobId).executeTakeFirstOrThrow()
  if (Number(ofJob.count) >= MOST_OF_JOB) throw new NotesOfJobFull(MOST_OF_JOB)
  const inAll = await notes.executeTakeFirstOrThrow()
  if (Number(inAll.count) >= MOST_NOTES) throw new NotesOfListFull(MOST_NOTES)
  await db.insertInto('club_notes').values({ id, job_id: jobId, at, who, text }).execute()
}

export async function removeNote(db: Db, jobId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('club_notes')
    .where('job_id', '=', jobId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows) > 0
}
