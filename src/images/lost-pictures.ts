import fp from 'fastify-plugin'
import { LRUCache } from 'lru-cache'
import { markLostPictures } from '../domain/frames/seen-pictures.ts'
import { type SourceStanding, sourceStandingOf } from '../domain/images/frame-source.ts'
import { imageKeyOf, type StoredImage } from '../domain/images/stored-image.ts'
import type { Job } from '../domain/job/job.ts'
import type { WantedImage } from './signed-images.ts'

declare module 'fastify' {
  interface FastifyInstance {
    lostPictures: LostPictures
  }
}

/** Knows which pictures of jobs the image store did not give when somebody last asked for them. */
interface LostPictures {
  /** Opens a picture, throws what `open` throws, and notes whether the picture came. */
  noting<T>(jobId: string, image: WantedImage, open: () => Promise<T>): Promise<T>
  /** Marks the frames of a job whose pictures nobody can see now. */
  mark(job: Job): Job
}

/** Milliseconds for a picture that the store does not have or that cannot be shown: that does not change soon. */
const GONE_MS = 5 * 60_000
/** Milliseconds for a store that does not answer: that may be over soon. */
const AWAY_MS = 30_000
const FOR_HOW_LONG: Record<string, number> = {
  FRAME_REFUSED: GONE_MS,
  FRAME_NOT_AN_IMAGE: GONE_MS,
  FRAME_TOO_LARGE: GONE_MS,
  FRAME_STORE_FAILED: AWAY_MS,
  FRAME_UNAVAILABLE: AWAY_MS,
  FRAME_TIMEOUT: AWAY_MS,
}
const MOST_PICTURES = 5_000

/** Learns from the requests of browsers, so it costs no call. The pictures that were noted first leave first. */
export const lostPicturesPlugin = fp<{ now: () => number }>(
  async (app, { now }) => {
    const lostUntil = new LRUCache<string, number>({ max: MOST_PICTURES })

    // An address is judged once for all pages that show one reading of its job.
    const standings = new WeakMap<StoredImage, SourceStanding>()

    function standingIn(image: StoredImage): SourceStanding {
      const known = standings.get(image)
      if (known !== undefined) return known
      const standing = sourceStandingOf(image.signedUrl, app.config.frameSources)
      standings.set(image, standing)
      return standing
    }

    app.decorate('lostPictures', {
      async noting<T>(jobId: string, image: WantedImage, open: () => Promise<T>): Promise<T> {
        const key = imageKeyOf(jobId, image)
        try {
          const opened = await open()
          lostUntil.delete(key)
          return opened
        } catch (error) {
          const ms = FOR_HOW_LONG[(error as { code?: string }).code ?? '']
          if (ms !== undefined) lostUntil.set(key, now() + ms)
          throw error
        }
      },
      mark(job: Job) {
        return markLostPictures(job, (image) => {
          const standing = standingIn(image)
          if (standing !== 'listed') return standing === 'no address' ? 'not given' : standing
          const until = lostUntil.peek(imageKeyOf(job.id, image))
          return until !== undefined && now() < until ? 'not given' : null
        })
      },
    } satisfies LostPictures)
  },
  { name: 'lost-pictures' },
)
