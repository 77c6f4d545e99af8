import fp from 'fastify-plugin'
import type { StoredImage } from '../domain/images/stored-image.ts'
import type { Job } from '../domain/job/job.ts'
import type { Candidates } from '../domain/player/candidates.ts'
import { FrameJobUnreadable } from '../errors/images.ts'
import { UpstreamKnowsNoJobs, UpstreamRefusal } from '../errors/service.ts'
import { BoundedCache } from '../lib/bounded-cache.ts'
import { createInFlight } from '../lib/in-flight.ts'
import { saysUnknown } from '../upstream/jobs.ts'
import type { RequestContext } from '../upstream/types.ts'

declare module 'fastify' {
  interface FastifyInstance {
    signedImages: SignedImages
  }
}

/** An image of a job as a client asks for it. */
export interface WantedImage {
  /** The address without its query. */
  address: string
  /** `StoredImage.id`; null if the client knows only the address. */
  id: string | null
}

/** The current signed addresses of a job's images. */
interface SignedImages {
  /** Keeps what a page has just read, so that its images cost no further call. */
  remember(job: Job, candidates: Candidates | null): void
  /**
   * The signed address, read from the job if it is not known or too old. Null if the job has no such image, or has
   * several and no id says which. `fresh` reads the job again, because the store refused the known signature.
   */
  find(
    jobId: string,
    wanted: WantedImage,
    context: RequestContext,
    fresh?: boolean,
  ): Promise<string | null>
  /** Bytes of the known addresses, roughly. */
  readonly bytes: number
}

interface Known {
  at: number
  /** The images as the newest reads named them. Pages of a frame read no candidates. */
  frames: StoredImage[]
  samples: StoredImage[]
}

/** Milliseconds that addresses are kept. Signatures live an hour (docs/contract.md#assets), which is far longer. */
const KEPT_MS = 15 * 60_000
/** An address may have 8 kB with session credentials. Usual addresses have some hundred characters. */
const MOST = { count: 500, bytes: 32_000_000 }
const LOOK_FOR_OLD_MS = 60_000

export const signedImagesPlugin = fp<{ now: () => number }>(
  async (app, { now }) => {
    const jobs = new BoundedCache<Known>(MOST)
    const flights = createInFlight<Known>()

    function remember(job: Job, candidates: Candidates | null): Known {
      const before = jobs.get(job.id)
      const kept = isOld(before) ? [] : (before?.samples ?? [])
      const samples =
        candidates === null ? kept : imagesOf(candidates.items.flatMap(({ samples }) => samples))
      const known = { at: now(), frames: imagesOf(job.frames), samples }
      jobs.set(job.id, known, bytesOf(known))
      return known
    }

    /** Reads the job once for all images of a page that ask at the same time. */
    function readAgain(jobId: string, context: RequestContext): Promise<Known> {
      const shared = { ...context, signal: undefined }
      return flights.join(jobId, undefined, async () => {
        const [job, candidates] = await Promise.all([
          app.jobs.read(jobId, shared),
          app.jobs.candidates(jobId, shared),
        ])
        return remember({ ...job, id: jobId }, candidates)
      })
    }

    /**
     * Reads the images of a job. A refusal of the service is not passed on as one of the image: the answer is that
     * there is no image, or why nobody knows.
     */
    async function imagesOfJob(jobId: string, context: RequestContext): Promise<Known | undefined> {
      try {
        return await readAgain(jobId, context)
      } catch (error) {
        if (saysUnknown(error)) return undefined
        const isAnswer = error instanceof UpstreamRefusal || error instanceof UpstreamKnowsNoJobs
        throw isAnswer ? new FrameJobUnreadable() : error
      }
    }

    function isOld(known: Known | undefined): boolean {
      return known === undefined || now() - known.at > KEPT_MS
    }

    app.background.every('old addresses of images', LOOK_FOR_OLD_MS, () => {
      jobs.keepOnly((_, known) => !isOld(known))
    })

    app.decorate('signedImages', {
      get bytes() {
        return jobs.bytes
      },
      remember,
      async find(jobId: string, wanted: WantedImage, context: RequestContext, fresh = false) {
        const known = jobs.get(jobId)
        const found = fresh || isOld(known) ? null : match(known, wanted)
        return found ?? match(await imagesOfJob(jobId, context), wanted)
      },
    })
  },
  { name: 'signed-images', dependencies: ['jobs', 'background'] },
)

function bytesOf({ frames, samples }: Known): number {
  return [...frames, ...samples].reduce(
    (sum, { signedUrl, address, id }) => sum + signedUrl.length + address.length + id.length,
    0,
  )
}

function imagesOf(pictured: readonly { image: StoredImage | null }[]): StoredImage[] {
  return pictured.flatMap(({ image }) => image ?? [])
}

/** One address may serve the pictures of many frames: without an id nobody can tell which picture is meant. */
function match(known: Known | undefined, { address, id }: WantedImage): string | null {
  const here = (image: StoredImage) => image.address === address && (id ?? image.id) === image.id
  const frames = known?.frames.filter(here) ?? []
  if (new Set(frames.map(({ id }) => id)).size > 1) return null
  return (frames.at(-1) ?? known?.samples.findLast(here))?.signedUrl ?? null
}
