import type { Box } from '../../contracts/box.ts'
import { asNumber, asRecord } from '../text/reading.ts'
import { boxFromEdges, isOnFrame } from './box.ts'

/**
 * Makes a box of the service, `{x,y,w,h}` in fractions, fit to be offered and sent. A box on the frame stays as it is.
 * Any other box is cut to the part on the frame, in whole millionths: detectors follow a player over the edge, and
 * rounding alone can push a box outside. Null if one of the four is not a number, or if no part of the box is on the
 * frame.
 */
export function fittedBox(value: unknown): Box | null {
  const given = asRecord(value)
  const [x, y, w, h] = [given['x'], given['y'], given['w'], given['h']].map(asNumber)
  if (x == null || y == null || w == null || h == null) return null
  if (isOnFrame({ x, y, w, h })) return { x, y, w, h }
  const box = boxFromEdges(onFrame(x), onFrame(y), onFrame(x + w), onFrame(y + h))
  return box.w > 0 && box.h > 0 ? box : null
}

function onFrame(edge: number): number {
  return Math.min(1, Math.max(0, edge))
}
