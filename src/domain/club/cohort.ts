import type { Rating } from './rating.ts'

/** The fewest players of a cohort. Among fewer players a rank says nothing. */
export const LEAST_OF_COHORT = 10

/** The newest results of one role, category and version. */
export interface CohortValues {
  /** The measures of each player's newest result. */
  players: ReadonlyMap<string, Rating['measures']>
  /** The values of each measure, in rising order. */
  sorted: ReadonlyMap<string, Float64Array>
}

/** How one result compares with the club's. */
export interface Cohort {
  /** The number of players, the player of this result included. */
  n: number
  /** By the key of the measure. */
  ranks: ReadonlyMap<string, Rank>
}

/** Where a value stands in a cohort. The other fields are null if `n` is less than `LEAST_OF_COHORT`. */
interface Rank {
  /** The number of players with this measure. */
  n: number
  /** 0 to 99; null if the result does not have this measure. */
  percent: number | null
  quartiles: Quartiles | null
}

/** A quarter, a half and three quarters of the players are at or below these values. */
interface Quartiles {
  lower: number
  median: number
  upper: number
}

/** @param ratings the newest first */
export function gather(ratings: readonly Pick<Rating, 'player' | 'measures'>[]): CohortValues {
  const players = new Map<string, Rating['measures']>()
  for (const { player, measures } of ratings) {
    if (measures.length > 0 && !players.has(player)) players.set(player, measures)
  }
  const values = new Map<string, number[]>()
  for (const measures of players.values()) {
    for (const [key, value] of measures) {
      const of = values.get(key)
      if (of === undefined) values.set(key, [value])
      else of.push(value)
    }
  }
  const rising = [...values].map(([key, of]) => [key, Float64Array.from(of).sort()] as const)
  return { players, sorted: new Map(rising) }
}

/**
 * Ranks `own` among the others. Each player counts once: the player of `own` with `own` itself, never with another
 * result, and everybody else with the newest result.
 */
export function cohortOf(own: Rating, { players, sorted }: CohortValues): Cohort {
  const older = new Map(players.get(own.player))
  const mine = new Map(own.measures)
  const keys = new Set([...sorted.keys(), ...mine.keys()])
  return {
    n: players.size + (older.size === 0 && mine.size > 0 ? 1 : 0),
    ranks: new Map(
      [...keys].map((key) => {
        const value = mine.get(key) ?? null
        const values = withOwn(sorted.get(key) ?? [], older.get(key) ?? null, value)
        return [key, rankAmong(value, values)]
      }),
    ),
  }
}

function withOwn(rising: ArrayLike<number>, older: number | null, own: number | null): number[] {
  const values = Array.from(rising)
  if (older !== null) values.splice(placeOf(values, older), 1)
  if (own !== null) values.splice(placeOf(values, own), 0, own)
  return values
}

function rankAmong(value: number | null, rising: readonly number[]): Rank {
  const n = rising.length
  if (n < LEAST_OF_COHORT) return { n, percent: null, quartiles: null }
  return {
    n,
    percent: value === null ? null : percentOf(value, rising),
    quartiles: {
      lower: quantile(rising, 0.25),
      median: quantile(rising, 0.5),
      upper: quantile(rising, 0.75),
    },
  }
}

/**
 * The percentile rank: 100 x (below + equal / 2) / n, where `equal` counts the value itself (Wikipedia, "Percentile
 * rank"; `scipy.stats.percentileofscore` calls it "mean"). A whole number from 0 to 99: never 100, because nobody is
 * better than all players, themselves included.
 */
function percentOf(value: number, rising: readonly number[]): number {
  const below = placeOf(rising, value)
  const notAbove = placeOf(rising, value, true)
  const rank = (50 * (below + notAbove)) / rising.length
  return Math.min(99, Math.round(rank))
}

/** Interpolates as `PERCENTILE.INC` of spreadsheets does (Hyndman and Fan 1996, type 7). Two decimals at most. */
function quantile(rising: readonly number[], share: number): number {
  const place = share * (rising.length - 1)
  const below = Math.floor(place)
  const [a, b] = [rising[below]!, rising[Math.ceil(place)]!]
  return Math.round((a + (place - below) * (b - a)) * 100) / 100
}

/** How many of the values are less than `value`. With `orEqual`, equal values count too. */
function placeOf(rising: readonly number[], value: number, orEqual = false): number {
  let [from, to] = [0, rising.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const one = rising[middle]!
    if (one < value || (orEqual && one === value)) from = middle + 1
    else to = middle
  }
  return from
}
