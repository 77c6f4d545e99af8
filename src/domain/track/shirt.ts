import type { Box } from '../../contracts/box.ts'
import { brightnessOf, type Colour, colourOf, type Light, lightOf } from './colour.ts'
import { median } from './median.ts'

/** A picture in sRGB: three bytes a pixel, row by row. */
export interface Pixels {
  width: number
  height: number
  rgb: Uint8Array
}

/** One look at a shirt, and at the ground beside the feet of whoever wears it. */
export interface ShirtLook {
  light: Light
  /** Brightness of the ground, 0 to 1; null where nothing of it is in the picture. */
  ground: number | null
}

/**
 * Where the shirt is in the box of a standing or running person: the middle of the upper half. Arms and grass are beside
 * it, the head above, the shorts below. As large as the shirt allows: what is printed on it is then a small part. In shares
 * of the box.
 */
const SHIRT = { left: 0.3, right: 0.7, top: 0.24, bottom: 0.5 } as const
/** Fewer pixels say more of the camera than of the shirt. */
const FEWEST_PIXELS = 6

/** Of each of red, green and blue, the least and the most: numbers, arms and shadows, a share each. */
const ODD = 0.25

/**
 * Colour of the shirt of the person in `box`; null where the picture shows too little of it. Each of red, green and
 * blue by itself: where a number runs into the shirt the mixture is odd in one of them, though not always in
 * brightness. The mean of what is left is taken: the most frequent colour of stripes is now one of them and now the
 * other.
 */
export function lookAtShirt(pixels: Pixels, box: Box): ShirtLook | null {
  const seen: Light[] = []
  eachPixel(pixels, areaIn(pixels, box, SHIRT), (...bytes) => {
    seen.push(bytes)
  })
  if (seen.length < FEWEST_PIXELS) return null
  const odd = Math.floor(seen.length * ODD)
  // As bytes: in amounts of light a few white pixels would outshine a dark shirt.
  const usual = (part: 0 | 1 | 2) => {
    const bytes = Float64Array.from(seen, (pixel) => pixel[part]).sort()
    const kept = bytes.subarray(odd, seen.length - odd)
    return lightOf(Math.round(kept.reduce((sum, byte) => sum + byte, 0) / kept.length))
  }
  return { light: [usual(0), usual(1), usual(2)], ground: groundBeside(pixels, box) }
}

/** Left and right of the feet, in shares of the box: what is higher in the picture is ground farther away. */
const GROUND = [
  { left: -0.4, right: 0, top: 0.9, bottom: 1.06 },
  { left: 1, right: 1.4, top: 0.9, bottom: 1.06 },
] as const

function groundBeside(pixels: Pixels, box: Box): number | null {
  const values: number[] = []
  for (const share of GROUND) {
    eachPixel(pixels, areaIn(pixels, box, share), (red, green, blue) => {
      values.push(brightnessOf([lightOf(red), lightOf(green), lightOf(blue)]))
    })
  }
  return values.length < FEWEST_PIXELS ? null : median(values)
}

/** Light of a picture is bounded: a shirt is made at most so much brighter or darker. */
const MOST_CORRECTION = 3

/**
 * The colours of looks at one match in the light of the middle one. Sun, shade and the camera's
 * exposure brighten a shirt and the ground below it alike, so the ground tells how much.
 */
export function coloursOf<Key>(looks: ReadonlyMap<Key, ShirtLook>): Map<Key, Colour> {
  const grounds = [...looks.values()].flatMap(({ ground }) => ground ?? [])
  const usual = median(grounds)
  return new Map(
    [...looks].map(([key, { light, ground }]) => {
      const more = ground === null ? 1 : usual / Math.max(ground, 1e-4)
      const by = Math.min(MOST_CORRECTION, Math.max(1 / MOST_CORRECTION, more))
      return [key, colourOf([light[0] * by, light[1] * by, light[2] * by])]
    }),
  )
}

/** Part of a box, in shares of it. */
interface Share {
  left: number
  right: number
  top: number
  bottom: number
}

/** The shirt's part of a box. */
export function shirtOf(box: Box): Box {
  return {
    x: box.x + SHIRT.left * box.w,
    y: box.y + SHIRT.top * box.h,
    w: (SHIRT.right - SHIRT.left) * box.w,
    h: (SHIRT.bottom - SHIRT.top) * box.h,
  }
}

/** Whole pixels of the picture, the last ones not included. */
function areaIn({ width, height }: Pixels, box: Box, share: Share): Share {
  return {
    left: Math.max(0, Math.round((box.x + share.left * box.w) * width)),
    right: Math.min(width, Math.round((box.x + share.right * box.w) * width)),
    top: Math.max(0, Math.round((box.y + share.top * box.h) * height)),
    bottom: Math.min(height, Math.round((box.y + share.bottom * box.h) * height)),
  }
}

/** At most so many pixels a side are looked at: a picture may be large. */
const MOST_STEPS = 24

/** `see` is given red, green and blue as bytes. */
function eachPixel({ width, rgb }: Pixels, area: Share, see: (...bytes: Light) => void): void {
  const [dx, dy] = [stepOf(area.right - area.left), stepOf(area.bottom - area.top)]
  for (let y = area.top; y < area.bottom; y += dy) {
    for (let x = area.left; x < area.right; x += dx) {
      const at = (y * width + x) * 3
      see(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!)
    }
  }
}

function stepOf(length: number): number {
  return Math.max(1, Math.floor(length / MOST_STEPS))
}
