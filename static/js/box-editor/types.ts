/** The words of the editor's types. Never sent to the browser: the modules name them in JSDoc. */

/** Frame pixels, origin top left, one decimal. */
export interface PixelBox {
  left: number
  top: number
  width: number
  height: number
}
export type Field = keyof PixelBox

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

/** null where nothing is drawn yet. */
export type Content = PixelBox | null

export interface History {
  past: Content[]
  now: Content
  future: Content[]
  /** Names the gesture that made the last step. */
  tag: string
}

/** What the arrow keys do: move the box, or move its two edges of that corner. */
export type Mode = 'move' | 'se' | 'nw'

export interface Drag {
  /** `move`, `draw`, or the edges held (of `n`, `s`, `w`, `e`). */
  part: string
  from: Point
  box: Content
  /** Whether it has changed something already. */
  goesOn: boolean
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
