import fp from 'fastify-plugin'
import type { Job } from '../domain/job/job.ts'
import type { Candidate, Candidates } from '../domain/player/candidates.ts'
import { BoundedCache } from '../lib/bounded-cache.ts'
import { orNull } from '../lib/within.ts'
import type { RequestContext } from './types.ts'

declare module 'fastify' {
  interface FastifyInstance {
    snapshots: Snapshots
  }
}

/** A job and its candidates as one read found them. */
export interface Snapshot {
  job: Job
  /** Null if the service did not say. */
  candidates: Candidates | null
}

/**
 * Reads for pages, which may share a read of the last second, but never one from before a change that was
 * made through this process. Code that decides on an action reads for itself (`app.jobs`).
 */
interface Snapshots {
  /**
   * For a page: a read that the hub has just confirmed, if the job is watched; else a new read. The
   * job is in full, because the short form leaves out why an evaluation was withheld (docs/contract.md#evaluation-guard).
   */
  page(jobId: string, context: RequestContext): Promise<Snapshot>
  /**
   * What the detector said of the players of a job when it was last read with proposals: the service throws them away
   * with the first selection (docs/contract.md#quirk-3). Without pictures; empty if this process has seen none.
   */
  said(jobId: string): readonly Candidate[]
  /** For a list that asks again by itself: one read a second, however many such lists are open. */
  listed(jobId: string, context: RequestContext): Promise<Job>
  /** The bytes of the answers that are kept. */
  readonly bytes: number
}

interface Read<T> {
  value: T
  digest: string
  /** Whom the job is about. */
  names: string
  /** When the read began, milliseconds. */
  at: number
  /** How many changes had been made by then. */
  changes: number
}

const FRESH_MS = 1_000
/** How long a read may be confirmed: a state does not show a name that another Touchline has changed. */
const CONFIRMED_MS = 5_000
/** An answer may take twenty times its bytes once it is read; the largest recorded one is 48 kB. */
const MOST = { count: 200, bytes: 8_000_000 }

const MOST_SAID = { count: 500, bytes: 4_000_000 }
/** The bytes of one candidate, without its pictures. */
const CANDIDATE_BYTES = 300

export const snapshotsPlugin = fp(
  async (app) => {
    const pages = new BoundedCache<Read<Snapshot>>(MOST)
    const lists = new BoundedCache<Read<Job>>(MOST)

    const said = new BoundedCache<readonly Candidate[]>(MOST_SAID)

    function remember(jobId: string, candidates: Candidates | null) {
      if (candidates === null || candidates.items.length === 0) return
      // The addresses of their pictures are signed for an hour only.
      const items = candidates.items.map((item) => ({ ...item, samples: [] }))
      said.set(jobId, items, items.length * CANDIDATE_BYTES)
    }

    const isCurrent = ({ changes }: Read<unknown>) => changes === app.upstream.changes
    const isFresh = (at: number | null) => at !== null && performance.now() - at < FRESH_MS

    const mayBeConfirmed = (at: number) => performance.now() - at < CONFIRMED_MS

    /** True if the hub has just looked and sees the job in the state that was read. */
    function isConfirmed(jobId: string, { digest, names, at }: Read<unknown>): boolean {
      if (!mayBeConfirmed(at) || (app.live.names(jobId) ?? names) !== names) return false
      const confirmed = app.live.confirmedAt(jobId, digest)
      return confirmed !== null && (isFresh(confirmed) || isFresh(at))
    }

    async function keep<T>(
      cache: BoundedCache<Read<T>>,
      jobId: string,
      read: (at: number) => Promise<T>,
      {
        jobOf,
        bytesOf,
        isWhole = () => true,
      }: {
        jobOf: (value: T) => Job
        bytesOf: (value: T) => number
        isWhole?: (value: T) => boolean
      },
    ): Promise<T> {
      const { changes } = app.upstream
      const at = performance.now()
      const value = await read(at)
      if (!isWhole(value)) return value
      const { liveDigest: digest, namesDigest: names } = jobOf(value)
      cache.set(jobId, { value, digest, names, at, changes }, bytesOf(value))
      return value
    }

    // Older reads are dropped, except those of watched jobs, which the hub may confirm for a while.
    app.background.every('old snapshots', FRESH_MS, () => {
      for (const cache of [pages, lists]) {
        cache.keepOnly(
          (jobId, { at }) => isFresh(at) || (mayBeConfirmed(at) && app.live.watches(jobId)),
        )
      }
    })

    app.decorate('snapshots', {
      get bytes() {
        return pages.bytes + lists.bytes + said.bytes
      },
      said: (jobId) => said.get(jobId) ?? [],
      async page(jobId, context) {
        const kept = pages.get(jobId)
        if (kept && isCurrent(kept) && isConfirmed(jobId, kept)) return kept.value
        const read = async (at: number) => {
          const [job, candidates] = await Promise.all([
            app.jobs.read(jobId, context, 'full'),
            orNull(app.jobs.candidates(jobId, context)),
          ])
          remember(jobId, candidates)
          return { job: app.live.remembered(job, at), candidates }
        }
        return keep(pages, jobId, read, {
          jobOf: ({ job }) => job,
          bytesOf: ({ job, candidates }) => (job.bytes ?? 0) + (candidates?.bytes ?? 0),
          isWhole: ({ candidates }) => candidates !== null,
        })
      },
      async listed(jobId, context) {
        for (const kept of [lists.get(jobId), pages.get(jobId)]) {
          if (!kept || !isCurrent(kept)) continue
          if (app.live.watches(jobId) ? !isConfirmed(jobId, kept) : !isFresh(kept.at)) continue
          return 'job' in kept.value ? kept.value.job : kept.value
        }
        return keep(
          lists,
          jobId,
          async (at) => app.live.remembered(await app.jobs.read(jobId, context), at),
          { jobOf: (job) => job, bytesOf: ({ bytes = 0 }) => bytes },
        )
      },
    } satisfies Snapshots)
  },
  { name: 'snapshots', dependencies: ['jobs', 'live', 'background'] },
)
