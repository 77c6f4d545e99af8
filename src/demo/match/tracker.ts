import type { Box } from '../../contracts/box.ts'
import { hiddenShare, isInsideFrame } from '../scene/camera.ts'
import type { Between } from './movement.ts'

/** The detector does not find a person if a nearer one hides more than this share. */
const HIDDEN_SHARE = 0.45

/** Tells for each person whether the detector can find their box. */
export function visible(boxes: readonly Box[]): boolean[] {
  return boxes.map((box, index) => isInsideFrame(box) && hiderOf(boxes, index) === null)
}

function hiderOf(boxes: readonly Box[], index: number): number | null {
  const box = boxes[index]!
  const hider = boxes.findIndex(
    (other, at) =>
      at !== index && foot(other) > foot(box) && hiddenShare(box, other) > HIDDEN_SHARE,
  )
  return hider < 0 ? null : hider
}

function foot(box: Box): number {
  return box.y + box.h
}

/** One mistake of the tracker. */
export interface MixUp {
  tick: number
  /** `crossing`: two who pass each other trade their tracks. `found-again`: a lost track goes to another person. */
  kind: 'crossing' | 'found-again'
  people: [number, number]
}

/** Track ids of each person, by tick; and what went wrong. */
export interface Tracking {
  ids: number[][]
  mixUps: MixUp[]
}

/** Ticks after which a person who was lost may come back under a new id. */
const LONG_LOST = 20
const NEW_ID_SHARE = 0.3
/** The share of the mistakes that happens at crossings. */
const CROSSING_SHARE = 0.7

/**
 * A tracker over `boxes[tick][person]` that follows everybody and makes `mistakes` mix-ups, where the match gives
 * occasion for them. Chance alone chooses among the occasions: it knows no shirts and no distances.
 */
export function track(
  between: Between,
  boxes: readonly (readonly Box[])[],
  mistakes: number,
): Tracking {
  const seen = boxes.map(visible)
  const people = boxes[0]?.length ?? 0
  const wanted = chooseMixUps(between, boxes, seen, mistakes)
  let nextId = Math.floor(between(1, 4))
  const fresh = () => {
    nextId += Math.floor(between(1, 4))
    return nextId
  }
  const now = Array.from({ length: people }, fresh)
  const lostSince = now.map(() => 0)
  const ids = seen.map((here, tick) => {
    here.forEach((isSeen, person) => {
      if (!isSeen) return
      const back = tick - lostSince[person]! > LONG_LOST
      if (back && tick > LONG_LOST && between(0, 1) < NEW_ID_SHARE) now[person] = fresh()
      lostSince[person] = tick
    })
    for (const mixUp of wanted) {
      if (mixUp.tick !== tick) continue
      const [one, other] = mixUp.people
      const [idOfOne, idOfOther] = [now[one]!, now[other]!]
      now[other] = idOfOne
      now[one] = mixUp.kind === 'crossing' ? idOfOther : fresh()
    }
    return [...now]
  })
  return { ids, mixUps: wanted }
}

function chooseMixUps(
  between: Between,
  boxes: readonly (readonly Box[])[],
  seen: readonly (readonly boolean[])[],
  mistakes: number,
): MixUp[] {
  const crossings = findCrossings(boxes, seen)
  const finds = findReturns(seen)
  return Array.from({ length: mistakes }, (): MixUp[] => {
    const from = between(0, 1) < CROSSING_SHARE || finds.length === 0 ? crossings : finds
    const at = Math.floor(between(0, from.length))
    return from.splice(at, 1)
  }).flat()
}

/** Moments at which somebody comes out from behind another. */
function findCrossings(
  boxes: readonly (readonly Box[])[],
  seen: readonly (readonly boolean[])[],
): MixUp[] {
  return boxes.flatMap((here, tick) =>
    here.flatMap((box, person): MixUp[] => {
      if (!isInsideFrame(box) || seen[tick]![person] === true) return []
      const hider = hiderOf(here, person)
      const comesOut = seen[tick + 1]?.[person] === true
      if (hider === null || !comesOut || seen[tick + 1]![hider] !== true) return []
      return [{ tick: tick + 1, kind: 'crossing', people: [person, hider] }]
    }),
  )
}

/** Moments at which somebody comes into view while the tracker has lost another person. */
function findReturns(seen: readonly (readonly boolean[])[]): MixUp[] {
  return seen.flatMap((here, tick) =>
    here.flatMap((isSeen, person): MixUp[] => {
      const before = seen[tick - 1]
      if (before === undefined || !isSeen || before[person] === true) return []
      const lost = here.findIndex(
        (other, at) => at !== person && !other && wasSeen(seen, at, tick - 15, tick),
      )
      return lost < 0 ? [] : [{ tick, kind: 'found-again', people: [lost, person] }]
    }),
  )
}

function wasSeen(
  seen: readonly (readonly boolean[])[],
  person: number,
  from: number,
  to: number,
): boolean {
  return seen.slice(Math.max(0, from), to).some((here) => here[person] === true)
}
