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
 * Keeps what was seen and done since the last write. A caller only leaves a reference: the facts are read a moment
 * later, outside every request. Facts wait for the database; whole jobs do not.
 */
export interface Recorder {
  /** `isFull`: the job comes from the full view. */
  sawJob(job: Job, who: string | null, isFull?: boolean): void
  /** @returns false if the whole job must be looked at, because it has moved on */
  sawState(jobId: string, state: LiveState): boolean
  sawGone(jobId: string): void
  did(deed: JobDeed): void
  /** Reads the facts of the jobs that were seen, and keeps no job. */
  settle(): void
  /** Takes what is to be written, each job once. All of it counts as written: `putBack` what was not. */
  take(): Taken
  putBack(taken: Taken): void
  /** When the job was last seen, by our own clock, milliseconds since the epoch; null if not known. */
  seenAt(jobId: string): number | null
  statusOf(jobId: string): string | null
  /** Forgets what was written, of one job or of all: the job was taken off the store, or the store is another one. */
  forgetWritten(jobId?: string): void
}

export interface Taken {
  seenJobs: SeenJob[]
  deeds: JobDeed[]
  /** When the service said that it does not know these jobs, milliseconds since the epoch. */
  gone: ReadonlyMap<string, number>
}

/** Most entries of each kind between two writes. Those over the limit are seen again later, except deeds. */
const MOST_PENDING = 1_000
const MOST_KNOWN = 2_000
/** Most whole jobs that wait to be read: one may have some megabytes. Over this, the oldest is read at once. */
const MOST_UNREAD = 16

/** Milliseconds until a row is written again without a change seen here: another replica may have written it. */
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

/** `now`: milliseconds, as `Date.now()`. `wantFull` is called for a job whose full view must be read. */
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

  /** Keeps the newest facts. A view that does not tell the rating leaves the earlier rating in place. */
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

  /** The newest facts that were seen of a job. */
  const factsSeen = (jobId: string) => (changed.get(jobId) ?? known.get(jobId))?.facts

  /** Gives back what to write; null if the same was written within the last minute. */
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
      // The full form is read first: the short form, which takes its place, says less.
      if (before?.isFull && !isFull) read(job.id, before)
      jobs.set(job.id, { job, who: who ?? before?.who ?? null, isFull })
      gone.delete(job.id)
      const [oldest] = jobs
      if (oldest && jobs.size > MOST_UNREAD) read(...oldest)
    },
    sawState(jobId, state) {
      const before = factsSeen(jobId)
      // The whole job waits to be read, and says more than this state.
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
