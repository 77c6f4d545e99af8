import { PITCH, type Place } from '../scene/camera.ts'

/** Steps of the simulation a second. */
export const TICKS_PER_SEC = 10

/** Where everybody is at each tick, metres: `x` and `y` by person, then by tick. */
export interface Movement {
  ticks: number
  /** Where the play is. */
  play: Place[]
  people: Place[][]
}

/** What a body can do: speeds in metres a second, and a push in metres a second squared. */
const PACES = [
  { share: 0.4, mps: 1.6 },
  { share: 0.3, mps: 3.5 },
  { share: 0.2, mps: 6 },
  { share: 0.1, mps: 9 },
] as const
const PUSH_MPS2 = 4.5
/** People run if they are this far from where the game needs them, metres. */
const FAR_M = 14

interface Body {
  at: Place
  speed: Place
  /** Added to the person's place in the formation, metres. */
  errand: Place
  pace: number
  until: number
}

export type Between = (low: number, high: number) => number

/**
 * People who walk, jog, run and sprint (0 to 9 m/s) around a play that wanders over the pitch, and turn every few
 * seconds. `homes` are their places in the formation, relative to the play, metres.
 */
export function move(between: Between, durationSec: number, homes: readonly Place[]): Movement {
  const ticks = Math.ceil(durationSec * TICKS_PER_SEC) + 1
  const play = wander(between, ticks)
  const bodies = homes.map((home): Body => {
    const at = onPitch({ x: play[0]!.x + home.x, y: play[0]!.y + home.y })
    return { at, speed: { x: 0, y: 0 }, errand: { x: 0, y: 0 }, pace: 0, until: -1 }
  })
  const people = homes.map((): Place[] => [])
  for (let tick = 0; tick < ticks; tick += 1) {
    bodies.forEach((body, index) => {
      people[index]!.push({ ...body.at })
      if (tick >= body.until) newErrand(between, body, tick)
      const home = homes[index]!
      step(
        body,
        onPitch({
          x: play[tick]!.x + home.x + body.errand.x,
          y: play[tick]!.y + home.y + body.errand.y,
        }),
      )
    })
  }
  return { ticks, play, people }
}

/** The ball goes from place to place, 3 to 8 seconds each. */
function wander(between: Between, ticks: number): Place[] {
  let at = { x: between(25, 80), y: between(18, 50) }
  let aim = at
  let until = 0
  return Array.from({ length: ticks }, (_, tick) => {
    if (tick >= until) {
      aim = { x: between(12, 93), y: between(12, 56) }
      until = tick + between(3, 8) * TICKS_PER_SEC
    }
    const way = { x: aim.x - at.x, y: aim.y - at.y }
    const length = Math.hypot(way.x, way.y)
    const most = 6 / TICKS_PER_SEC
    const by = length > most ? most / length : 0.2
    at = { x: at.x + way.x * by, y: at.y + way.y * by }
    return at
  })
}

function newErrand(between: Between, body: Body, tick: number) {
  body.errand = { x: between(-9, 9), y: between(-7, 7) }
  body.until = tick + between(2, 6) * TICKS_PER_SEC
  let share = between(0, 1)
  body.pace =
    PACES.find((pace) => {
      share -= pace.share
      return share <= 0
    })?.mps ?? PACES[0].mps
}

function step(body: Body, aim: Place) {
  const way = { x: aim.x - body.at.x, y: aim.y - body.at.y }
  const length = Math.hypot(way.x, way.y)
  const pace = length > FAR_M ? Math.max(body.pace, 6) : body.pace
  // Slows down before the place is reached.
  const wanted = Math.min(pace, length)
  const by = length > 0 ? wanted / length : 0
  const push = { x: way.x * by - body.speed.x, y: way.y * by - body.speed.y }
  const most = PUSH_MPS2 / TICKS_PER_SEC
  const cut = Math.min(1, most / Math.max(1e-9, Math.hypot(push.x, push.y)))
  body.speed = { x: body.speed.x + push.x * cut, y: body.speed.y + push.y * cut }
  body.at = {
    x: body.at.x + body.speed.x / TICKS_PER_SEC,
    y: body.at.y + body.speed.y / TICKS_PER_SEC,
  }
}

function onPitch({ x, y }: Place): Place {
  return {
    x: Math.min(PITCH.length + 1, Math.max(-1, x)),
    y: Math.min(PITCH.width + 1, Math.max(-1, y)),
  }
}

/** The place at any time, seconds. */
export function placeAt(places: readonly Place[], timeSec: number): Place {
  const at = Math.min(places.length - 1, Math.max(0, timeSec * TICKS_PER_SEC))
  const [before, after] = [places[Math.floor(at)]!, places[Math.ceil(at)]!]
  const share = at - Math.floor(at)
  return {
    x: before.x + (after.x - before.x) * share,
    y: before.y + (after.y - before.y) * share,
  }
}
