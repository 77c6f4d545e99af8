import {
  type FrameSize,
  fit,
  fromTwoPoints,
  type PixelBox,
  type Point,
  overlap as pixelOverlap,
  same,
  toFractions,
  toPixels,
} from '../../static/js/box-rules.js'
import type { Box } from '../contracts/box.ts'

export {
  boxFromFields,
  type Fault,
  FIELDS,
  type Field,
  type FrameSize,
  faults,
  fit,
  MIN_SIDE_PX,
  MISMATCH_OVERLAP,
  type PixelBox,
  type Point,
  toFractions,
  toPixels,
} from '../../static/js/box-rules.js'

/** Whether the four fractions are a box on the frame, the two sums included (DESIGN section 3, select-track). */
export function isOnFrame({ x, y, w, h }: Box): boolean {
  return x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 1 && y + h <= 1
}

/**
 * The fractions to send for a box that obeys the rules. A suggestion that was not changed goes back
 * as it came, to the bit; anything else has six decimals.
 */
export function fractionsForWire(px: PixelBox, frame: FrameSize, suggestion: Box | null): Box {
  const unchanged =
    suggestion !== null && isOnFrame(suggestion) && same(px, toPixels(suggestion, frame))
  return unchanged ? suggestion : toFractions(px, frame)
}

/** Intersection over union of two boxes in fractions, 0 to 1; the upstream refuses a target under 0.2 (CONTRACT, POST target). */
export function overlap(a: Box, b: Box): number {
  return pixelOverlap(asArea(a), asArea(b))
}

/** What the editor opens with: the suggestion made to obey the rules, or nothing. */
export function suggestedPixels(suggestion: Box | null, frame: FrameSize): PixelBox | null {
  return suggestion === null ? null : fit(toPixels(suggestion, frame), frame)
}

/** What a click on the frame without script leads to: a first corner, or the box of two. */
export type Clicked = { corner: Point } | { box: PixelBox }

/**
 * Reads `point.x`, `point.y` of `<input type="image">` and the first corner that the page carried in
 * `corner.x`, `corner.y`. Null where there was no click: Enter sends the point 0,0.
 */
export function boxFromClicks(form: Record<string, unknown>, frame: FrameSize): Clicked | null {
  const point = readPoint(form['point.x'], form['point.y'])
  const corner = readPoint(form['corner.x'], form['corner.y'])
  if (point === null) return null
  return corner === null ? { corner: point } : { box: fromTwoPoints(corner, point, frame) }
}

function readPoint(x: unknown, y: unknown): Point | null {
  const point = { x: Number(x || 0), y: Number(y || 0) }
  const clicked = Number.isFinite(point.x) && Number.isFinite(point.y) && (point.x || point.y)
  return clicked ? point : null
}

function asArea({ x, y, w, h }: Box): PixelBox {
  return { left: x, top: y, width: w, height: h }
}
