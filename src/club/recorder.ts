import { LRUCache } from 'lru-cache'
import { changesJob } from '../domain/club/deeds.ts'
import type { JobDeed, JobFacts, JobPeople } from '../domain/club/listed-job.ts'
import { type Rating, ratingDigest } from '../domain/club/rating.ts'
import type { Job } from '../domain/job/job.ts'
import type { LiveState } from '../domain/job/live-state.ts'
import { createAsked } from './asked.ts'
import { factsOf } from './facts.ts'
import { createRatingsSeen } from './ratings-seen.ts'
import { factsDigestOf, type SeenJob } from './store/rows.ts'
import { withState } from './with-state.ts'

/**
 * What has been seen and done since it was last written. Whoever sees something puts a reference down and goes on: the
 * facts are read a moment later, off the path of every request. Facts wait for the database; whole jobs do not.
 */
export interface Recorder {
  /** `isFull`: as the full view gives it. */
  sawJob(job: Job, who: string | null, isFull?: boolean): void
  /** @returns false if the whole job must be looked at, because it stands elsewhere now */
  sawState(jobId: string, state: LiveState): boolean
  sawGone(jobId: string): void
  did(deed: JobDeed): void
  /** Reads the facts of the jobs that were seen, and keeps no job. */
  settle(): void
  /** What is to be written, each job once. It counts as written: `putBack` what was not. */
  take(): Taken
  putBack(taken: Taken): void
  /** Of the last minutes, by our own clock; null if it was not seen. */
  seenAt(jobId: string): number | null
  statusOf(jobId: string): string | null
  /** The store is another one, or this job was taken off it: what was written does not stand in it. */
  forgetWritten(jobId?: string): void
}

export interface Taken {
  seenJobs: SeenJob[]
  deeds: JobDeed[]
  /** When the service did not know them, milliseconds since the epoch. */
  gone: ReadonlyMap<string, number>
}

/** Of each kind, between two writes. What is over the limit is seen again later, except deeds. */
const MOST_PENDING = 1_000
const MOST_KNOWN = 2_000
/** Whole jobs that wait to be read: one may be of some megabytes. Of what is over it the oldest is read at once. */
const MOST_UNREAD = 16

/** After this long a row is written again even if this process knows no change: another replica may have written. */
const WRITTEN_MS = 60_000

interface Unread {
  job: Job
  who: string | null
  isFull: boolean
}

/** `rating` as in `SeenJob`. */
type Seen = Pick<SeenJob, 'facts' | 'rating'>

interface Known {
  facts: JobFacts
  /** Names the rating that was written; undefined if it is not known. */
  rated: string | undefined
  /** Names what was written; null if nothing was. */
  written: string | null
  writtenAt: number
  seenAt: number
}

