/**
 * The rules of a box, for browser and server alike: inside the frame, no side under `MIN_SIDE_PX`
 * (or under the frame's own). Pure; box-rules.types.ts says what each function does.
 *
 * @import * as Rules from './box-rules.types.ts'
 */

export const MIN_SIDE_PX = 8
/** @type {readonly Rules.Field[]} */
export const FIELDS = ['left', 'top', 'width', 'height']

/** To one decimal; never -0. @param {number} px */
export const tenth = (px) => Math.round(px * 10) / 10 + 0
/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.max(low, Math.min(value, high))
/** @param {number} frameSide */
const minSide = (frameSide) => Math.min(MIN_SIDE_PX, frameSide)

/** @type {Rules.BoxOf} */
export const boxOf = (left, top, width, height) => ({
  left: tenth(left),
  top: tenth(top),
  width: tenth(width),
  height: tenth(height),
})

/** @type {Rules.Same} */
export const same = (a, b) => FIELDS.every((field) => a?.[field] === b?.[field])

/** @type {Rules.Fit} */
export const fit = (box, frame) => {
  const width = clamp(box.width, minSide(frame.width), frame.width)
  const height = clamp(box.height, minSide(frame.height), frame.height)
  return move({ ...box, width, height }, 0, 0, frame)
}

/** @type {Rules.Move} */
export const move = ({ left, top, width, height }, dx, dy, frame) =>
  boxOf(
    clamp(left + dx, 0, frame.width - width),
    clamp(top + dy, 0, frame.height - height),
    width,
    height,
  )

/** @type {Rules.Resize} */
export const resize = (box, edges, dx, dy, frame) => {
  if (edges === 'move') return move(box, dx, dy, frame)
  let { left, top } = box
  let right = left + box.width
  let bottom = top + box.height
  if (edges.includes('w')) left = clamp(left + dx, 0, right - minSide(frame.width))
  if (edges.includes('e')) right = clamp(right + dx, left + minSide(frame.width), frame.width)
  if (edges.includes('n')) top = clamp(top + dy, 0, bottom - minSide(frame.height))
  if (edges.includes('s')) bottom = clamp(bottom + dy, top + minSide(frame.height), frame.height)
  return boxOf(left, top, right - left, bottom - top)
}

/** @type {Rules.Grow} */
export const growAboutCentre = (box, step, frame) => {
  const larger = { ...box, width: box.width + 2 * step, height: box.height + 2 * step }
  const { width, height } = fit(larger, frame)
  const left = box.left + (box.width - width) / 2
  const top = box.top + (box.height - height) / 2
  return fit({ left, top, width, height }, frame)
}

/** @type {Rules.FromTwoPoints} */
export const fromTwoPoints = (a, b, frame) => {
  const left = Math.round(clamp(Math.min(a.x, b.x), 0, frame.width))
  const top = Math.round(clamp(Math.min(a.y, b.y), 0, frame.height))
  const width = Math.round(clamp(Math.max(a.x, b.x), 0, frame.width)) - left
  const height = Math.round(clamp(Math.max(a.y, b.y), 0, frame.height)) - top
  return fit({ left, top, width, height }, frame)
}

/** @type {Rules.Centred} */
export const centred = ({ width, height }) =>
  fromTwoPoints(
    { x: width * 0.48, y: height * 0.43 },
    { x: width * 0.52, y: height * 0.57 },
    { width, height },
  )

/** @type {Rules.Overlap} */
export const overlap = (a, b) => {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  const both = Math.max(width, 0) * Math.max(height, 0)
  return both / (a.width * a.height + b.width * b.height - both)
}

/** @type {Rules.IsMismatch} */
export const isMismatch = (box, track) => overlap(box, track) < 0.2

/** @type {Rules.WholeOf} */
export const wholeOf = (field, frame) =>
  field === 'left' || field === 'width' ? frame.width : frame.height

/** @type {Record<Rules.Field, Rules.Field>} */
const PARTNER = { left: 'width', width: 'left', top: 'height', height: 'top' }

/** @type {Rules.RangeOf} */
export const rangeOf = (field, box, frame) => {
  const whole = wholeOf(field, frame)
  const smallest = minSide(whole)
  const least = field === 'left' || field === 'top' ? 0 : smallest
  const most = whole - clamp(box[PARTNER[field]], smallest - least, whole - least)
  return { least, most: tenth(most) }
}

/** The name on the screen. @param {Rules.Field} field */
export const nameOf = (field) => field.charAt(0).toUpperCase() + field.slice(1)

/** @type {Rules.RangeWords} */
export const rangeWords = (field, box, frame) => {
  const { least, most } = rangeOf(field, box, frame)
  return `${nameOf(field)} must be from ${least} to ${most} pixels.`
}

/** @type {Rules.SetField} */
export const setField = (box, field, value, frame) => {
  const { least, most } = rangeOf(field, box, frame)
  return { ...box, [field]: tenth(clamp(value, least, most)) }
}

/** @type {Record<string, readonly [number, number]>} */
const WAYS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }

/** @type {Rules.Press} */
export const press = (box, name, step, frame, suggestion, edges = 'move') => {
  if (name === 'reset') return suggestion ?? centred(frame)
  if (!box) return centred(frame)
  const legal = fit(box, frame)
  if (name === 'grow') return growAboutCentre(legal, step, frame)
  if (name === 'shrink') return growAboutCentre(legal, -step, frame)
  const [x, y] = WAYS[name] ?? [0, 0]
  return resize(legal, edges, x * step, y * step, frame)
}
