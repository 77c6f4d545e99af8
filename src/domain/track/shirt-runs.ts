import { apart, type Colour, middleOf } from './colour.ts'
import { median } from './median.ts'

/** A stretch of a track in one shirt: the given sightings from `from` to `to`, both included. */
export interface ShirtRun {
  from: number
  to: number
  colour: Colour
}

/** Two colours of a track must be at least this far apart (`apart`) to be two shirts. */
const OTHER_SHIRT = 14
/** The two colours must also be this many times farther apart than a sighting usually is from its own shirt. */
const CLEARLY = 2.5
/** The fewest sightings of a run: a single one may show somebody who runs through the picture. */
const FEWEST = 2

/**
 * The shirts that a track wears, in order: one run, or several if the colour changes for at least two
 * sightings. `colours` has one colour for each sighting, in order. It must not be empty.
 */
export function shirtRuns(colours: readonly Colour[]): ShirtRun[] {
  const all = { from: 0, to: colours.length - 1, colour: middleOf(colours) }
  if (colours.length < 2 * FEWEST) return [all]
  const [one, other] = twoShirts(smooth(colours))
  if (one === null || other === null || apart(one, other) < OTHER_SHIRT) return [all]
  const isOther = colours.map((colour) => apart(colour, other) < apart(colour, one))
  const off = median(
    colours.map((colour, index) => apart(colour, isOther[index] === true ? other : one)),
  )
  if (apart(one, other) < CLEARLY * off) return [all]
  return runsOf(isOther).map(({ from, to }) => ({
    from,
    to,
    colour: middleOf(colours.slice(from, to + 1)),
  }))
}

/** Replaces each colour by the median of itself and its neighbours. This removes single outliers and keeps changes. */
function smooth(colours: readonly Colour[]): Colour[] {
  return colours.map((colour, index) => {
    const [before, after] = [colours[index - 1] ?? colour, colours[index + 1] ?? colour]
    const part = (at: 0 | 1 | 2) => middle(before[at], colour[at], after[at])
    return [part(0), part(1), part(2)]
  })
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

const ROUNDS = 6

/** The middles of two clusters (Lloyd's k-means, which starts with two colours far apart). */
function twoShirts(colours: readonly Colour[]): [Colour | null, Colour | null] {
  let one = farthestFrom(colours, middleOf(colours))
  let other = farthestFrom(colours, one)
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = [one, other]
    const ofOne = colours.filter((colour) => apart(colour, a) <= apart(colour, b))
    const ofOther = colours.filter((colour) => apart(colour, a) > apart(colour, b))
    if (ofOne.length === 0 || ofOther.length === 0) return [null, null]
    one = middleOf(ofOne)
    other = middleOf(ofOther)
  }
  return [one, other]
}

function farthestFrom(colours: readonly Colour[], from: Colour): Colour {
  return colours.reduce((far, colour) => (apart(colour, from) > apart(far, from) ? colour : far))
}

/** Finds stretches of equal values. A stretch that is too short joins the one before, or at the start the next one. */
function runsOf(isOther: readonly boolean[]): { from: number; to: number }[] {
  const runs: { from: number; to: number; is: boolean }[] = []
  isOther.forEach((is, at) => {
    const last = runs.at(-1)
    if (last?.is === is) last.to = at
    else runs.push({ from: at, to: at, is })
  })
  const long: typeof runs = []
  for (const run of runs) {
    const last = long.at(-1)
    if (last !== undefined && (run.to - run.from + 1 < FEWEST || last.is === run.is)) {
      last.to = run.to
    } else if (run.to - run.from + 1 >= FEWEST) long.push({ ...run, from: last ? run.from : 0 })
  }
  return long.length > 0 ? long : [{ from: 0, to: isOther.length - 1 }]
}
