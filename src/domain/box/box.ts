import { boxOf, fit, overlap as pixelOverlap, same, tenth } from '../../../static/js/box-rules.js'
import type { FrameSize, PixelBox } from '../../../static/js/box-rules.types.ts'
import type { Box } from '../../contracts/box.ts'

export {
  FIELDS,
  fit,
  isMismatch,
  nameOf,
  press,
  same,
  wholeOf,
} from '../../../static/js/box-rules.js'
export type {
  Fault,
  Field,
  FrameSize,
  PixelBox,
  Point,
} from '../../../static/js/box-rules.types.ts'
export { boxFromClicks, boxFromFields, faults } from './fields.ts'

/** How many pixels one press may move or resize the box; the analyst chooses. */
export const NUDGE_STEPS = [1, 5, 10, 25]

/** The box in pixels, as the fields show it: each edge to one decimal, not fitted into the frame. */
export function toPixels({ x, y, w, h }: Box, frame: FrameSize): PixelBox {
  const left = tenth(x * frame.width)
  const top = tenth(y * frame.height)
  const right = tenth((x + w) * frame.width)
  const bottom = tenth((y + h) * frame.height)
  return boxOf(left, top, right - left, bottom - top)
}

/** Fractions with six decimals of a box that obeys the rules. */
function toFractions({ left, top, width, height }: PixelBox, frame: FrameSize): Box {
  return boxFromEdges(
    left / frame.width,
    top / frame.height,
    (left + width) / frame.width,
    (top + height) / frame.height,
  )
}

/**
 * A box from its four edges in fractions. Each edge is rounded to whole millionths first. This way `x+w <= 1` and
 * `y+h <= 1` hold in floating point if the edges are on the frame.
 */
export function boxFromEdges(left: number, top: number, right: number, bottom: number): Box {
  const [x, y, toX, toY] = [
    millionths(left),
    millionths(top),
    millionths(right),
    millionths(bottom),
  ]
  return { x: x / 1e6, y: y / 1e6, w: (toX - x) / 1e6, h: (toY - y) / 1e6 }
}

const millionths = (edge: number) => Math.round(edge * 1e6)

/**
 * True if the four fractions are a box on the frame. Checks the two sums too
 * (docs/architecture.md#bytes-pass-unchanged).
 */
export function isOnFrame({ x, y, w, h }: Box): boolean {
  return x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 1 && y + h <= 1
}

/**
 * The fractions to send for a box that obeys the rules. A suggestion that was not changed goes back
 * bit for bit. Any other box has six decimals.
 */
export function fractionsForWire(px: PixelBox, frame: FrameSize, suggestion: Box | null): Box {
  const unchanged =
    suggestion !== null && isOnFrame(suggestion) && same(px, toPixels(suggestion, frame))
  return unchanged ? suggestion : toFractions(px, frame)
}

/**
 * Intersection over union of two boxes in fractions, 0 to 1; the upstream refuses a target under 0.2
 * (docs/contract.md#target).
 */
export function overlap(a: Box, b: Box): number {
  return pixelOverlap(asArea(a), asArea(b))
}

/** The box in pixels, changed where needed to obey the rules: we offer no box that the rules refuse. */
export function legalPixels(box: Box, frame: FrameSize): PixelBox {
  return fit(toPixels(box, frame), frame)
}

/** The box that the editor opens with: the suggestion, or null. */
export function suggestedPixels(suggestion: Box | null, frame: FrameSize): PixelBox | null {
  return suggestion && legalPixels(suggestion, frame)
}

function asArea({ x, y, w, h }: Box): PixelBox {
  return { left: x, top: y, width: w, height: h }
}
