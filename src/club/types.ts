import type { FastifyRequest } from 'fastify'
import type { Cohort } from '../domain/club/cohort.ts'
import type { CohortOf } from '../domain/club/kind.ts'
import type { CoachLink, LinkPlace, NewLink } from '../domain/club/link.ts'
import type {
  JobDeed,
  JobNote,
  ListedJob,
  ListedPage,
  ListQuery,
} from '../domain/club/listed-job.ts'
import type { DeadNotice, Notice } from '../domain/club/notice.ts'
import type { Rating } from '../domain/club/rating.ts'
import type { Visit, Visitor } from '../domain/club/visit.ts'
import type { Failures } from '../domain/people/failures.ts'
import type { Watch } from '../live/watch.ts'
import type { Answer } from '../upstream/types.ts'
import type { ListNow } from './list-watch.ts'
import type { SeenJob } from './store/rows.ts'

declare module 'fastify' {
  interface FastifyInstance {
    club: Club
  }
}

/** The club's list, for routes. Methods that ask the store throw `ClubListOff` or `ClubListUnset`. */
export interface Club {
  /** `unset`: no list is wanted; `away`: its database does not answer at present. */
  readonly standing: 'unset' | 'away' | 'open'
  list(query: ListQuery, reader: 'page' | 'script'): Promise<ListNow>
  /** Those of `jobIds` that are not in the list and that this process has not tried to read for it. */
  missing(jobIds: readonly string[]): Promise<string[]>
  /** The next waiting job for this person, after the job that they come from. */
  nextWaiting(after: string, visitor: Visitor): Promise<NextWaiting>
  /** Notes that somebody who may act opened a job's page: a job that was taken off comes back. Returns at once. */
  opened(jobId: string): void
  /** Notes a visit: this person has just opened a page of the job. */
  came(jobId: string, visitor: Visitor): void
  /** Notes a visit that lasts until this request, a stream of the page, has ended. */
  stays(jobId: string, stream: FastifyRequest): void
  history(jobId: string): Promise<JobDeed[]>
  notes(jobId: string): Promise<JobNote[]>
  /** @throws NotesOfJobFull, NotesOfListFull */
  addNote(note: Omit<JobNote, 'id' | 'at'>): Promise<void>
  /** The cohort of this rating: the club's own ratings of its kind. */
  cohort(rating: Rating): Promise<Cohort>
  /** True if the list has this job. */
  knows(jobId: string): Promise<boolean>
  /** Tells whether the note was there. */
  deleteNote(jobId: string, id: string): Promise<boolean>
  /** Takes a job off the list that the service does not know. */
  forget(jobId: string): Promise<void>
  /** Takes any job off the list. Tells whether it was there. The job comes back when somebody opens its page again. */
  takeOff(jobId: string): Promise<boolean>
  /** How much the database holds. */
  sizes(): Promise<{ jobs: number; notes: number; links: number }>
  /**
   * Notes that somebody has done something to a job. Resolves when that is written, so that an answer may say that it
   * was done: soon, or at once if the list is away. Never rejects.
   */
  did(deed: {
    jobId: string
    action: string
    who: string | null
    fromStatus?: string
  }): Promise<void>
  /** Notes a read of a script. `began`: when it began, milliseconds of `performance.now()`. Returns at once. */
  saw(jobId: string, answer: Answer, who: string | null, began: number): void
  /** True if this process may do work that only one may do, for `ms` milliseconds; also true if no list can tell. */
  claim(name: string, ms: number): Promise<boolean>
  /** Writes what has been seen so far. */
  write(): Promise<void>
  readonly notices: Notices
  /** Tells when the list has changed. */
  readonly watch: Watch
  readonly links: ClubLinks
}

/** Links for coaches, in the same database. */
export interface ClubLinks {
  /** @throws LinksOfJobFull, LinksOfListFull */
  make(link: Omit<NewLink, 'id' | 'madeAt'>): Promise<void>
  /** Reads the link with this hash of a token, each time anew; null if it was never made, has ended or is revoked. */
  live(hash: string): Promise<CoachLink | null>
  /** The newest first. */
  ofJob(jobId: string): Promise<CoachLink[]>
  page(after: LinkPlace | null): Promise<{ items: CoachLink[]; next: LinkPlace | null }>
  /** Null if there is nothing to revoke. */
  revoke(id: string, who: string | null): Promise<CoachLink | null>
  /** Notes that somebody opened the link's page. Returns at once: openings are written together. */
  opened(id: string): void
}

export interface LinkStore {
  /** @throws LinksOfJobFull, LinksOfListFull */
  addLink(link: NewLink): Promise<void>
  liveLink(hash: string, now: number): Promise<CoachLink | null>
  /** Links that can be opened, then links that have ended; of each the newest first. */
  linksOfJob(jobId: string, limit: number, now: number): Promise<CoachLink[]>
  links(after: LinkPlace | null, limit: number): Promise<CoachLink[]>
  /** Null if no such link can be opened. */
  revokeLink(id: string, who: string | null, now: number): Promise<CoachLink | null>
  countOpenings(openings: readonly { id: string; count: number; at: number }[]): Promise<void>
}

