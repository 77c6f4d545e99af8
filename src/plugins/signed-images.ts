import fp from 'fastify-plugin'
import type { Candidates } from '../domain/candidates.ts'
import type { Job } from '../domain/job.ts'
import { FrameJobUnreadable, UpstreamRefusal } from '../errors.ts'
import { withoutQuery } from '../urls.ts'
import type { Caller } from './upstream.ts'

declare module 'fastify' {
  interface FastifyInstance {
    signedImages: SignedImages
  }
}

/** The current signed addresses of a job's images, found by the address without its query. */
export interface SignedImages {
  /** Takes in what a page has just read, so that its images cost no further call. */
  remember(job: Job, candidates: Candidates | null): void
  /**
   * The signed address, read from the job where it is not known or too old; null where the job has no
   * such image. `fresh` reads the job again: the store refused the known signature.
   */
  find(jobId: string, unsigned: string, caller: Caller, fresh?: boolean): Promise<string | null>
}

interface Known {
  at: number
  signed: Map<string, string>
}

/** Signatures live an hour (CONTRACT section 4, assets); a job is read again well before. */
const KEPT_MS = 15 * 60_000
const MOST_JOBS = 500

export const signedImagesPlugin = fp<{ now: () => number }>(
  async (app, { now }) => {
    const jobs = new Map<string, Known>()
    const reading = new Map<string, Promise<Known>>()

    function remember(job: Job, candidates: Candidates | null): Known {
      const before = jobs.get(job.id)
      const signed = new Map(isOld(before) ? [] : before?.signed)
      for (const url of imagesOf(job, candidates)) signed.set(withoutQuery(url), url)
      const known = { at: now(), signed }
      jobs.delete(job.id)
      jobs.set(job.id, known)
      if (jobs.size > MOST_JOBS) jobs.delete(jobs.keys().next().value as string)
      return known
    }

    /** Many images of one page ask at once: they share one look at the job. */
    function readAgain(jobId: string, caller: Caller): Promise<Known> {
      const shared = { ...caller, signal: undefined }
      const running =
        reading.get(jobId) ??
        Promise.all([app.jobs.read(jobId, shared), app.jobs.candidates(jobId, shared)])
          .then(([job, candidates]) => remember({ ...job, id: jobId }, candidates))
          .finally(() => reading.delete(jobId))
      reading.set(jobId, running)
      return running
    }

    /** The service's refusal is not an image's: whoever asks for one learns that there is none, or why. */
    async function imagesOfJob(jobId: string, caller: Caller): Promise<Map<string, string>> {
      try {
        return (await readAgain(jobId, caller)).signed
      } catch (error) {
        if (!(error instanceof UpstreamRefusal)) throw error
        if (error.statusCode === 404) return new Map()
        throw new FrameJobUnreadable()
      }
    }

    function isOld(known: Known | undefined): boolean {
      return known === undefined || now() - known.at > KEPT_MS
    }

    app.decorate('signedImages', {
      remember,
      async find(jobId: string, unsigned: string, caller: Caller, fresh = false) {
        const known = jobs.get(jobId)
        const found = fresh || isOld(known) ? undefined : known?.signed.get(unsigned)
        return found ?? (await imagesOfJob(jobId, caller)).get(unsigned) ?? null
      },
    })
  },
  { name: 'signed-images', dependencies: ['jobs'] },
)

function imagesOf(job: Job, candidates: Candidates | null): string[] {
  const samples = candidates?.items.flatMap(({ samples }) => samples) ?? []
  return [...job.frames, ...samples].flatMap(({ imageUrl }) => imageUrl ?? [])
}
