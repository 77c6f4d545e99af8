import type Sharp from 'sharp'
import { jpegEffort } from '../domain/images/jpeg-effort.ts'
import { FrameTimeout } from '../errors/images.ts'
import { Places, type Release } from '../lib/places.ts'
import { isRunOut } from '../lib/run-out.ts'
import type { CachedImage } from './cache.ts'
import { keep } from './cached-image.ts'
import { startDeadline } from './deadline.ts'

export const THUMBNAIL_WIDTHS = [160, 320, 640] as const
export type ThumbnailWidth = (typeof THUMBNAIL_WIDTHS)[number]

/** Images that are decoded at a time. Each takes a core, and memory for its pixels. */
const AT_ONCE = 2
/** Bounds for images that wait: their number, their bytes together, and how long, milliseconds. */
const WAITING = 64
const WAITING_BYTES = 32_000_000
const WAIT_MS = 10_000
/** Seconds that decoding one image may take. */
const DECODE_SEC = 5
/** Most pixels: a small file may unfold into more than memory holds. A camera's 5.3K has fewer. */
const MAX_PIXELS = 4096 * 4096
/** Pixels times scans: an image of the largest size with the twelve scans that an encoder makes. */
const MAX_EFFORT = 12 * MAX_PIXELS
const JPEG_QUALITY = 70

/** Thrown if the turn of an image did not come in time. The image itself is sent, and the next request tries again. */
export class NotShrunk extends Error {
  readonly image: CachedImage

  constructor(image: CachedImage) {
    super('too many thumbnails wait')
    this.image = image
  }
}

/**
 * Makes an image smaller, as a JPEG of the stored pixels. The rotation that a camera notes in the file is ignored,
 * because boxes are in stored pixels. A thumbnail only saves bytes. So the image itself is given back if the optional
 * package sharp is not installed, cannot read the image, or is too slow. Throws `NotShrunk` if too many wait, or too
 * long.
 */
export function createThumbnailer() {
  let library: Promise<typeof Sharp | null> | undefined
  let waitingBytes = 0
  const places = new Places({
    atOnce: AT_ONCE,
    atOnceOfOne: AT_ONCE,
    waiting: WAITING,
    // If too many wait, these have waited too long already.
    busy: () => new FrameTimeout(),
  })

  async function place(image: CachedImage, client: string, signal: AbortSignal): Promise<Release> {
    const { length } = image.bytes
    if (waitingBytes + length > WAITING_BYTES) throw new NotShrunk(image)
    const deadline = startDeadline(WAIT_MS, signal)
    waitingBytes += length
    try {
      return await places.take(client, deadline.signal)
    } catch (error) {
      throw error instanceof FrameTimeout ? new NotShrunk(image) : error
    } finally {
      waitingBytes -= length
      deadline.end()
    }
  }

  async function load(image: CachedImage): Promise<typeof Sharp | null> {
    library ??= loadLibrary()
    const loading = library
    return loading.catch(() => {
      if (library === loading) library = undefined
      throw new NotShrunk(image)
    })
  }

  return async (
    image: CachedImage,
    width: ThumbnailWidth,
    client: string,
    signal: AbortSignal,
  ): Promise<CachedImage> => {
    const sharp = await load(image)
    if (sharp === null || jpegEffort(image.bytes) > MAX_EFFORT) return image
    const release = await place(image, client, signal)
    try {
      const bytes = await sharp(image.bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning' })
        .timeout({ seconds: DECODE_SEC })
        .resize({ width, withoutEnlargement: true })
        .flatten({ background: 'white' })
        .jpeg({ quality: JPEG_QUALITY, mozjpeg: false })
        .toBuffer()
      return keep('image/jpeg', bytes)
    } catch {
      return image
    } finally {
      release()
    }
  }
}

/**
 * Loads the library with the first thumbnail, so that a start does not wait for native code. Null if the library is not
 * installed or not for this machine. Throws if it cannot be loaded just now, for example with no file left to open.
 */
async function loadLibrary(): Promise<typeof Sharp | null> {
  try {
    const { default: sharp } = await import('sharp')
    // Every image comes once, so it is of no use if the library keeps something of it.
    sharp.cache(false)
    return sharp
  } catch (error) {
    if (isRunOut(error)) throw error
    return null
  }
}
