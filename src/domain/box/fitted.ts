import type { Box } from '../../contracts/box.ts'
import { asNumber, asRecord } from '../text/reading.ts'
import { isOnFrame } from './box.ts'

/**
 * A box of the service, `{x,y,w,h}` in fractions, as it may be offered and sent: itself where it lies
 * on the frame, else what of it does, in whole millionths. Detectors follow a player over the edge,
 * and rounding alone can end a box outside. Null where one of the four is not a number, or nothing of
 * the box is on the frame.
 */
export function fittedBox(value: unknown): Box | null {
  const box = asRecord(value)
  const [x, y, w, h] = [box['x'], box['y'], box['w'], box['h']].map(asNumber)
  if (x == null || y == null || w == null || h == null) return null
  if (isOnFrame({ x, y, w, h })) return { x, y, w, h }
  const [left, right, top, bottom] = [x, x + w, y, y + h].map(onFrame) as [
    number,
    number,
    number,
    number,
  ]
  if (right <= left || bottom <= top) return null
  // Whole millionths of both edges keep the sums within 1 (`toFractions`).
  return { x: left / 1e6, y: top / 1e6, w: (right - left) / 1e6, h: (bottom - top) / 1e6 }
}

function onFrame(edge: number): number {
  return Math.round(Math.min(1, Math.max(0, edge)) * 1e6)
}
