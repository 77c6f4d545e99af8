import fp from 'fastify-plugin'
import Agent from 'undici/lib/dispatcher/agent.js'
import type { AllowedUrl } from '../domain/images/frame-source.ts'
import { FrameBusy, FrameTimeout, FrameUnavailable } from '../errors/images.ts'
import { Places, type Release } from '../lib/places.ts'
import { asImageError } from './as-image-error.ts'
import { createImageCache, type ImageCache } from './cache.ts'
import { startDeadline } from './deadline.ts'
import { createDialer, type OpenSocket, type Resolve } from './dial.ts'
import { fetchImage, type ImageRequest } from './fetch-image.ts'
import { createJobImages, type FindImage, type JobImageRequest } from './job-images.ts'
import { SilentStores } from './silent-stores.ts'
import type { ImageAnswer, ImageBody } from './types.ts'

/** Most images at a time: in all, for one client, of one store, and waiting. JSON keeps room beside them. */
const AT_ONCE = 32
const AT_ONCE_OF_ONE = 16
const AT_ONCE_WITH_ONE = 24
const WAITING = 128
const CONNECT_TIMEOUT_MS = 5000

export interface ImagesOptions {
  /** CIDRs; null: the default ranges hold (`FRAME_NETWORKS`). */
  networks: readonly string[] | null
  /** Total time of one image, milliseconds. It may wait for a place as long before. */
  timeoutMs: number
  /** Largest image, bytes. */
  maxBytes: number
  /** Memory for the images of jobs, bytes; 0 keeps none. */
  cacheBytes: number
  /** How a name is resolved; the system's resolver if left out. */
  resolve?: Resolve
  /** How a checked address is dialled; a plain TCP connection if left out. */
  openSocket?: OpenSocket
}

interface Frames {
  /**
   * Fetches an image that `frameVerdict` allowed. Throws `FrameBusy` if too many are in flight, `FrameRefused`,
   * `FrameStoreFailed`, `FrameNotAnImage`, `FrameTooLarge`, `FrameTimeout` and `FrameUnavailable`.
   */
  open(url: AllowedUrl, request: ImageRequest): Promise<ImageAnswer>
  /**
   * An image of a job, whole or as a thumbnail, by a key that always means the same image. It comes from memory, or is
   * fetched once for all who ask at the same time, from the address that `find` gives.
   * Throws what `find` throws and what `open` throws.
   */
  ofJob(
    key: string,
    request: JobImageRequest,
    find: FindImage,
  ): Promise<ImageAnswer<ImageBody | Buffer>>
  /** Places that are taken or waited for. */
  readonly places: number
  /** How full and how useful the memory for images is. */
  readonly cached: Pick<ImageCache, 'bytes' | 'hits' | 'misses'>
}

declare module 'fastify' {
  interface FastifyInstance {
    frames: Frames
  }
}

/** The image stores, which are the only outside world beside the upstream. Decorates `app.frames`. */
export const imagesPlugin = fp<ImagesOptions>(
  async (app, options) => {
    const agent = new Agent({
      connect: createDialer({
        ...options,
        timeoutMs: Math.min(options.timeoutMs, CONNECT_TIMEOUT_MS),
      }),
      connections: AT_ONCE,
      allowH2: false,
      pipelining: 1,
      headersTimeout: 0, // the deadline ends every wait
      bodyTimeout: 0,
    })
    const places = new Places({
      atOnce: AT_ONCE,
      atOnceOfOne: AT_ONCE_OF_ONE,
      atOnceWithOne: AT_ONCE_WITH_ONE,
      waiting: WAITING,
      busy: () => new FrameBusy(),
    })

    const silent = new SilentStores()

    /** Waits for a place. The store is not asked yet: the wait takes none of its time, and is not its fault. */
    async function place({ origin }: AllowedUrl, { client, signal }: ImageRequest) {
      const deadline = startDeadline(options.timeoutMs, signal)
      try {
        return await places.take(client, deadline.signal, origin)
      } catch (error) {
        throw error instanceof FrameTimeout ? new FrameBusy() : asImageError(error, deadline)
      } finally {
        deadline.end()
      }
    }

    function tryStore(origin: string, release: Release) {
      try {
        return silent.begin(origin)
      } catch (error) {
        release()
        throw error
      }
    }

    async function open(url: AllowedUrl, request: ImageRequest): Promise<ImageAnswer> {
      const release = await place(url, request)
      const attempt = tryStore(url.origin, release)
      const deadline = startDeadline(options.timeoutMs, request.signal)
      try {
        const answer = await fetchImage(agent, url, request, options.maxBytes, deadline, release)
        attempt.answered()
        return answer
      } catch (error) {
        // A client that leaves says nothing about the store, however the connection ended.
        if (!request.signal.aborted && !(error instanceof FrameBusy)) {
          if (error instanceof FrameTimeout || error instanceof FrameUnavailable)
            attempt.inVain(error)
          else attempt.answered()
        }
        throw error
      } finally {
        attempt.end()
      }
    }

    const cached = createImageCache(options.cacheBytes)
    app.decorate('frames', {
      open,
      ofJob: createJobImages(open, cached),
      cached,
      get places() {
        return places.size
      },
    })
    app.addHook('onClose', () => agent.destroy())
  },
  { name: 'images' },
)
