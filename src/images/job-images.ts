import type { AllowedUrl } from '../domain/images/frame-source.ts'
import { FrameRefused } from '../errors/images.ts'
import { createInFlight } from '../lib/in-flight.ts'
import type { CachedImage, ImageCache } from './cache.ts'
import { keep, serve } from './cached-image.ts'
import type { ImageRequest } from './fetch-image.ts'
import { collect } from './response-sink.ts'
import { createThumbnailer, NotShrunk, type ThumbnailWidth } from './thumbnails.ts'
import type { ImageAnswer, ImageBody } from './types.ts'

/** Larger images are streamed, never kept: memory stays flat. */
const KEPT_MAX_BYTES = 4_000_000

export interface JobImageRequest extends ImageRequest {
  /** Absent for the image in its own size. */
  width?: ThumbnailWidth | undefined
}

type Asked = Pick<ImageRequest, 'signal' | 'client'>

/** Finds the current signed address of an image, or throws; `fresh` if the store refused the known address. */
export type FindImage = (signal: AbortSignal, fresh: boolean) => Promise<AllowedUrl>

/**
 * Serves the images of jobs. Behind a stable key the image never changes, so it is fetched once for all who ask at the
 * same time, and kept in memory.
 */
export function createJobImages(
  open: (url: AllowedUrl, request: ImageRequest) => Promise<ImageAnswer>,
  cache: ImageCache,
) {
  const flights = createInFlight<CachedImage | null>()
  const shrink = createThumbnailer()

  async function kept(
    key: string,
    signal: AbortSignal,
    make: (signal: AbortSignal) => Promise<CachedImage | null>,
  ): Promise<CachedImage | null> {
    return (
      cache.get(key) ??
      flights.join(key, signal, async (shared) => {
        const image = await make(shared)
        if (image !== null) cache.set(key, image)
        return image
      })
    )
  }

  /** Opens an image. Its signature may end between two reads of the job: then a new one is asked for, once. */
  async function openFound(find: FindImage, request: ImageRequest): Promise<ImageAnswer> {
    const { signal } = request
    const known = await find(signal, false)
    try {
      return await open(known, request)
    } catch (error) {
      if (!(error instanceof FrameRefused)) throw error
      return open(await find(signal, true), request)
    }
  }

  function original(key: string, request: Asked, find: FindImage): Promise<CachedImage | null> {
    const { client } = request
    return kept(key, request.signal, async (signal) =>
      readWhole(await openFound(find, { signal, client, method: 'GET' })),
    )
  }

  function wanted(key: string, request: JobImageRequest, find: FindImage) {
    const { client, width } = request
    if (width === undefined) return original(key, request, find)
    return kept(`${key} ${width}`, request.signal, async (signal) => {
      const image = await original(key, { signal, client }, find)
      return image && shrink(image, width, client, signal)
    }).catch((error) => {
      if (error instanceof NotShrunk) return error.image
      throw error
    })
  }

  /** Calls `find` only if the image is not in memory, and throws what `find` throws. */
  return async (
    key: string,
    request: JobImageRequest,
    find: FindImage,
  ): Promise<ImageAnswer<ImageBody | Buffer>> => {
    const image = await wanted(key, request, find)
    return image ? serve(image, request) : openFound(find, request)
  }
}

/** Null if the image is larger than what is kept. The transfer then ends. */
async function readWhole(answer: ImageAnswer): Promise<CachedImage | null> {
  if (answer.body === null) return null
  const bytes = await collect(answer.body, KEPT_MAX_BYTES)
  return bytes && keep(answer.type, bytes)
}
