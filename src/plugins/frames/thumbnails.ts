import type Sharp from 'sharp'
import type { KeptImage } from './cache.ts'
import { keep } from './kept-image.ts'
import { createSlots } from './slots.ts'

export const THUMBNAIL_WIDTHS = [160, 320, 640] as const
export type ThumbnailWidth = (typeof THUMBNAIL_WIDTHS)[number]

/** Images decoded at a time: each takes a core and its pixels in memory. */
const CONCURRENT = 2
const JPEG_QUALITY = 70
/** A small file may unfold into more pixels than memory holds. */
const MAX_PIXELS = 40_000_000

/**
 * Makes an image smaller, as a JPEG of the stored pixels: boxes are of these, so a note of how the camera
 * was held turns nothing. Where the optional package sharp is not installed, or cannot
 * read the image, the image itself is given back: a thumbnail saves bytes and is never required.
 */
export function createThumbnailer() {
  let library: Promise<typeof Sharp | null> | undefined
  const slots = createSlots(CONCURRENT, Number.POSITIVE_INFINITY)

  return async (
    image: KeptImage,
    width: ThumbnailWidth,
    signal: AbortSignal,
  ): Promise<KeptImage> => {
    library ??= loadLibrary()
    const sharp = await library
    if (sharp === null) return image
    const release = await slots.take(signal)
    try {
      const bytes = await sharp(image.bytes, { limitInputPixels: MAX_PIXELS })
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

/** Loaded with the first thumbnail: it is native, and a start does not wait for it. */
async function loadLibrary(): Promise<typeof Sharp | null> {
  try {
    return (await import('sharp')).default
  } catch {
    return null
  }
}
