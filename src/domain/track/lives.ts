import type { Frame } from '../job/job.ts'
import type { Sighting } from '../player/sightings.ts'
import type { Colour } from './colour.ts'
import { type Jump, jumpsOf } from './jumps.ts'
import { groupShirts, nearest, type ShirtGroup } from './shirt-groups.ts'
import { type ShirtRun, shirtRuns } from './shirt-runs.ts'
import { ownSightings, trackIdsOf } from './sighted.ts'

/** The shirt of a track on a frame; null if it is not known. */
export type ShirtAt = (frame: Frame, trackId: number) => Colour | null

/** Why a track may show two people: something changed between `from` and `at`. */
export type Doubt =
  | ({ kind: 'place' } & Jump)
  | { kind: 'shirt'; from: Sighting; at: Sighting; groups: [number, number] }

/** What boxes and shirts tell about a track: the doubts that it is always the same person, and its shirt. */
interface Life {
  trackId: number
  /** In order of time. */
  doubts: Doubt[]
  /** The shirt that the track wears most, as an index into `Lives.shirts`; null if none is known. */
  shirt: number | null
}

export interface Lives {
  of: ReadonlyMap<number, Life>
  /** The shirts of all tracks, the most seen first. */
  shirts: ShirtGroup[]
  /** The shirt of a track on this frame alone, without a look at its other frames; null if it is not known. */
  shirtOn: (frame: Frame, trackId: number) => number | null
}

/** Judges all tracks of a job. It cannot see some swaps of players: docs/decisions/one-person.md says which. */
export function livesOf(frames: readonly Frame[], shirtAt: ShirtAt | null): Lives {
  const ids = trackIdsOf(frames)
  const worn = ids.flatMap((trackId) => wornBy(frames, trackId, shirtAt))
  const { groups, of } = groupShirts(
    worn.map(({ run }) => ({ colour: run.colour, weight: run.to - run.from + 1 })),
  )
  const dressed = worn.map((one, index) => ({ ...one, group: of[index]! }))
  const lives = ids.map((trackId): [number, Life] => {
    const mine = dressed.filter((one) => one.trackId === trackId)
    const doubts = [
      ...jumpsOf(frames, trackId).map((jump) => ({ kind: 'place' as const, ...jump })),
      ...shirtDoubts(mine),
    ].sort((a, b) => a.at.frame.n - b.at.frame.n)
    return [trackId, { trackId, doubts, shirt: mostWorn(mine) }]
  })
  const shirtOn = (frame: Frame, trackId: number) => {
    const colour = shirtAt?.(frame, trackId) ?? null
    return colour === null
      ? null
      : nearest(
          groups.map((group) => group.colour),
          colour,
        )
  }
  return { of: new Map(lives), shirts: groups, shirtOn }
}

interface Worn {
  trackId: number
  run: ShirtRun
  first: Sighting
  last: Sighting
}

function wornBy(frames: readonly Frame[], trackId: number, shirtAt: ShirtAt | null): Worn[] {
  const known = ownSightings(frames, trackId).flatMap((sighting) => {
    const colour = shirtAt?.(sighting.frame, trackId) ?? null
    return colour === null ? [] : [{ sighting, colour }]
  })
  if (known.length === 0) return []
  return shirtRuns(known.map(({ colour }) => colour)).map((run) => ({
    trackId,
    run,
    first: known[run.from]!.sighting,
    last: known[run.to]!.sighting,
  }))
}

/** The changes of shirt. Two runs in the same group are not a change, because they show the same shirt. */
function shirtDoubts(worn: readonly (Worn & { group: number })[]): Doubt[] {
  return worn.flatMap((one, index): Doubt[] => {
    const before = worn[index - 1]
    if (before === undefined || before.group === one.group) return []
    return [{ kind: 'shirt', from: before.last, at: one.first, groups: [before.group, one.group] }]
  })
}

function mostWorn(worn: readonly (Worn & { group: number })[]): number | null {
  const sums = new Map<number, number>()
  for (const { group, run } of worn) {
    sums.set(group, (sums.get(group) ?? 0) + run.to - run.from + 1)
  }
  const [most] = [...sums].sort((a, b) => b[1] - a[1])
  return most?.[0] ?? null
}
