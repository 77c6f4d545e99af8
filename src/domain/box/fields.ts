import {
  boxOf,
  FIELDS,
  fromTwoPoints,
  nameOf,
  rangeOf,
  rangeWords,
} from '../../../static/js/box-rules.js'
import type {
  Fault,
  Field,
  FrameSize,
  PixelBox,
  Point,
} from '../../../static/js/box-rules.types.ts'

/** What is wrong with a box, in the editor's own words; empty if the box obeys the rules. */
export function faults(box: PixelBox, frame: FrameSize): Fault[] {
  return [...faultsAlong(box, 'left', 'width', frame), ...faultsAlong(box, 'top', 'height', frame)]
}

/** Judges the edge as if the side had its smallest length, and the side by the room that is left after the edge. */
function faultsAlong(box: PixelBox, start: Field, side: Field, frame: FrameSize): Fault[] {
  const wrong = faultOf(start, { ...box, [side]: 0 }, frame)
  const from = wrong.length > 0 ? 0 : box[start]
  return [...wrong, ...faultOf(side, { ...box, [start]: from }, frame)]
}

function faultOf(field: Field, box: PixelBox, frame: FrameSize): Fault[] {
  const { least, most } = rangeOf(field, box, frame)
  const right = box[field] >= least && box[field] <= most
  return right ? [] : [{ field, message: rangeWords(field, box, frame) }]
}

/** Reads the four fields as typed, to one decimal. The box is null if a field holds no number. */
export function boxFromFields(texts: Partial<Record<Field, unknown>>): {
  box: PixelBox | null
  faults: Fault[]
} {
  const values = FIELDS.map((field) => {
    const text = String(texts[field] ?? '').trim()
    return text === '' ? Number.NaN : Number(text)
  })
  const wrong = FIELDS.filter((_, index) => !Number.isFinite(values[index]))
  const [left = 0, top = 0, width = 0, height = 0] = values
  return {
    box: wrong.length > 0 ? null : boxOf(left, top, width, height),
    faults: wrong.map((field) => ({
      field,
      message: `${nameOf(field)} must be a number of pixels.`,
    })),
  }
}

/** What a click on the frame gives in a page without script: the first corner, or the box between two corners. */
export type Clicked = { corner: Point } | { box: PixelBox }

/**
 * Reads the click (`point.x`, `point.y` of `<input type="image">`) and the first corner, which the page keeps in
 * `corner.x`, `corner.y`. Null if nobody clicked: the Enter key sends the point 0,0.
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
