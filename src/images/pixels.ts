import { jpegEffort } from '../domain/images/jpeg-effort.ts'
import type { Pixels } from '../domain/track/shirt.ts'

/** Most pixels of a picture that is read. A camera's 4K has fewer. */
const MOST_PIXELS = 9_000_000
/** A wider picture is not needed for a colour. */
const WIDEST = 1920
const LONGEST_SEC = 2

/**
 * Reads the pixels of a picture as they are stored. A note in the file of how the camera was held turns nothing: boxes
 * are in stored pixels. Null if the optional package sharp is missing, or cannot read the picture.
 */
export async function readPixels(bytes: Buffer): Promise<Pixels | null> {
  if (jpegEffort(bytes) > 12 * MOST_PIXELS) return null
  try {
    const { default: sharp } = await import('sharp')
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .timeout({ seconds: LONGEST_SEC })
      .resize({ width: WIDEST, withoutEnlargement: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    return info.channels === 3 ? { width: info.width, height: info.height, rgb: data } : null
  } catch {
    return null
  }
}
