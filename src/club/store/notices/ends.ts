import { randomUUID } from 'node:crypto'
import { changesJob } from '../../../domain/club/deeds.ts'
import type { JobDeed } from '../../../domain/club/listed-job.ts'
import { noticeBody } from '../../../domain/club/notice.ts'
import { END_BY_TIME } from '../../facts.ts'
import type { SeenJob } from '../rows.ts'
import type { Db } from '../tables.ts'

/** Who is told of ends, and the address of a job's result for browsers. */
export interface Told {
  /** Names of receivers. */
  hooks: readonly string[]
  resultUrl(jobId: string): string | null
}

interface Before {
  state: string
  end_key: string | null
}

/** Actions that start a new run. `enqueue` may not: the service answers it with 200 on a finished job too. */
const BEGINS = new Set(['create', 'retry'])

/** Reads how the jobs whose ends were seen stand in the list, before those ends are written. */
export async function standingBefore(
  db: Db,
  seenJobs: readonly SeenJob[],
): Promise<ReadonlyMap<string, Before>> {
  const ids = seenJobs.filter(({ facts }) => facts.end !== null).map(({ facts }) => facts.jobId)
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('club_jobs')
    .select(['job_id', 'state', 'end_key'])
    .where('job_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.job_id, row]))
}

/** Ends the wait for jobs that the list has now seen. @returns those whose end is told though they are new to it */
export async function awaitNoLonger(db: Db, jobIds: readonly string[]): Promise<Set<string>> {
  if (jobIds.length === 0) return new Set()
  const rows = await db
    .deleteFrom('club_awaited')
    .where('job_id', 'in', jobIds)
    .returning(['job_id', 'tells'])
    .execute()
  return new Set(rows.filter(({ tells }) => tells === 1).map(({ job_id }) => job_id))
}

/** Notes jobs that were created or changed but are not in the list, so that they are looked at. */
export async function awaitUnseen(db: Db, all: readonly JobDeed[]): Promise<void> {
  const deeds = all.filter(({ action }) => changesJob(action))
  if (deeds.length === 0) return
  const ids = [...new Set(deeds.map(({ jobId }) => jobId))]
  const rows = await db
    .selectFrom('club_jobs')
    .select('job_id')
    .where('job_id', 'in', ids)
    .execute()
  const known = new Set(rows.map((row) => row.job_id))
  for (const { jobId, at, action } of deeds) {
    if (known.has(jobId)) continue
    const tells = beginsRun(action) ? 1 : 0
    await db
      .insertInto('club_awaited')
      .values({ job_id: jobId, at, looked_at: at, tells })
      .onConflict((conflict) =>
        tells === 1 ? conflict.column('job_id').doUpdateSet({ tells }) : conflict.doNothing(),
      )
      .execute()
  }
}

export function beginsRun(action: string): boolean {
  return BEGINS.has(action)
}

/**
 * Notes for each receiver the ends to tell: those of jobs that were seen to run before, or that were begun here. A job
 * that had ended before the list first heard of it does not count: somebody may open a job of last year.
 */
export async function noteEnds(
  db: Db,
  { hooks, resultUrl }: Told,
  seenJobs: readonly SeenJob[],
  before: ReadonlyMap<string, Before>,
  begun: ReadonlySet<string>,
): Promise<void> {
  const rows = seenJobs
    .filter(({ facts }) => isToTell(facts.end, before.get(facts.jobId), begun.has(facts.jobId)))
    .flatMap(({ facts, at }) =>
      hooks.map((hook) => ({
        id: `msg_${randomUUID()}`,
        job_id: facts.jobId,
        end_key: facts.end!,
        hook,
        body: noticeBody(facts, at, resultUrl(facts.jobId)),
        standing: 'waiting',
        tries: 0,
        next_at: at,
        made_at: at,
        ended_at: null,
        why: null,
      })),
    )
  if (rows.length === 0) return
  await db
    .insertInto('club_notices')
    .values(rows)
    // Another replica may have noted the same end.
    .onConflict((conflict) => conflict.columns(['job_id', 'end_key', 'hook']).doNothing())
    .execute()
}

function isToTell(end: string | null, before: Before | undefined, isBegun: boolean): boolean {
  if (end === null) return false
  if (before === undefined) return isBegun
  if (before.end_key === end) return false
  const hadEnded = before.state === 'finished' || before.state === 'failed'
  if (!hadEnded) return true
  // The job has run meanwhile, unseen. Rows of older versions name no end, so they prove nothing.
  return before.end_key !== null && !end.startsWith(END_BY_TIME)
}
