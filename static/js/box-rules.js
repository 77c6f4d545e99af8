/**
 * The geometry of a box on a frame, for the editor and the server alike: frame pixels, origin
 * top left, one decimal. Pure, no DOM. A box obeys two rules: inside the frame, no side under
 * `MIN_SIDE_PX` (or under the frame's own side, where that is smaller).
 *
 * @typedef {{left: number, top: number, width: number, height: number}} PixelBox
 * @typedef {{width: number, height: number}} FrameSize in pixels, both above 0
 * @typedef {{x: number, y: number}} Point in frame pixels
 * @typedef {{x: number, y: number, w: number, h: number}} Fractions of the frame, as on the wire
 * @typedef {keyof PixelBox} Field
 * @typedef {{field: Field, message: string}} Fault
 */

export const MIN_SIDE_PX = 8
/** Under this overlap with its track the job service refuses a target as a mismatch. */
export const MISMATCH_OVERLAP = 0.2
/** @type {readonly Field[]} */
export const FIELDS = ['left', 'top', 'width', 'height']

/** To one decimal; never -0. @param {number} px */
const tenth = (px) => Math.round(px * 10) / 10 + 0
/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.max(low, Math.min(value, high))
/** @param {number} left @param {number} top @param {number} width @param {number} height */
const boxOf = (left, top, width, height) => ({
  left: tenth(left),
  top: tenth(top),
  width: tenth(width),
  height: tenth(height),
})
/** @param {number} frameSide */
const minSide = (frameSide) => Math.min(MIN_SIDE_PX, frameSide)

/** @param {PixelBox | null} a @param {PixelBox | null} b */
export const same = (a, b) => a === b || FIELDS.every((field) => a?.[field] === b?.[field])

/** The nearest box that obeys the rules. @param {PixelBox} box @param {FrameSize} frame */
export function fit(box, frame) {
  const width = clamp(box.width, minSide(frame.width), frame.width)
  const height = clamp(box.height, minSide(frame.height), frame.height)
  return move({ ...box, width, height }, 0, 0, frame)
}

/** @param {PixelBox} box @param {number} dx @param {number} dy @param {FrameSize} frame */
export function move(box, dx, dy, frame) {
  return boxOf(
    clamp(box.left + dx, 0, frame.width - box.width),
    clamp(box.top + dy, 0, frame.height - box.height),
    box.width,
    box.height,
  )
}

/**
 * Moves the edges named in `edges` (of `n`, `s`, `w`, `e`: `'e'`, `'nw'`); the others stay.
 * @param {PixelBox} box one that obeys the rules
 * @param {string} edges
 * @param {number} dx @param {number} dy @param {FrameSize} frame
 */
export function resize(box, edges, dx, dy, frame) {
  let { left, top } = box
  let right = left + box.width
  let bottom = top + box.height
  if (edges.includes('w')) left = clamp(left + dx, 0, right - minSide(frame.width))
  if (edges.includes('e')) right = clamp(right + dx, left + minSide(frame.width), frame.width)
  if (edges.includes('n')) top = clamp(top + dy, 0, bottom - minSide(frame.height))
  if (edges.includes('s')) bottom = clamp(bottom + dy, top + minSide(frame.height), frame.height)
  return boxOf(left, top, right - left, bottom - top)
}

/**
 * Moves every edge `step` pixels out (in, where negative), keeping the centre as far as the frame allows.
 * @param {PixelBox} box @param {number} step @param {FrameSize} frame
 */
export function growAboutCentre(box, step, frame) {
  const width = clamp(box.width + 2 * step, minSide(frame.width), frame.width)
  const height = clamp(box.height + 2 * step, minSide(frame.height), frame.height)
  const left = box.left + (box.width - width) / 2
  const top = box.top + (box.height - height) / 2
  return fit({ left, top, width, height }, frame)
}

/** The box between two corners in any order. @param {Point} a @param {Point} b @param {FrameSize} frame */
export function fromTwoPoints(a, b, frame) {
  const [left, width] = between(a.x, b.x, frame.width)
  const [top, height] = between(a.y, b.y, frame.height)
  return fit({ left, top, width, height }, frame)
}

