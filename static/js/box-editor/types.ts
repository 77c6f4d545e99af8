/** Types that the editor and the server share. Never sent to the browser: JSDoc names them. */

import type { Content, Field, FrameSize, PixelBox, Point } from '../box-rules.types.ts'

export type { Content, Field, FrameSize, PixelBox, Point } from '../box-rules.types.ts'

/** What the server gives the script. */
export interface Given {
  frame: FrameSize
  box: Content
  suggestion: Content
  /** What is said of a box that hardly covers the suggestion; empty where that does not matter. */
  mismatch: string
  /** Where the unsent box is kept. */
  draftKey: string
}

/** Undo and redo, without a limit. */
export interface History {
  past: Content[]
  now: Content
  /** The next one last. */
  future: Content[]
  /** The gesture that made the last step: a drag, or a name. */
  tag: Drag | string
}

/** Adds a step, or extends the last one if it `goesOn` with the same tag. */
export type Commit = (
  history: History,
  box: Content,
  tag?: Drag | string,
  goesOn?: boolean,
) => History

/** One step back (`past` to `future`) or on again. */
export type Travel = (history: History, from: 'past' | 'future', to: 'past' | 'future') => History

/** What the arrow keys do: move the box, or move the two edges at that corner. */
export type Mode = 'move' | 'se' | 'nw'

export interface Drag {
  /** `move`, `draw`, or the edges held (of `n`, `s`, `w`, `e`). */
  part: string
  from: Point
  /** As it was grabbed. */
  box: Content
}

export interface State {
  frame: FrameSize
  suggestion: Content
  history: History
  mode: Mode
  drag: Drag | null
  /** The next two clicks draw, wherever they are. */
  armed: boolean
  /** The first of two clicks. */
  corner: Point | null
  /** 1 shows the whole frame, up to 8. */
  zoom: number
}

/** `step`: pixels. `repeat`, `goesOn`: part of the gesture and the step before. */
export type Action =
  | { type: 'grab'; part: string; at: Point }
  | { type: 'drag'; at: Point }
  | { type: 'tap'; at: Point }
  | { type: 'drop' | 'arm' | 'cancel' | 'mode' | 'undo' | 'redo' }
  | { type: 'key'; key: string; step: number; repeat: boolean }
  | { type: 'press'; name: string; step: number }
  | { type: 'field'; name: Field; value: number; goesOn: boolean }
  | { type: 'restore'; box: PixelBox }
  | { type: 'zoom'; to: number }

/** What an act does to the state. */
export type Reduce = (state: State, action: Action) => State

/** Where on the frame a pointer is, whatever the zoom and the device pixel ratio. */
export type ToFramePoint = (
  pointer: { clientX: number; clientY: number },
  /** The picture on the screen. */
  shown: { left: number; top: number; width: number; height: number },
  frame: FrameSize,
) => Point
