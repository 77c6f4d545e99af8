/**
 * The rules of a box on a frame, for browser and server alike: inside the frame, no side under
 * `MIN_SIDE_PX` (or under the frame's own, where that is smaller). Frame pixels, one decimal. Pure.
 *
 * @import { Field, FrameSize, PixelBox, Point } from './box-editor/types.ts'
 */

export const MIN_SIDE_PX = 8
/** @type {readonly Field[]} */
export const FIELDS = ['left', 'top', 'width', 'height']

/** To one decimal; never -0. @param {number} px */
export const tenth = (px) => Math.round(px * 10) / 10 + 0
/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.max(low, Math.min(value, high))
/** @param {number} frameSide */
const minSide = (frameSide) => Math.min(MIN_SIDE_PX, frameSide)

/** @param {number} left @param {number} top @param {number} width @param {number} height @returns {PixelBox} */
export const boxOf = (left, top, width, height) => ({
  left: tenth(left),
  top: tenth(top),
  width: tenth(width),
  height: tenth(height),
})

/** @param {PixelBox | null} a @param {PixelBox | null} b */
export const same = (a, b) => FIELDS.every((field) => a?.[field] === b?.[field])

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
 * Moves the edges named in `edges` (of `n`, `s`, `w`, `e`); the others stay.
 * @param {PixelBox} box @param {string} edges
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
 * Moves every edge out (in, where `step` is negative); the centre stays as far as the frame allows.
 * @param {PixelBox} box @param {number} step @param {FrameSize} frame
 */
export function growAboutCentre(box, step, frame) {
  const { width, height } = fit(
    { ...box, width: box.width + 2 * step, height: box.height + 2 * step },
    frame,
  )
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

/** Whole pixels on the frame: start and length. @param {number} a @param {number} b @param {number} side */
function between(a, b, side) {
  const start = clamp(Math.round(Math.min(a, b)), 0, side)
  return /** @type {const} */ ([start, clamp(Math.round(Math.max(a, b)), 0, side) - start])
}

/** A player-sized box in the middle, where nothing is suggested. @param {FrameSize} frame */
export function centred(frame) {
  const a = { x: frame.width * 0.48, y: frame.height * 0.43 }
  return fromTwoPoints(a, { x: frame.width - a.x, y: frame.height - a.y }, frame)
}

/** Intersection over union, 0 to 1. @param {PixelBox} a @param {PixelBox} b */
export function overlap(a, b) {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  const both = width * height
  return both / (a.width * a.height + b.width * b.height - both)
}

/** Whether the job service would refuse the box as a mismatch. @param {PixelBox} box @param {PixelBox} track */
export const isMismatch = (box, track) => overlap(box, track) < 0.2

/**
 * The least and the most that one field may hold while the others stay.
 * @param {Field} field @param {PixelBox} box @param {FrameSize} frame
 */
export function rangeOf(field, box, frame) {
  const across = field === 'left' || field === 'width'
  const [start, side] = across ? [box.left, box.width] : [box.top, box.height]
  const whole = across ? frame.width : frame.height
  const least = minSide(whole)
  return field === 'left' || field === 'top'
    ? { least: 0, most: tenth(whole - clamp(side, least, whole)) }
    : { least, most: tenth(whole - clamp(start, 0, whole - least)) }
}

/** @param {Field} field @param {{least: number, most: number}} range */
export const rangeWords = (field, { least, most }) =>
  `${nameOf(field)} must be from ${least} to ${most} pixels.`

/** The name on the screen. @param {Field} field */
export const nameOf = (field) => field.charAt(0).toUpperCase() + field.slice(1)

/** One field as typed, the others unmoved. @param {PixelBox} box @param {Field} field @param {number} value @param {FrameSize} frame */
export function setField(box, field, value, frame) {
  const { least, most } = rangeOf(field, box, frame)
  return { ...box, [field]: tenth(clamp(value, least, most)) }
}
