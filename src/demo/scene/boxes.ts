import type { Box } from '../../contracts/box.ts'
import { asFloat, asObject, type JsonObject } from '../http/json.ts'

/** Which of the four numbers of a box are missing, as `bbox.h` and so on. */
export function missingBoxFields(source: JsonObject): string[] {
  return ['h', 'w', 'x', 'y'].filter((name) => source[name] == null).map((name) => `bbox.${name}`)
}

/** The box of a body that gives it as `bbox`, as `bbox_xywh`, as an array or flat; null where it is not whole. */
export function readBox(body: JsonObject): Box | null {
  const corners = asList(body['bbox_xyxy'])
  if (corners !== null) {
    const [x1, y1, x2, y2] = corners
    return toBox({ x: x1, y: y1, w: Number(x2) - Number(x1), h: Number(y2) - Number(y1) })
  }
  const nested = body['bbox'] ?? body['bbox_xywh']
  const list = asList(nested)
  if (list !== null) return toBox({ x: list[0], y: list[1], w: list[2], h: list[3] })
  return toBox(nested === undefined ? body : asObject(nested))
}

export function toBox(source: JsonObject): Box | null {
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((name) => asFloat(source[name]))
  return x == null || y == null || w == null || h == null ? null : { x, y, w, h }
}

/** Whether a box is one of fractions that lies inside the frame. */
export function isFractional(box: Box): boolean {
  const { x, y, w, h } = box
  // The sums may pass 1 by what floating point loses.
  const limit = 1 + 1e-9
  return x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= limit && y + h <= limit
}

/** Whether two boxes are the same within 0.1 % (docs/contract.md#target). */
export function isSameBox(a: Box, b: Box): boolean {
  const names = ['x', 'y', 'w', 'h'] as const
  return names.every((name) => Math.abs(a[name] - b[name]) <= 0.001)
}

function asList(value: unknown): unknown[] | null {
  return Array.isArray(value) && value.length === 4 ? value : null
}
