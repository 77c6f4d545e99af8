import type { Box } from '../../contracts/box.ts'
import { seededRandom } from '../random.ts'
import { figureBox, isInsideFrame, PITCH, type Place, type View } from '../scene/camera.ts'
import type { Figure, Look, Scene } from '../scene/scene.ts'
import { makeCast, type Person } from './cast.ts'
import { type Between, type Movement, move, placeAt, TICKS_PER_SEC } from './movement.ts'
import { type MixUp, track, visible } from './tracker.ts'

export interface MatchOptions {
  seed: string
  look?: Look
  durationSec: number
  /** Players of each team, beside its keeper. */
  outfielders?: number
  /** How many mistakes the tracker makes, if the match gives occasion for them. */
  mixUps: number
}

/** A match with its truth: who is behind a track id at which time. */
export interface Match extends Scene {
  people: readonly Person[]
  mixUps: readonly MixUp[]
  /** Metres between `one` at `oneSec` and `other` at `otherSec`. */
  far(one: number, oneSec: number, other: number, otherSec: number): number
}

/** A detector overlooks this share of the people whom it could find. */
const OVERLOOKED = 0.03
const METRES_PER_STEP = 1.5
const CUTAWAY_SEC = 3.4

/**
 * Makes two teams and a referee on a pitch, a camera that pans and zooms after the play, a detector with loose boxes
 * and a tracker with mistakes. All of it comes from the seed.
 */
export function makeMatch(options: MatchOptions): Match {
  const { seed, look = 'grass', durationSec, mixUps, outfielders = 10 } = options
  const stream = (name: string): Between => {
    const random = seededRandom(`${seed} ${name}`)
    return (low, high) => low + random() * (high - low)
  }
  const people = makeCast(stream('cast'), outfielders)
  const movement = move(
    stream('movement'),
    durationSec,
    people.map(({ home }) => home),
  )
  const view = followPlay(stream('camera'), movement)
  const isCutaway = cutaways(stream('cuts'), durationSec)
  const boxesAt = (timeSec: number) =>
    people.map((person, index) =>
      figureBox(view(timeSec), placeAt(movement.people[index]!, timeSec), posed(person, timeSec)),
    )
  const boxes = Array.from({ length: movement.ticks }, (_, tick) => boxesAt(tick / TICKS_PER_SEC))
  const tracking = track(stream('tracker'), boxes, mixUps)
  const idsAt = (timeSec: number) =>
    tracking.ids[Math.min(movement.ticks - 1, Math.max(0, Math.floor(timeSec * TICKS_PER_SEC)))]!
  const jitter = stream('boxes')(0.03, 0.08)

  return {
    look,
    durationSec,
    people,
    mixUps: tracking.mixUps,
    trackIds: [...new Set(tracking.ids.flat())].sort((a, b) => a - b),
    view,
    isCutaway,
    far: (one, oneSec, other, otherSec) => {
      const from = placeAt(movement.people[one]!, oneSec)
      const to = placeAt(movement.people[other]!, otherSec)
      return Math.hypot(to.x - from.x, to.y - from.y)
    },
    ball: (timeSec) => placeAt(movement.play, timeSec),
    place: (trackId, timeSec) => {
      const person = bearerOf(tracking.ids, trackId, timeSec)
      return placeAt(movement.people[person]!, timeSec)
    },
    figures: (timeSec) => {
      if (isCutaway(timeSec)) return []
      const here = boxesAt(timeSec)
      const found = visible(here)
      const ids = idsAt(timeSec)
      return here
        .flatMap((box, person): Figure[] => {
          if (!isNear(box)) return []
          const chance = chanceOf(`${seed} ${person} ${timeSec.toFixed(2)}`)
          const loose = loosely(chance, box, jitter)
          return [
            {
              ...people[person]!,
              trackId: ids[person]!,
              person,
              box,
              found: loose,
              stride:
                (placeAt(movement.people[person]!, timeSec).x * 2 * Math.PI) / METRES_PER_STEP,
              detected: found[person] === true && isInsideFrame(loose) && chance(0, 1) > OVERLOOKED,
            },
          ]
        })
        .sort((a, b) => a.box.y + a.box.h - b.box.y - b.box.h)
    },
  }
}

function chanceOf(seed: string): Between {
  const random = seededRandom(seed)
  return (low, high) => low + random() * (high - low)
}

/** A running body is wider and a little lower than a standing one. */
function posed({ stature, home }: Person, timeSec: number) {
  const phase = Math.sin(timeSec * 2.1 + home.x)
  return {
    heightM: stature.heightM * (0.96 + 0.03 * phase),
    widthToHeight: stature.widthToHeight * (1 + 0.15 * phase),
  }
}

/** The detector's box: each side is off by some share of the box, normally distributed. */
function loosely(between: Between, { x, y, w, h }: Box, share: number): Box {
  const off = () => (between(-1, 1) + between(-1, 1) + between(-1, 1)) * share
  const [left, right, top, bottom] = [off(), off(), off(), off()]
  return {
    x: x + left * w * 0.7,
    y: y + top * h * 0.7,
    w: w * (1 + (right - left) * 0.7),
    h: h * (1 + (bottom - top) * 0.7),
  }
}

function isNear({ x, y, w, h }: Box): boolean {
  return x + w > 0 && x < 1 && y + h > 0 && y < 1
}

/** Pans after the play with a delay, and zooms now and then. Focal lengths in frame heights. */
function followPlay(between: Between, { play, ticks }: Movement): (timeSec: number) => View {
  const usual = between(1.7, 3.4)
  let [panX, focal, aim, until] = [play[0]!.x, usual, usual, 0]
  const views = Array.from({ length: ticks }, (_, tick): Place => {
    if (tick >= until) {
      aim = usual * between(0.8, 1.3)
      until = tick + between(4, 15) * TICKS_PER_SEC
    }
    panX += (play[tick]!.x - panX) * 0.12
    focal += (aim - focal) * 0.06
    return { x: Math.min(PITCH.length - 8, Math.max(8, panX)), y: focal }
  })
  return (timeSec) => {
    const { x, y } = placeAt(views, timeSec)
    return { panX: x, focal: y }
  }
}

/** The director shows the crowd once or twice in a longer match. */
function cutaways(between: Between, durationSec: number): (timeSec: number) => boolean {
  const starts = [between(0.25, 0.4), between(0.65, 0.85)]
    .slice(0, Math.floor(durationSec / 40))
    .map((share) => share * durationSec)
  return (timeSec) => starts.some((start) => timeSec >= start && timeSec < start + CUTAWAY_SEC)
}

/** The person who had the track then, or else the first who had it. */
function bearerOf(ids: readonly (readonly number[])[], trackId: number, timeSec: number): number {
  const tick = Math.min(ids.length - 1, Math.max(0, Math.floor(timeSec * TICKS_PER_SEC)))
  for (const from of [tick, ...ids.keys()]) {
    const person = ids[from]!.indexOf(trackId)
    if (person >= 0) return person
  }
  throw new RangeError(`The match has no track ${trackId}.`)
}
