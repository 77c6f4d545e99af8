import { apart, type Colour } from './colour.ts'

/** A shirt that somebody wears over `weight` sightings. */
export interface Worn {
  colour: Colour
  weight: number
}

/** The colour of a group of tracks, the largest group first. */
export type ShirtGroup = Worn

/** Shirts of one team are closer to their middle than this (`apart`). Shirts of another team are farther away. */
const SAME_TEAM = 13
const ROUNDS = 4

/**
 * Sorts shirts into teams. The rules of the game demand colours that tell teams and referee apart
 * (IFAB, Law 4). `of` has the index of the group for each given shirt.
 */
export function groupShirts(shirts: readonly Worn[]): { groups: ShirtGroup[]; of: number[] } {
  let middles: Colour[] = []
  for (const { colour } of [...shirts].sort((a, b) => b.weight - a.weight)) {
    if (middles.every((middle) => apart(middle, colour) > SAME_TEAM)) middles.push(colour)
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    middles = membersOf(shirts, middles).map(({ colour }) => colour)
    middles = joined(middles)
  }
  const groups = membersOf(shirts, middles).sort((a, b) => b.weight - a.weight)
  return {
    groups,
    of: shirts.map(({ colour }) =>
      nearest(
        groups.map((group) => group.colour),
        colour,
      ),
    ),
  }
}

/** The groups around these middles, without empty groups. */
function membersOf(shirts: readonly Worn[], middles: readonly Colour[]): ShirtGroup[] {
  const sums = middles.map(() => ({ sum: [0, 0, 0] as [number, number, number], weight: 0 }))
  for (const { colour, weight } of shirts) {
    const group = sums[nearest(middles, colour)]!
    group.weight += weight
    for (const part of [0, 1, 2] as const) group.sum[part] += weight * colour[part]
  }
  return sums
    .filter(({ weight }) => weight > 0)
    .map(({ sum: [l, a, b], weight }) => ({
      colour: [l / weight, a / weight, b / weight] as const,
      weight,
    }))
}

/** Leaves out each middle that is too close to an earlier one. */
function joined(middles: readonly Colour[]): Colour[] {
  const kept: Colour[] = []
  for (const middle of middles) {
    if (kept.every((other) => apart(other, middle) > SAME_TEAM)) kept.push(middle)
  }
  return kept
}

/** The index of the nearest colour; 0 if there are no colours. */
export function nearest(middles: readonly Colour[], colour: Colour): number {
  let best = 0
  middles.forEach((middle, index) => {
    if (apart(middle, colour) < apart(middles[best]!, colour)) best = index
  })
  return best
}
