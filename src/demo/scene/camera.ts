import type { Box } from '../../contracts/box.ts'

/** Frame size in pixels, as the worker makes previews. */
export const FRAME = { width: 1280, height: 720 } as const

/** Metres. `x` runs along the touch line, `y` away from the camera. */
export interface Place {
  x: number
  y: number
}

export const PITCH = { length: 105, width: 68 } as const

/**
 * A pinhole beside the near touch line: it pans but never tilts. `focal` and `horizon` are in frame
 * heights, the others in metres; together they show the pitch from about 8 m inside the near line.
 */
const CAMERA = { focal: 3.2, horizon: 0.02, behindLine: 18, height: 8 } as const
const ASPECT = FRAME.width / FRAME.height
/** Metres from the camera to where most of the play is. */
const MIDDLE_M = CAMERA.behindLine + 26

/** Metres that the frame is wide at the depth where most of the play is. */
export const VIEW_WIDTH = (ASPECT * MIDDLE_M) / CAMERA.focal

/** Where the camera looks: metres along the touch line, and its focal length in frame heights. */
export interface View {
  panX: number
  focal: number
}

/** The usual lens at `panX`. */
export function viewAt(panX: number): View {
  return { panX, focal: CAMERA.focal }
}

/** The point on the ground as fractions of the frame, with `scale`: frame heights for one metre there. */
export function project(view: View, place: Place): { x: number; y: number; scale: number } {
  const scale = view.focal / (CAMERA.behindLine + place.y)
  // A zoom keeps the play where it was, so the horizon moves.
  const horizon = CAMERA.horizon + (CAMERA.height * (CAMERA.focal - view.focal)) / MIDDLE_M
  return {
    x: 0.5 + ((place.x - view.panX) * scale) / ASPECT,
    y: horizon + CAMERA.height * scale,
    scale,
  }
}

const FIGURE = { heightM: 1.95, widthToHeight: 0.46 } as const

/** The box of a person who stands at `place`; it may reach out of the frame. `heightM` in metres. */
export function figureBox(view: View, place: Place, figure = FIGURE as Stature): Box {
  const foot = project(view, place)
  const h = figure.heightM * foot.scale
  const w = (h * figure.widthToHeight) / ASPECT
  return { x: foot.x - w / 2, y: foot.y - h, w, h }
}

/** How tall a person is drawn, metres, and the width as a share of that. */
export interface Stature {
  heightM: number
  widthToHeight: number
}

export function isInsideFrame(box: Box): boolean {
  return box.x >= 0 && box.y >= 0 && box.x + box.w <= 1 && box.y + box.h <= 1
}

/** The share of `box` that `cover` hides, 0 to 1. */
export function hiddenShare(box: Box, cover: Box): number {
  return intersection(box, cover) / (box.w * box.h)
}

/** Intersection over union, 0 to 1. */
export function boxIou(a: Box, b: Box): number {
  const shared = intersection(a, b)
  return shared / (a.w * a.h + b.w * b.h - shared)
}

function intersection(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  return Math.max(0, w) * Math.max(0, h)
}

/** A box whose numbers have four decimals, as the worker stores it. */
export function roundBox(box: Box): Box {
  return { x: round4(box.x), y: round4(box.y), w: round4(box.w), h: round4(box.h) }
}

export function round4(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
