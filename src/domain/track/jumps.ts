import { frameSizeOf } from '../frames/frame-size.ts'
import type { Frame, Track } from '../job/job.ts'
import type { Sighting } from '../player/sightings.ts'
import { median } from './median.ts'
import { isWhole, ownSightings, ownTracks } from './sighted.ts'

/** A place where a track moves farther from `from` to `at` than anybody can run in that time. */
export interface Jump {
  from: Sighting
  at: Sighting
  /** The smallest possible distance, metres. */
  metres: number
  /** Time between the two, seconds. */
  seconds: number
}

/** The height of an adult, metres. It makes every box a ruler. */
const PERSON_M = 1.8
/** The fastest sprints of professionals are about 10 m/s, and nobody keeps that up between two frames. */
const RUN_MPS = 9
/**
 * How fast the middle of all tracks may move over the ground, m/s. The other tracks show how the camera
 * moves, but the players run too, sometimes all together.
 */
const PACK_MPS = 1.5
/** A loose box may add this much to the distance, metres. */
const LOOSE_M = 1
/** Two boxes of one person may differ in height by this factor, so a smaller change is no move. */
const LOOSE_SIZE = 1.3
/**
 * Focal length of the widest usual lens, in frame heights (45 degrees from top to bottom). With a longer lens, the
 * same change of size means a longer distance, so this lens gives the smallest possible distance.
 */
const WIDEST_LENS = 1.2
/** With fewer tracks on both frames, this track included, the others may all have run in the same direction. */
const FEWEST_TRACKS = 4

/**
 * Finds where a track jumps. A box is as tall as its person, about 1.8 m, so it is a ruler at its place. It measures
 * the distance across the picture, and its growth gives the distance towards the camera. A camera move shifts and
 * scales all tracks alike, so their common move is subtracted. Each estimate is the smallest possible distance: a jump
 * means that no player could do this. No jump is reported with fewer than three other tracks on both frames.
 */
export function jumpsOf(frames: readonly Frame[], trackId: number): Jump[] {
  const seen = ownSightings(frames, trackId)
  return seen.flatMap((at, index) => {
    const from = seen[index - 1]
    const jump = from === undefined ? null : jumpBetween(from, at)
    return jump ?? []
  })
}

function jumpBetween(from: Sighting, at: Sighting): Jump | null {
  const seconds = (at.frame.timeSec ?? Number.NaN) - (from.frame.timeSec ?? Number.NaN)
  if (!(seconds > 0)) return null
  const camera = cameraMove(from.frame, at.frame)
  if (camera === null) return null
  const ratio = aspectOf(at.frame)
  const [before, now] = [from.track.box, at.track.box]
  const expected = camera.zoom * middleX(before) * ratio + camera.shift
  const tall = Math.max(camera.zoom * before.h, now.h)
  const across = Math.abs(middleX(now) * ratio - expected) * (PERSON_M / tall)
  const grown = wayOfGrowth(camera.zoom * before.h, now.h)
  const deep = grown > 0 && isWhole(from) && isWhole(at) ? grown : 0
  const metres = Math.hypot(across, deep)
  return metres > (RUN_MPS + PACK_MPS) * seconds + LOOSE_M ? { from, at, metres, seconds } : null
}

/** The smallest distance in metres, towards the camera or away, that explains two box heights (in frame heights). */
function wayOfGrowth(one: number, other: number): number {
  const [small, tall] = [Math.min(one, other), Math.max(one, other)]
  const sure = Math.max(1, tall / small / LOOSE_SIZE)
  return ((WIDEST_LENS * PERSON_M) / tall) * (sure - 1)
}

/** How the picture moved: `x` in frame heights becomes `zoom * x + shift`. */
interface CameraMove {
  zoom: number
  shift: number
}

/** The camera moves between two frames, computed once for all tracks. */
const moves = new WeakMap<Frame, WeakMap<Frame, { move: CameraMove | null }>>()

function cameraMove(from: Frame, at: Frame): CameraMove | null {
  const ofFrom = moves.get(from) ?? new WeakMap()
  moves.set(from, ofFrom)
  const known = ofFrom.get(at) ?? { move: commonMove(from, at) }
  ofFrom.set(at, known)
  return known.move
}

/** The move that most tracks share. It is a median, so one track that jumps hardly changes it. */
function commonMove(from: Frame, at: Frame): CameraMove | null {
  const pairs = sharedTracks(from, at)
  if (pairs.length < FEWEST_TRACKS) return null
  const zoom = median(pairs.map(([before, now]) => now.box.h / before.box.h))
  const ratio = aspectOf(at)
  const shift = median(
    pairs.map(([before, now]) => ratio * (middleX(now.box) - zoom * middleX(before.box))),
  )
  return { zoom, shift }
}

function sharedTracks(from: Frame, at: Frame): [Track, Track][] {
  const before = new Map(ownTracks(from).map((track) => [track.id, track]))
  return ownTracks(at).flatMap((now): [Track, Track][] => {
    const then = before.get(now.id)
    return then === undefined ? [] : [[then, now]]
  })
}

function aspectOf(frame: Frame): number {
  const { width, height } = frameSizeOf(frame)
  return width / height
}

function middleX({ x, w }: Track['box']): number {
  return x + w / 2
}
