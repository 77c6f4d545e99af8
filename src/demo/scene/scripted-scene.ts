import type { Box } from '../../contracts/box.ts'
import { PITCH, type Place, VIEW_WIDTH, viewAt } from './camera.ts'
import { type Figure, KITS, type Kit, type Look, type Scene } from './scene.ts'

interface Role {
  trackId: number
  kit: Kit
  number: number | null
  /** Box on the first preview; later ones drift by `drift` per preview and bob up and down. */
  start: Box
  drift: number
  isDetected(preview: number): boolean
}

/** The tracks of the recorded jobs: the numbers must stay, because recorded requests name these boxes. */
const ROLES: readonly Role[] = [
  {
    trackId: 8,
    kit: KITS.red,
    number: 8,
    start: { x: 0.22, y: 0.3, w: 0.06, h: 0.22 },
    drift: 0.004,
    isDetected: (preview) => preview !== 5,
  },
  {
    trackId: 3,
    kit: KITS.blue,
    number: 3,
    start: { x: 0.48, y: 0.42, w: 0.06, h: 0.22 },
    drift: -0.003,
    isDetected: () => true,
  },
  {
    trackId: 12,
    kit: KITS.referee,
    number: null,
    start: { x: 0.7, y: 0.36, w: 0.05, h: 0.2 },
    drift: 0.002,
    isDetected: (preview) => preview % 5 === 0,
  },
  {
    trackId: 21,
    kit: KITS.blue,
    number: 21,
    start: { x: 0.1, y: 0.55, w: 0.05, h: 0.19 },
    drift: 0.001,
    isDetected: (preview) => preview % 5 === 0,
  },
]
const PREVIEWS = 32

export interface ScriptedOptions {
  look?: Look
  /** The time of the first preview and the time between two, seconds. */
  firstSec: number
  stepSec: number
  /** Tracks of the cast that the detector never finds. */
  undetected?: readonly number[]
}

/**
 * The match of the recorded jobs (tracks 8, 3, 12 and 21 on 32 previews): on preview 6 track 8 has no
 * box, tracks 12 and 21 are there on every fifth, and the last preview is a cutaway to the crowd.
 */
export function scriptedMatch(options: ScriptedOptions): Scene {
  const { look = 'grass', firstSec, stepSec, undetected = [] } = options
  const previewAt = (timeSec: number) => (timeSec - firstSec) / stepSec
  const isCutaway = (timeSec: number) => Math.round(previewAt(timeSec)) >= PREVIEWS - 1
  const pan = (timeSec: number) => PITCH.length / 2 + 16 * Math.sin(timeSec / 9)
  const boxOf = (role: Role, timeSec: number): Box => {
    const preview = previewAt(timeSec)
    return {
      ...role.start,
      x: role.start.x + role.drift * preview,
      y: role.start.y + 0.01 * Math.sin(preview / 2),
    }
  }
  const placeOf = (role: Role, timeSec: number): Place => {
    const box = boxOf(role, timeSec)
    return {
      x: pan(timeSec) + (box.x + box.w / 2 - 0.5) * VIEW_WIDTH,
      y: 60 * (1 - box.y - box.h),
    }
  }
  return {
    look,
    durationSec: firstSec === 0 ? stepSec * PREVIEWS : stepSec * (PREVIEWS + 1),
    trackIds: ROLES.map((role) => role.trackId).filter((id) => !undetected.includes(id)),
    view: (timeSec) => viewAt(pan(timeSec)),
    isCutaway,
    ball: (timeSec) => ({ x: pan(timeSec) + 4 * Math.sin(timeSec), y: 20 + 4 * Math.cos(timeSec) }),
    place: (trackId, timeSec) => placeOf(roleOf(trackId), timeSec),
    figures: (timeSec) => {
      if (isCutaway(timeSec)) return []
      const preview = Math.round(previewAt(timeSec))
      return ROLES.filter((role) => role.isDetected(preview))
        .map(
          (role): Figure => ({
            ...role,
            person: role.trackId,
            box: boxOf(role, timeSec),
            stride: timeSec * 5 + role.trackId,
            detected: !undetected.includes(role.trackId),
          }),
        )
        .sort((a, b) => a.box.y + a.box.h - b.box.y - b.box.h)
    },
  }
}

function roleOf(trackId: number): Role {
  const role = ROLES.find((one) => one.trackId === trackId)
  if (role === undefined) throw new RangeError(`The match has no track ${trackId}.`)
  return role
}
