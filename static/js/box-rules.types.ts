/** The types of `box-rules.js`. Never sent to the browser: the module names them in JSDoc. */

/** Frame pixels, origin top left, one decimal. */
export interface PixelBox {
  left: number
  top: number
  width: number
  height: number
}
export type Field = keyof PixelBox

/** Null where nothing is drawn yet. */
export type Content = PixelBox | null

/** Pixels, both above 0. */
export interface FrameSize {
  width: number
  height: number
}

/** Frame pixels. */
export interface Point {
  x: number
  y: number
}

/** What is wrong with one field, in the words that are shown. */
export interface Fault {
  field: Field
  message: string
}

/** The least and the most that a field may hold. */
export interface Range {
  least: number
  most: number
}

/** Each number to one decimal. */
export type BoxOf = (left: number, top: number, width: number, height: number) => PixelBox

export type Same = (a: Content | undefined, b: Content | undefined) => boolean

/** The nearest box that obeys the rules. */
export type Fit = (box: PixelBox, frame: FrameSize) => PixelBox

/** Keeps the size, inside the frame. `dx` and `dy` are pixels, here as below. */
export type Move = (box: PixelBox, dx: number, dy: number, frame: FrameSize) => PixelBox

/** Moves the edges named in `edges` (of `n`, `s`, `w`, `e`), and the others stay; or the box, by `move`. */
export type Resize = (
  box: PixelBox,
  edges: string,
  dx: number,
  dy: number,
  frame: FrameSize,
) => PixelBox

/** Moves every edge out by `step` pixels (negative: in); the centre stays as far as the frame allows. */
export type Grow = (box: PixelBox, step: number, frame: FrameSize) => PixelBox

/** The box between two corners in any order, in whole pixels. */
export type FromTwoPoints = (a: Point, b: Point, frame: FrameSize) => PixelBox

/** A player-sized box in the middle, to start from where nothing is suggested. */
export type Centred = (frame: FrameSize) => PixelBox

/** Intersection over union, 0 to 1. */
export type Overlap = (a: PixelBox, b: PixelBox) => number

/** Whether the job service would refuse the box as a mismatch: an overlap with its track under 0.2. */
export type IsMismatch = (box: PixelBox, track: PixelBox) => boolean

/** The side of the frame that a field is measured along. */
export type WholeOf = (field: Field, frame: FrameSize) => number

/** What one field may hold while the others stay. */
export type RangeOf = (field: Field, box: PixelBox, frame: FrameSize) => Range

/** The rule, said beside a field that breaks it. */
export type RangeWords = (field: Field, box: PixelBox, frame: FrameSize) => string

/** Sets one field as near as its range allows; the others stay. */
export type SetField = (box: PixelBox, field: Field, value: number, frame: FrameSize) => PixelBox

/**
 * The box after one press of the button `nudge` = `name` by `step` pixels, in the browser or without
 * script on the server. Where nothing is drawn yet the first press puts a box in the middle.
 */
export type Press = (
  box: Content,
  name: string,
  step: number,
  frame: FrameSize,
  suggestion: Content,
  /** What an arrow moves, as in `Resize`; without it the box. */
  edges?: string,
) => PixelBox
