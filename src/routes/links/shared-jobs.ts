import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Job } from '../../domain/job/job.ts'
import { LinkBusy } from '../../errors/club.ts'
import { BoundedCache } from '../../lib/bounded-cache.ts'
import { createInFlight } from '../../lib/in-flight.ts'
import { Places } from '../../lib/places.ts'
import { contextOf } from '../../upstream/types.ts'

/** What was read of a job, or why it could not be. */
type Outcome = { job: Job } | { error: unknown }
interface Kept {
  outcome: Outcome
  /** Milliseconds since the epoch. */
  at: number
}

/** A job is read once in so many milliseconds, however many people open its links. Failures are kept too. */
const KEPT_MS = 5_000
const MOST = { count: 200, bytes: 8_000_000 }
const FAILURE_BYTES = 1_000
const READS = { atOnce: 8, atOnceOfOne: 4, waiting: 64 }

/** Reads jobs for readers of links. A job may be some seconds old, so that many readers cost no more than one. */
export function createSharedJobs(app: FastifyInstance) {
  const kept = new BoundedCache<Kept>(MOST)
  const flights = createInFlight<Outcome>()
  const places = new Places({ ...READS, busy: () => new LinkBusy() })

  app.background.every('old reads for links', KEPT_MS, () => {
    kept.keepOnly((_, one) => isFresh(one))
  })

  const isFresh = ({ at }: Kept) => Math.abs(app.now() - at) < KEPT_MS

  async function read(jobId: string, link: string, request: FastifyRequest, signal: AbortSignal) {
    const release = await places.take(link, signal)
    let outcome: Outcome
    try {
      const context = { ...contextOf(request), signal: undefined, user: null }
      const job = await app.jobs.read(jobId, context, 'full')
      app.signedImages.remember(job, null)
      outcome = { job }
    } catch (error) {
      outcome = { error }
    } finally {
      release()
    }
    const bytes = 'job' in outcome ? (outcome.job.bytes ?? 0) : FAILURE_BYTES
    kept.set(jobId, { outcome, at: app.now() }, bytes)
    return outcome
  }

  /** @throws as `app.jobs.read`, and LinkBusy */
  return async (jobId: string, link: string, request: FastifyRequest): Promise<Job> => {
    const before = kept.get(jobId)
    const outcome =
      before !== undefined && isFresh(before)
        ? before.outcome
        : await flights.join(jobId, request.ending.abortSignal, (signal) =>
            read(jobId, link, request, signal),
          )
    if ('error' in outcome) throw outcome.error
    return app.lostPictures.mark(outcome.job)
  }
}
