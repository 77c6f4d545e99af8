import type { Box } from '../../contracts/box.ts'
import type { Frame, Track } from '../job/job.ts'
import { type Sighting, sightingsOf } from '../player/sightings.ts'
import { shirtOf } from './shirt.ts'

/** The sightings of a track on frames where only one person has its id, in order. */
export function ownSightings(frames: readonly Frame[], trackId: number): readonly Sighting[] {
  return sightingsOf(frames, trackId).filter(({ bearers }) => bearers === 1)
}

/** The tracks of a frame whose id only one person has there. */
export function ownTracks({ tracks }: Frame): Track[] {
  const bearers = new Map<number, number>()
  for (const { id } of tracks) bearers.set(id, (bearers.get(id) ?? 0) + 1)
  return tracks.filter(({ id }) => bearers.get(id) === 1)
}

/** The ids of all tracks, in the order in which they are first seen. */
export function trackIdsOf(frames: readonly Frame[]): number[] {
  return [...new Set(frames.flatMap(({ tracks }) => tracks.map(({ id }) => id)))]
}

/** If a larger share of a shirt is hidden, its colour may be somebody else's. */
const MOST_HIDDEN = 0.2

/** True if the shirt in the box is visible: nobody nearer hides much of it. Lower in the picture means nearer. */
export function showsShirt({ frame, track }: Sighting): boolean {
  const shirt = shirtOf(track.box)
  const foot = track.box.y + track.box.h
  return frame.tracks.every(
    ({ id, box }) =>
      id === track.id || box.y + box.h < foot || shared(shirt, box) <= MOST_HIDDEN * area(shirt),
  )
}

/** True if the box shows the whole person: it is not at the frame's edge, and nobody nearer hides much of it. */
export function isWhole({ frame, track }: Sighting): boolean {
  const { box } = track
  const foot = box.y + box.h
  return (
    !touchesEdge(box) &&
    frame.tracks.every(
      (other) =>
        other.id === track.id ||
        other.box.y + other.box.h < foot ||
        shared(box, other.box) <= MOST_HIDDEN * area(box),
    )
  )
}

/** A box this close to the edge touches it, in fractions of the frame. */
const EDGE = 0.004

function touchesEdge({ x, y, w, h }: Box): boolean {
  return x < EDGE || y < EDGE || x + w > 1 - EDGE || y + h > 1 - EDGE
}

function shared(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  return Math.max(0, w) * Math.max(0, h)
}

function area({ w, h }: Box): number {
  return w * h
}
