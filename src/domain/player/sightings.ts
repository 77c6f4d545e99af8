import type { Frame, Track } from '../job/job.ts'

/** A track on a frame. */
export interface Sighting {
  frame: Frame
  track: Track
  /** How many people on the frame have the track's id. If several do, nobody can tell whose box is meant. */
  bearers: number
}

/** Where each track is seen, by its id as text, each in the order of the frames. */
type Sightings = ReadonlyMap<string, readonly Sighting[]>

/** Each list of frames keeps its sightings here until it is garbage-collected. */
const known = new WeakMap<readonly Frame[], Sightings>()

/** Where a track is seen, in the order of the frames. The first call for a list of frames looks up all its tracks. */
export function sightingsOf(
  frames: readonly Frame[],
  trackId: number | string | null,
): readonly Sighting[] {
  const sightings = known.get(frames) ?? findAll(frames)
  known.set(frames, sightings)
  return sightings.get(String(trackId)) ?? []
}

function findAll(frames: readonly Frame[]): Sightings {
  const all = new Map<string, Sighting[]>()
  for (const frame of frames) {
    for (const track of frame.tracks) {
      const id = String(track.id)
      const before = all.get(id) ?? []
      const last = before.at(-1)
      if (last?.frame === frame) last.bearers += 1
      else before.push({ frame, track, bearers: 1 })
      all.set(id, before)
    }
  }
  return all
}