/** `now`: milliseconds, as `Date.now()`. `wantFull`: the full view of this job must be read. */
export function createRecorder(
  now: () => number,
  wantFull: (jobId: string) => void = () => {},
): Recorder {
  const jobs = new Map<string, Unread>()
  const changed = new Map<string, Seen>()
  const ratings = createRatingsSeen(wantFull)
  const gone = new Map<string, number>()
  let deeds: JobDeed[] = []
  const known = new LRUCache<string, Known>({ max: MOST_KNOWN })
  const people = new LRUCache<string, JobPeople>({ max: MOST_KNOWN })
  const asked = createAsked(now)

  const peopleOf = (jobId: string): JobPeople => people.get(jobId) ?? NOBODY

  /** The newest facts; a look that does not tell the rating leaves that of an earlier one. */
  function put(facts: JobFacts, rating: Seen['rating']) {
    const before = changed.get(facts.jobId)
    if (before === undefined && changed.size >= MOST_PENDING) return
    changed.set(facts.jobId, seenOf(facts, rating === undefined ? before?.rating : rating))
  }

  function read(jobId: string, { job, who, isFull }: Unread) {
    jobs.delete(jobId)
    put(factsOf(job, now()), ratings.of(job, isFull))
    if (who === null || peopleOf(jobId).addedBy !== null) return
    people.set(jobId, { ...peopleOf(jobId), addedBy: who })
  }

  function settle() {
    for (const [jobId, unread] of jobs) read(jobId, unread)
  }

  /** The newest that was seen of a job. */
  const factsSeen = (jobId: string) => (changed.get(jobId) ?? known.get(jobId))?.facts

  /** Null if it was written so within the last minute. */
  function seenJobOf({ facts, rating }: Seen): SeenJob | null {
    const { jobId } = facts
    const theirs = peopleOf(jobId)
    const before = known.get(jobId)
    const rated = rating === undefined ? before?.rated : ratedText(rating)
    const written = JSON.stringify([factsDigestOf(facts), theirs.createdBy, theirs.actedAt, rated])
    const at = now()
    const isFresh = before?.written != null && at - before.writtenAt < WRITTEN_MS
    if (isFresh && before.written === written) {
      known.set(jobId, { ...before, facts, seenAt: at })
      return null
    }
    known.set(jobId, { facts, rated, written, writtenAt: at, seenAt: at })
    const stands = isFresh && before.rated === rated
    return { ...seenOf(facts, stands ? undefined : rating), people: theirs, at }
  }

  return {
    sawJob(job, who, isFull = false) {
      const before = jobs.get(job.id)
      // The short form says less.
      if (before?.isFull && !isFull) read(job.id, before)
      jobs.set(job.id, { job, who: who ?? before?.who ?? null, isFull })
      gone.delete(job.id)
      const [oldest] = jobs
      if (oldest && jobs.size > MOST_UNREAD) read(...oldest)
    },
    sawState(jobId, state) {
      const before = factsSeen(jobId)
      // A read of the whole job waits to be taken, or says more than this.
      if (jobs.has(jobId)) return true
      const after = before?.status === state.status ? withState(before, state) : null
      if (after === null) return !asked.isNew(jobId, state)
      put(after, undefined)
      return true
    },
    sawGone(jobId) {
      if (gone.size < MOST_PENDING || gone.has(jobId)) gone.set(jobId, now())
      jobs.delete(jobId)
      changed.delete(jobId)
      ratings.forget(jobId)
    },
    did(deed) {
      if (deeds.length >= MOST_PENDING) deeds.shift()
      deeds.push(deed)
      const { jobId, who, at, action } = deed
      if (!changesJob(action)) return
      const before = peopleOf(jobId)
      people.set(jobId, {
        createdBy: action === 'create' ? who : before.createdBy,
        addedBy: before.addedBy ?? who,
        actedBy: who,
        actedAt: at,
      })
    },
    settle,
    take() {
      settle()
      const seenJobs = [...changed.values()].map(seenJobOf).filter((one) => one !== null)
      changed.clear()
      const taken = { seenJobs, deeds, gone: new Map(gone) }
      for (const jobId of gone.keys()) known.delete(jobId)
      deeds = []
      gone.clear()
      return taken
    },
    putBack(taken) {
      for (const { facts, rating } of taken.seenJobs) {
        const { jobId } = facts
        const entry = known.get(jobId)
        if (entry) known.set(jobId, { ...entry, written: null })
        const newer = changed.get(jobId)
        put(newer?.facts ?? facts, newer?.rating === undefined ? rating : newer.rating)
      }
      deeds = [...taken.deeds, ...deeds].slice(-MOST_PENDING)
      for (const [id, at] of taken.gone) if (!jobs.has(id)) gone.set(id, gone.get(id) ?? at)
    },
    seenAt: (jobId) => known.get(jobId)?.seenAt ?? null,
    statusOf: (jobId) => jobs.get(jobId)?.job.status ?? factsSeen(jobId)?.status ?? null,
    forgetWritten(jobId) {
      if (jobId !== undefined) return void known.delete(jobId)
      known.clear()
      ratings.forgetAll()
    },
  }
}

const seenOf = (facts: JobFacts, rating: Seen['rating']): Seen =>
  rating === undefined ? { facts } : { facts, rating }
const ratedText = (rating: Rating | null) => (rating === null ? 'none' : ratingDigest(rating))

const NOBODY: JobPeople = { createdBy: null, addedBy: null, actedBy: null, actedAt: null }
