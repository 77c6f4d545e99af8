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

/** The club's list, for routes. What asks the store throws `ClubListOff` or `ClubListUnset`. */
export interface Club {
  /** `unset`: none is wanted; `away`: its database does not answer at present. */
  readonly standing: 'unset' | 'away' | 'open'
  list(query: ListQuery, reader: 'page' | 'script'): Promise<ListNow>
  /** Those of these jobs that are not in the list and that this process has not tried to read for it. */
  missing(jobIds: readonly string[]): Promise<string[]>
  /** The next job for this person, counted from the one that they come from. */
  nextWaiting(after: string, visitor: Visitor): Promise<NextWaiting>
  /** Somebody who may act opens a page of a job: one that was taken off the list before comes back. Returns at once. */
  opened(jobId: string): void
  /** The same while it is open. */
  came(jobId: string, visitor: Visitor): void
  /** Until this request, a stream of the page, has ended. */
  stays(jobId: string, stream: FastifyRequest): void
  history(jobId: string): Promise<JobDeed[]>
  notes(jobId: string): Promise<JobNote[]>
  /** @throws NotesOfJobFull, NotesOfListFull */
  addNote(note: Omit<JobNote, 'id' | 'at'>): Promise<void>
  /** This rating among the club's own of its kind. */
  cohort(rating: Rating): Promise<Cohort>
  /** Whether the list has this job. */
  knows(jobId: string): Promise<boolean>
  /** Whether it was there. */
  deleteNote(jobId: string, id: string): Promise<boolean>
  /** Takes a job off the list that the service does not know. */
  forget(jobId: string): Promise<void>
  /** Takes any job off the list; whether it was on it. It comes back when somebody opens its page anew. */
  takeOff(jobId: string): Promise<boolean>
  /** How much the database holds. */
  sizes(): Promise<{ jobs: number; notes: number; links: number }>
  /**
   * Somebody has done something to a job. Resolves when that is written, so that an answer may say that it was done:
   * soon, and at once if the list is away. Never rejects.
   */
  did(deed: {
    jobId: string
    action: string
    who: string | null
    fromStatus?: string
  }): Promise<void>
  /** A script has read a job; the read began then, milliseconds of `performance.now()`. Returns at once. */
  saw(jobId: string, answer: Answer, who: string | null, began: number): void
  /** Whether this process may do what one alone may do, for so long, milliseconds; true where no list can tell. */
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
  /** The link with this hash of a token, read from the database each time; null if it was never made, has ended or is revoked. */
  live(hash: string): Promise<CoachLink | null>
  /** The newest first. */
  ofJob(jobId: string): Promise<CoachLink[]>
  page(after: LinkPlace | null): Promise<{ items: CoachLink[]; next: LinkPlace | null }>
  /** Null if there is nothing to revoke. */
  revoke(id: string, who: string | null): Promise<CoachLink | null>
  /** Somebody opened its page. Returns at once: it is written with others. */
  opened(id: string): void
}

export interface LinkStore {
  /** @throws LinksOfJobFull, LinksOfListFull */
  addLink(link: NewLink): Promise<void>
  liveLink(hash: string, now: number): Promise<CoachLink | null>
  /** Those that can be opened, then those that have ended; the newest first. */
  linksOfJob(jobId: string, limit: number, now: number): Promise<CoachLink[]>
  links(after: LinkPlace | null, limit: number): Promise<CoachLink[]>
  /** Null if there is none that can be opened. */
  revokeLink(id: string, who: string | null, now: number): Promise<CoachLink | null>
  countOpenings(openings: readonly { id: string; count: number; at: number }[]): Promise<void>
}

/** `taken`: jobs wait, and somebody else has each of them open. */
export type NextWaiting = { kind: 'job'; jobId: string } | { kind: 'none' } | { kind: 'taken' }
interface NoticeList {
  dead: readonly DeadNotice[]
  counts: Readonly<Record<'waiting' | 'delivered' | 'dead', number>>
}

/** Word of the ends of runs, for an administrator and for metrics. What asks the store throws `ClubListOff`. */
export interface Notices {
  /** Receivers by their names: what a person may see of them. Empty if nobody is told. */
  readonly labels: ReadonlyMap<string, string>
  /** How tries have ended so far, by `delivered`, `failed` and `dead`. */
  readonly tallies: ReadonlyMap<string, number>
  list(): Promise<NoticeList>
  /** @returns false if there is no such dead notice */
  sendAgain(id: string): Promise<boolean>
}

