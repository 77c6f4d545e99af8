import { frameSizeOf } from '../frames/frame-size.ts'
import type { Frame, Track } from '../job/job.ts'
import type { Sighting } from '../player/sightings.ts'
import { median } from './median.ts'
import { isWhole, ownSightings, ownTracks } from './sighted.ts'

/** At `at` a track is farther from where it was at `from` than anybody can run in the time between. */
export interface Jump {
  from: Sighting
  at: Sighting
  /** The way is at least so long, metres. */
  metres: number
  /** Time between the two, seconds. */
  seconds: number
}

/** A grown person: the ruler that every box brings along, metres. */
const PERSON_M = 1.8
/** The fastest sprints of professionals are about 10 m/s, and nobody keeps that up between two frames. */
const RUN_MPS = 9
/**
 * The camera's move is taken from the other tracks, and those run too, together at times: so their
 * middle may move this fast over the ground, m/s.
 */
const PACK_MPS = 1.5
/** A loose box may add this much to the way, metres. */
const LOOSE_M = 1
/** Two boxes of one person may differ in height by this factor, so a smaller change is no move. */
const LOOSE_SIZE = 1.3
/**
 * Focal length of the widest usual lens, in frame heights (45 degrees from top to bottom). With a longer lens the
 * same change of size is a longer way, so the way is at least the one that this lens gives.
 */
const WIDEST_LENS = 1.2
/** With fewer tracks on a frame, the judged one included, the others may all have run the same way. */
const FEWEST_TRACKS = 4

/**
 * Where a track jumps. A box is as tall as its person, about 1.8 m, so it is a ruler at its place: the way across the
 * picture is measured by it, and the way towards the camera by its growth. A move of the camera shifts and scales all
 * tracks alike, so what the others have in common is taken off. Each measure errs on the short side: a mark means
 * that no player could do this. With fewer than three others in both frames nothing is said.
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

/** Metres towards the camera or away from it, at least, between two heights of a box in frame heights. */
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

/** Between two frames, once for all tracks. */
const moves = new WeakMap<Frame, WeakMap<Frame, { move: CameraMove | null }>>()

function cameraMove(from: Frame, at: Frame): CameraMove | null {
  const ofFrom = moves.get(from) ?? new WeakMap()
  moves.set(from, ofFrom)
  const known = ofFrom.get(at) ?? { move: commonMove(from, at) }
  ofFrom.set(at, known)
  return known.move
}

/** What most tracks have in common: one that jumps is one among them. */
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
