/** Where a player stands at a moment of the video: seconds, letter, and `x`, `y`, `w`, `h` in fractions of the picture. */
export type Mark = [sec: number, letter: string, x: number, y: number, w: number, h: number]

/** What the page says of the video around a frame. */
export interface VideoGiven {
  /** Where it begins. */
  startSec: number
  /** The moment of the frame. */
  frameSec: number
  marks: Mark[]
}
