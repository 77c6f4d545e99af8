import type { FastifyReply } from 'fastify'
import type { Action } from '../domain/job/allowed-actions.ts'
import type { Job } from '../domain/job/job.ts'
import type { LiveState } from '../domain/job/live-state.ts'
import type { RequestContext } from '../upstream/types.ts'
import type { Manner } from './audience.ts'
import type { Leaving } from './names.ts'
import type { LivePace, Watch } from './watch.ts'

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
  }
}

export interface Live {
  /**
   * Answers with the stream of a job; streams of the same `kind` get the same bytes. Throws what the
   * first look throws, before anything is sent: an unknown job is a 404. `seen` is the digest of the
   * state that the reader shows already: it is not sent again.
   */
  stream(
    reply: FastifyReply,
    jobId: string,
    kind: string,
    manner: Manner,
    seen?: string,
  ): Promise<void>
  /** Answers with one stream of its own that watches several jobs, known to the service or not. */
  gather(
    reply: FastifyReply,
    jobIds: readonly string[],
    manner: Manner,
    seen?: string,
  ): Promise<void>
  /** Gives back a job's state, less than a second old. */
  glance(jobId: string, context: RequestContext): Promise<LiveState>
  watches(jobId: string): boolean
  /**
   * When the service was last asked about a watched job and said the state of this digest,
   * milliseconds of `performance.now()`; null if it is not watched or was last seen in another state.
   */
  confirmedAt(jobId: string, digest: string): number | null
  /** The job as pages show it, from a read that began at `lookedAt`, milliseconds of `performance.now()`. */
  remembered(job: Job, lookedAt: number): Job
  /**
   * Looks at a watched job at once, because this process has just sent this action. `status` is that of the answer;
   * null if nobody knows it.
   */
  pollNow(jobId: string, action: Action, status: number | null): void
  /** Names whom a job is about, as this process last read it; null if it has not (src/domain/job/seen.ts). */
  names(jobId: string): string | null
  /**
   * Called before `names` are compared with what a page shows (`seen`, in the order of the jobs). Reads each job whose
   * names are in doubt or differ. Ends after three seconds, with what is known.
   */
  settle(jobIds: readonly string[], seen: string | undefined, caller: Leaving): Promise<void>
  /** Calls `hearer` after every look of the hub. The hearer must return at once. */
  hear(hearer: (jobId: string, state: LiveState) => void): void
  /** Answers with the stream of the club's list, which `watch` tells of; readers of one `kind` get the same bytes. */
  list(reply: FastifyReply, watch: Watch, kind: string, manner: Manner, seen?: string): void
  /** The context of the hub's own calls. */
  context(): RequestContext
  readonly pace: LivePace
  readonly streams: number
  readonly watchedJobs: number
}
