import { jpegEffort } from '../domain/images/jpeg-effort.ts'
import type { Pixels } from '../domain/track/shirt.ts'

/** A picture that is larger is left out: 4K of a camera is below. */
const MOST_PIXELS = 9_000_000
/** More is not needed for a colour. */
const WIDEST = 1920
const LONGEST_SEC = 2

/**
 * The pixels of a picture, as they are stored: a note of how the camera was held turns nothing, for boxes are of
 * these. Null where the optional package sharp is not there, or cannot read it.
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
