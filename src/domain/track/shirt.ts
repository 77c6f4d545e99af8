import type { Box } from '../../contracts/box.ts'
import { brightnessOf, type Colour, colourOf, type Light, lightOf } from './colour.ts'
import { median } from './median.ts'

/** A picture in sRGB: three bytes a pixel, row by row. */
export interface Pixels {
  width: number
  height: number
  rgb: Uint8Array
}

/** One look at a shirt, and at the ground beside the feet of its wearer. */
export interface ShirtLook {
  light: Light
  /** Brightness of the ground, 0 to 1; null if the picture shows too little ground. */
  ground: number | null
}

/**
 * The place of the shirt in the box of a standing or running person, in shares of the box: the middle of the upper
 * half. Arms and grass are beside it, the head above, the shorts below. It is as large as possible, so that prints on
 * the shirt are only a small part.
 */
const SHIRT = { left: 0.3, right: 0.7, top: 0.24, bottom: 0.5 } as const
/** The fewest pixels to judge: fewer say more about the camera than about the shirt. */
const FEWEST_PIXELS = 6

/** The share of the lowest and of the highest values of each colour to leave out: numbers, arms and shadows. */
const ODD = 0.25

/**
 * The colour of the shirt of the person in `box`; null if the picture shows too little of it. Red, green and blue are
 * judged separately: where the colour of a number mixes with the shirt, one of the three is odd, but often not the
 * brightness. The rest gives the mean, because with stripes the most frequent colour would be sometimes one stripe and
 * sometimes the other.
 */
export function lookAtShirt(pixels: Pixels, box: Box): ShirtLook | null {
  const seen: Light[] = []
  eachPixel(pixels, areaIn(pixels, box, SHIRT), (...bytes) => {
    seen.push(bytes)
  })
  if (seen.length < FEWEST_PIXELS) return null
  const odd = Math.floor(seen.length * ODD)
  // Averages bytes, not amounts of light: there, a few white pixels would outshine a dark shirt.
  const usual = (part: 0 | 1 | 2) => {
    const bytes = Float64Array.from(seen, (pixel) => pixel[part]).sort()
    const kept = bytes.subarray(odd, seen.length - odd)
    return lightOf(Math.round(kept.reduce((sum, byte) => sum + byte, 0) / kept.length))
  }
  return { light: [usual(0), usual(1), usual(2)], ground: groundBeside(pixels, box) }
}

/** The ground left and right of the feet, in shares of the box. Ground higher in the picture is farther away. */
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

/** The largest factor that makes a shirt brighter or darker, because the light of a picture is bounded. */
const MOST_CORRECTION = 3

/**
 * Converts looks at one match to the same light, that of the median ground. Sun, shade and the camera's
 * exposure change a shirt and the ground below it alike, so the ground shows by how much.
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

/** The part of a box where the shirt is. */
export function shirtOf(box: Box): Box {
  return {
    x: box.x + SHIRT.left * box.w,
    y: box.y + SHIRT.top * box.h,
    w: (SHIRT.right - SHIRT.left) * box.w,
    h: (SHIRT.bottom - SHIRT.top) * box.h,
  }
}

/** The area in whole pixels of the picture. `right` and `bottom` are not included. */
function areaIn({ width, height }: Pixels, box: Box, share: Share): Share {
  return {
    left: Math.max(0, Math.round((box.x + share.left * box.w) * width)),
    right: Math.min(width, Math.round((box.x + share.right * box.w) * width)),
    top: Math.max(0, Math.round((box.y + share.top * box.h) * height)),
    bottom: Math.min(height, Math.round((box.y + share.bottom * box.h) * height)),
  }
}

/** Samples a long side: fewer than twice this many pixels of it are looked at, because a picture may be large. */
const MOST_STEPS = 24

/** `see` gets red, green and blue as bytes. */
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
