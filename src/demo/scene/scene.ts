import type { Box } from '../../contracts/box.ts'
import type { Place, View } from './camera.ts'

export type Look = 'grass' | 'snow' | 'dusk'

/** Colours as `#rrggbb`; no other thing in a frame has a shirt's colour. */
export interface Kit {
  shirt: string
  shorts: string
  socks: string
}

export const KITS = {
  red: { shirt: '#d81e2c', shorts: '#f4f4f4', socks: '#d81e2c' },
  blue: { shirt: '#1746d1', shorts: '#0f1f52', socks: '#1746d1' },
  referee: { shirt: '#f0d000', shorts: '#16181c', socks: '#16181c' },
} as const satisfies Record<string, Kit>

/** One drawn person. `detected` is false if the detector has no track: hidden or half out of view. */
export interface Figure {
  trackId: number
  /** Tells people apart: one track id may stand for two of them, whose faces differ. */
  person: number
  /** Around the drawn person. */
  box: Box
  /** The box that the detector finds, if it is not `box` itself. */
  found?: Box
  kit: Kit
  /** The number on the back, or null for the referee. */
  number: number | null
  /** The phase of the running step, radians. */
  stride: number
  detected: boolean
}

/** A filmed match: everything is a function of the time in seconds, so nothing is stored. */
export interface Scene {
  look: Look
  durationSec: number
  trackIds: readonly number[]
  /** Where the camera looks. */
  view(timeSec: number): View
  /** True while the director shows the crowd. */
  isCutaway(timeSec: number): boolean
  /** From the farthest to the nearest; empty during a cutaway. */
  figures(timeSec: number): Figure[]
  ball(timeSec: number): Place
  /** Where a track's person really is. Throws for an unknown track. */
  place(trackId: number, timeSec: number): Place
}

/** The figures that the detector has at a time. */
export function detectedFigures(scene: Scene, timeSec: number): Figure[] {
  return scene.figures(timeSec).filter((figure) => figure.detected)
}

/** The box that the detector gives a figure. */
export function foundBox(figure: Figure): Box {
  return figure.found ?? figure.box
}