/** `taken`: jobs wait, but somebody else has each of them open. */
export type NextWaiting = { kind: 'job'; jobId: string } | { kind: 'none' } | { kind: 'taken' }
interface NoticeList {
  dead: readonly DeadNotice[]
  counts: Readonly<Record<'waiting' | 'delivered' | 'dead', number>>
}

/** Notices of the ends of runs, for administrators and metrics. Methods that ask the store throw `ClubListOff`. */
export interface Notices {
  /** What a person may see of each receiver, by its name. Empty if nobody is told. */
  readonly labels: ReadonlyMap<string, string>
  /** How tries have ended so far, by `delivered`, `failed` and `dead`. */
  readonly tallies: ReadonlyMap<string, number>
  list(): Promise<NoticeList>
  /** @returns false if there is no such dead notice */
  sendAgain(id: string): Promise<boolean>
}

/** Keeps the list. Every method may throw: see `faults.ts` for the reasons. Times are milliseconds since the epoch. */
export interface ClubStore extends LinkStore {
  /**
   * Writes the deeds, and the rows and ratings that are new or differ from the stored ones.
   * @returns the number of the newest change
   */
  save(seenJobs: readonly SeenJob[], deeds: readonly JobDeed[]): Promise<number>
  /**
   * Marks a job that the service did not know at that time, and deletes its rating. Nothing happens if the list has no
   * such job, or if the job was created here within the minute before.
   */
  markGone(jobId: string, at: number): Promise<void>
  /** Takes a job off the list, if the service does not know it. */
  forget(jobId: string): Promise<boolean>
  /** Takes a job off the list until `comeBack` or a change of the job. */
  takeOff(jobId: string, at: number): Promise<boolean>
  /** Lets jobs that were opened at these times stand in the list again, if they were taken off before. */
  comeBack(opened: ReadonlyMap<string, number>): Promise<string[]>
  takenOff(jobIds: readonly string[]): Promise<ReadonlySet<string>>
  list(query: ListQuery): Promise<ListedPage>
  /** Which of these the list has. */
  known(jobIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Jobs that wait for an analyst, in their order: those after this job first, then those before it. */
  waiting(after: string, limit: number): Promise<ListedJob[]>
  /** The number of the newest change. It grows with each change. */
  changes(): Promise<number>
  /** The newest first, `limit` at most. */
  history(jobId: string, limit: number): Promise<JobDeed[]>
  notes(jobId: string, limit: number): Promise<JobNote[]>
  /** @throws NotesOfJobFull, NotesOfListFull */
  addNote(note: JobNote): Promise<void>
  /** Names the state of a kind of ratings: the name changes when a rating is written or removed. */
  cohortState(of: CohortOf): Promise<string>
  /** The newest rating of each player, the newest first, 1,000 at most. */
  ratings(of: CohortOf): Promise<Pick<Rating, 'player' | 'measures'>[]>
  /** Tells whether the note was there. */
  deleteNote(jobId: string, id: string): Promise<boolean>
  sizes(): Promise<{ jobs: number; notes: number; links: number }>
  /** For work that only one replica may do. True: this replica does it until `until`. */
  takeLease(name: string, holder: string, now: number, until: number): Promise<boolean>
  /** Takes jobs to be looked at again, the longest unseen first. They count as looked at now. */
  takeDue(now: number, limit: number): Promise<string[]>
  /**
   * Writes the visits that one process knows of, and deletes those of its own that have ended.
   * @returns the number of the newest change; a visit that only goes on is no change
   */
  saveVisits(
    holder: string,
    visits: readonly Visit[],
    ended: readonly Pick<Visit, 'jobId' | 'key'>[],
  ): Promise<number>
  /** Who has one of these jobs open, in a stable order. */
  visitsOf(jobIds: readonly string[], now: number): Promise<Visit[]>
  /** Writes how often clients were wrong at one process. Replaces the counts that it gave before. */
  saveFailures(holder: string, all: readonly Failures[], now: number): Promise<void>
  failuresOfOthers(holder: string, now: number): Promise<Failures[]>
  /** Deletes what has ended: visits of processes that are gone, leases, counts of wrong credentials. */
  tidy(now: number): Promise<void>
  /**
   * Begins tries that are due: at most `limit` for each receiver, and each try on one replica only. A try that is not
   * heard of again counts as failed after a minute.
   */
  takeNotices(wanted: readonly { hook: string; limit: number }[], now: number): Promise<Notice[]>
  noticeDelivered(id: string, why: string, now: number): Promise<void>
  /** `nextAt`: when the notice is tried again; null if it is given up. */
  noticeFailed(notice: Notice, why: string, now: number, nextAt: number | null): Promise<void>
  /** Notices that were given up, the newest first, `limit` at most; and a count for each standing. */
  notices(limit: number): Promise<NoticeList>
  /** @returns false if there is no such dead notice */
  sendAgain(id: string, now: number): Promise<boolean>
  /** Deletes old notices, and gives up those whose receiver is no longer set. */
  clearNotices(hooks: readonly string[], now: number): Promise<void>
  /** Throws if nothing can be written, or a table is missing. */
  prove(): Promise<void>
  close(): Promise<void>
}