/** Whole pixels on the frame: where it starts, how long it is. @param {number} a @param {number} b @param {number} side */
function between(a, b, side) {
  const start = clamp(Math.round(Math.min(a, b)), 0, side)
  return /** @type {const} */ ([start, clamp(Math.round(Math.max(a, b)), 0, side) - start])
}

/** A player-sized box in the middle, to start from where nothing is suggested. @param {FrameSize} frame */
export function centred(frame) {
  const [width, height] = [Math.round(frame.width / 24), Math.round(frame.height / 8)]
  const left = Math.round((frame.width - width) / 2)
  const top = Math.round((frame.height - height) / 2)
  return fit({ left, top, width, height }, frame)
}

/** As the fields show it: each edge to one decimal, nothing fitted. @param {Fractions} box @param {FrameSize} frame */
export function toPixels(box, frame) {
  const [left, right] = [tenth(box.x * frame.width), tenth((box.x + box.w) * frame.width)]
  const [top, bottom] = [tenth(box.y * frame.height), tenth((box.y + box.h) * frame.height)]
  return boxOf(left, top, right - left, bottom - top)
}

/**
 * Fractions with six decimals; `x+w <= 1` and `y+h <= 1` hold in floating point, because both
 * edges are rounded to whole millionths first.
 * @param {PixelBox} box one that obeys the rules
 * @param {FrameSize} frame
 * @returns {Fractions}
 */
export function toFractions(box, frame) {
  const [x, w] = span(box.left, box.width, frame.width)
  const [y, h] = span(box.top, box.height, frame.height)
  return { x, y, w, h }
}

/** @param {number} start @param {number} length @param {number} whole */
function span(start, length, whole) {
  const from = Math.round((start / whole) * 1e6)
  const to = Math.round(((start + length) / whole) * 1e6)
  return /** @type {const} */ ([from / 1e6, (to - from) / 1e6])
}

/** Intersection over union, 0 to 1. @param {PixelBox} a @param {PixelBox} b */
export function overlap(a, b) {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  const both = width * height
  return both / (a.width * a.height + b.width * b.height - both)
}

/**
 * What the rules have against a box, in the words that are shown; empty where it obeys them.
 * @param {PixelBox} box @param {FrameSize} frame
 * @returns {Fault[]}
 */
export function faults(box, frame) {
  return [
    ...sideFaults('left', 'width', box, frame.width),
    ...sideFaults('top', 'height', box, frame.height),
  ]
}

/** @param {'left' | 'top'} start @param {'width' | 'height'} side @param {PixelBox} box @param {number} frameSide */
function sideFaults(start, side, box, frameSide) {
  const least = minSide(frameSide)
  const most = tenth(frameSide - least)
  const room = tenth(frameSide - box[start])
  /** @type {Fault[]} */
  const found = []
  /** @param {Field} field @param {string} rule */
  const add = (field, rule) => found.push({ field, message: `${nameOf(field)} must be ${rule}.` })
  if (!(box[start] >= 0)) add(start, '0 or more')
  else if (box[start] > most) add(start, `at most ${most}, to be on the frame`)
  if (!(box[side] >= least)) add(side, `at least ${least} pixels`)
  else if (found.length === 0 && box[side] > room) {
    add(side, `at most ${room}, to end inside the frame`)
  }
  return found
}

/** The name on the screen. @param {Field} field */
export const nameOf = (field) => field.charAt(0).toUpperCase() + field.slice(1)

/**
 * Reads the four fields as typed; numbers are taken to one decimal. The box is null where a
 * field holds no number; the rules of the frame are `faults`' matter.
 * @param {Partial<Record<Field, unknown>>} texts
 * @returns {{box: PixelBox | null, faults: Fault[]}}
 */
export function boxFromFields(texts) {
  const box = { left: 0, top: 0, width: 0, height: 0 }
  /** @type {Fault[]} */
  const found = []
  for (const field of FIELDS) {
    const text = String(texts[field] ?? '').trim()
    const value = tenth(Number(text))
    box[field] = value
    if (text === '') found.push({ field, message: `${nameOf(field)} is empty: enter pixels.` })
    else if (!Number.isFinite(value)) {
      found.push({ field, message: `${nameOf(field)} must be a number of pixels.` })
    }
  }
  return { box: found.length > 0 ? null : box, faults: found }
}
