import type { Box } from '../../contracts/box.ts'
import { asFloat, asObject, type JsonObject } from '../http/json.ts'

/** Names the missing numbers of a box, such as `bbox.h`. */
export function missingBoxFields(source: JsonObject): string[] {
  return ['h', 'w', 'x', 'y'].filter((name) => source[name] == null).map((name) => `bbox.${name}`)
}

/** Reads the box of a body: `bbox_xyxy`, `bbox` or `bbox_xywh`, as a list or by names, or flat. Null if not whole. */
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

/** True if a box is in fractions and lies inside the frame. */
export function isFractional(box: Box): boolean {
  const { x, y, w, h } = box
  // Floating point may bring the sums a little above 1.
  const limit = 1 + 1e-9
  return x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= limit && y + h <= limit
}

/** True if two boxes are the same within 0.1 % (docs/contract.md#target). */
export function isSameBox(a: Box, b: Box): boolean {
  const names = ['x', 'y', 'w', 'h'] as const
  return names.every((name) => Math.abs(a[name] - b[name]) <= 0.001)
}

function asList(value: unknown): unknown[] | null {
  return Array.isArray(value) && value.length === 4 ? value : null
}