/** What the list is kept in. Everything may throw: `faults.ts` tells what of. Times are milliseconds since the epoch. */
export interface ClubStore extends LinkStore {
  /**
   * Writes the rows and the ratings that are new or differ from what is there, and the deeds.
   * @returns the number of the newest change
   */
  save(seenJobs: readonly SeenJob[], deeds: readonly JobDeed[]): Promise<number>
  /**
   * The service did not know the job at that time, so its rating does not count. Nothing happens if the list has no such
   * job, or if it was created here within the minute before.
   */
  markGone(jobId: string, at: number): Promise<void>
  /** Takes a job off the list, if the service does not know it. */
  forget(jobId: string): Promise<boolean>
  /** Keeps it off until `comeBack` or a change of the job. */
  takeOff(jobId: string, at: number): Promise<boolean>
  /** Jobs that were opened at these times: those that were taken off before may stand in the list again. */
  comeBack(opened: ReadonlyMap<string, number>): Promise<string[]>
  takenOff(jobIds: readonly string[]): Promise<ReadonlySet<string>>
  list(query: ListQuery): Promise<ListedPage>
  /** Which of these the list has. */
  known(jobIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Jobs that wait for an analyst, in their order: those after this job first, then those before it. */
  waiting(after: string, limit: number): Promise<ListedJob[]>
  /** The number of the newest change: it grows with each. */
  changes(): Promise<number>
  /** The newest first, `limit` at most. */
  history(jobId: string, limit: number): Promise<JobDeed[]>
  notes(jobId: string, limit: number): Promise<JobNote[]>
  /** @throws NotesOfJobFull, NotesOfListFull */
  addNote(note: JobNote): Promise<void>
  /** Names the state of a kind of ratings: it changes when one is written or taken away. */
  cohortState(of: CohortOf): Promise<string>
  /** The newest first, some thousands at most. */
  ratings(of: CohortOf): Promise<Pick<Rating, 'player' | 'measures'>[]>
  /** Whether it was there. */
  deleteNote(jobId: string, id: string): Promise<boolean>
  sizes(): Promise<{ jobs: number; notes: number; links: number }>
  /** For work that one replica alone may do. True: this one does it until `until`. */
  takeLease(name: string, holder: string, now: number, until: number): Promise<boolean>
  /** Jobs to be looked at again, those that were not looked at for longest first; they count as looked at now. */
  takeDue(now: number, limit: number): Promise<string[]>
  /**
   * Writes which visits one process knows of, and ends others of its own.
   * @returns the number of the newest change; a visit that only goes on is no change
   */
  saveVisits(
    holder: string,
    visits: readonly Visit[],
    ended: readonly Pick<Visit, 'jobId' | 'key'>[],
  ): Promise<number>
  /** Who has one of these jobs open, in an order that stays. */
  visitsOf(jobIds: readonly string[], now: number): Promise<Visit[]>
  /** Writes how often clients were wrong at one process, in the place of what it said before. */
  saveFailures(holder: string, all: readonly Failures[], now: number): Promise<void>
  failuresOfOthers(holder: string, now: number): Promise<Failures[]>
  /** Deletes what has ended: visits of processes that are gone, leases, counts of wrong credentials. */
  tidy(now: number): Promise<void>
  /**
   * Begins tries that are due: so many at most for each receiver, and each of them for one replica alone. A try that is
   * not heard of again counts as failed after a minute.
   */
  takeNotices(wanted: readonly { hook: string; limit: number }[], now: number): Promise<Notice[]>
  noticeDelivered(id: string, why: string, now: number): Promise<void>
  /** `nextAt`: when it is tried again; null if it is given up. */
  noticeFailed(notice: Notice, why: string, now: number, nextAt: number | null): Promise<void>
  /** Those that were given up, the newest first, `limit` at most; and how many there are of each standing. */
  notices(limit: number): Promise<NoticeList>
  /** @returns false if there is no such dead notice */
  sendAgain(id: string, now: number): Promise<boolean>
  /** Deletes what is old, and gives up what no receiver is set for any more. */
  clearNotices(hooks: readonly string[], now: number): Promise<void>
  /** Throws if nothing can be written, or a table is missing. */
  prove(): Promise<void>
  close(): Promise<void>
}
