import { seededRandom } from '../random.ts'
import {
  figureBox,
  hiddenShare,
  isInsideFrame,
  PITCH,
  type Place,
  viewAt,
} from '../scene/camera.ts'
import { type Figure, KITS, type Kit, type Look, type Scene } from '../scene/scene.ts'
import { WHOLE_MATCH_SEC } from './progress.ts'

interface Wave {
  metres: number
  periodSec: number
  phase: number
}

interface Person {
  trackId: number
  kit: Kit
  number: number | null
  /** Seconds behind the play. */
  lagSec: number
  home: Place
  along: Wave[]
  across: Wave[]
}

/** A person has no track if a nearer one hides more than this share. */
const OCCLUDED_SHARE = 0.45
const CUTAWAY_SEC = 3.4
const METRES_PER_STEP = 1.5
const SHIRT_NUMBERS = [10, 8, 9, 6, 7, 11, 4, 5, 2, 3] as const

/** A short match lasts this share of a whole one. */
const SHORT_SHARE = 0.5

/**
 * A match of 90 to 100 seconds, or half of that, made from the seed alone: the play swings along the pitch, the camera
 * follows it late, and each of 7 to 10 people keeps a place around it with runs of their own. People
 * with far places leave the view again and again, near ones hide others: so the tracks have gaps.
 */
export function simulateMatch(
  seed: string,
  look: Look,
  length: 'whole' | 'short' = 'whole',
): Scene {
  const random = seededRandom(seed)
  const between = (low: number, high: number) => low + random() * (high - low)
  const wholeSec = between(WHOLE_MATCH_SEC, WHOLE_MATCH_SEC + 10)
  const durationSec = Math.round(wholeSec * (length === 'short' ? SHORT_SHARE : 1))
  const swing: Wave[] = [
    wave(between(22, 28), between(52, 64), between(0, 6)),
    wave(between(3, 4), between(15, 19), between(0, 6)),
  ]
  const depth: Wave[] = [wave(between(5, 7), between(17, 23), between(0, 6))]
  const people = makePeople(between, 7 + Math.floor(random() * 4))
  const cuts = [between(0.25, 0.4), between(0.65, 0.85)].map((share) => share * durationSec)

  const play = (timeSec: number): Place => ({
    x: PITCH.length / 2 + sum(swing, timeSec),
    y: 24 + sum(depth, timeSec),
  })
  const placeOf = (person: Person, timeSec: number): Place => {
    const centre = play(timeSec - person.lagSec)
    return {
      x: centre.x + person.home.x + sum(person.along, timeSec),
      y: Math.max(11, centre.y + person.home.y + sum(person.across, timeSec)),
    }
  }
  const pan = (timeSec: number) => play(timeSec - 0.8).x
  const isCutaway = (timeSec: number) =>
    cuts.some((start) => timeSec >= start && timeSec < start + CUTAWAY_SEC)

  return {
    look,
    durationSec,
    trackIds: people.map((person) => person.trackId),
    view: (timeSec) => viewAt(pan(timeSec)),
    isCutaway,
    ball: (timeSec) => {
      const centre = play(timeSec)
      return { x: centre.x + 2.5 * Math.sin(timeSec * 1.1), y: centre.y - 4 + Math.cos(timeSec) }
    },
    place: (trackId, timeSec) => placeOf(personOf(people, trackId), timeSec),
    figures: (timeSec) => {
      if (isCutaway(timeSec)) return []
      const view = viewAt(pan(timeSec))
      const figures = people.map((person): Figure => {
        const place = placeOf(person, timeSec)
        const box = figureBox(view, place)
        const stride = (place.x * 2 * Math.PI) / METRES_PER_STEP
        return { ...person, person: person.trackId, box, stride, detected: isInsideFrame(box) }
      })
      return withOcclusion(figures.sort((a, b) => footOf(a) - footOf(b)))
    },
  }
}

function makePeople(between: (low: number, high: number) => number, count: number): Person[] {
  const whole = (low: number, high: number) => Math.floor(between(low, high))
  const shift = whole(0, SHIRT_NUMBERS.length)
  let trackId = whole(2, 5)
  return Array.from({ length: count }, (_, index): Person => {
    trackId += whole(1, 5)
    const isReferee = index === 2
    const isHome = index % 2 === 0
    const side = index % 4 < 2 ? -1 : 1
    const spread = 2 + index * 1.05
    return {
      trackId,
      kit: isReferee ? KITS.referee : isHome ? KITS.red : KITS.blue,
      number: isReferee ? null : SHIRT_NUMBERS[(index + shift) % SHIRT_NUMBERS.length]!,
      lagSec: between(0.2, 1.4),
      home: { x: side * spread + between(-1, 1), y: ((index * 5) % 14) - 7 + between(-1, 1) },
      along: [
        wave(between(1, 2.4), between(9, 14), between(0, 6)),
        wave(between(0.6, 1.1), between(4, 6), between(0, 6)),
      ],
      across: [wave(between(1, 2.5), between(8, 13), between(0, 6))],
    }
  })
}

/** Marks people whom somebody nearer hides as not detected. Expects the farthest first. */
function withOcclusion(figures: Figure[]): Figure[] {
  return figures.map((figure, index) => {
    const isHidden = figures
      .slice(index + 1)
      .some((nearer) => hiddenShare(figure.box, nearer.box) > OCCLUDED_SHARE)
    return isHidden ? { ...figure, detected: false } : figure
  })
}

function personOf(people: Person[], trackId: number): Person {
  const person = people.find((one) => one.trackId === trackId)
  if (person === undefined) throw new RangeError(`The match has no track ${trackId}.`)
  return person
}

function wave(metres: number, periodSec: number, phase: number): Wave {
  return { metres, periodSec, phase }
}

function sum(waves: Wave[], timeSec: number): number {
  return waves.reduce(
    (total, one) =>
      total + one.metres * Math.sin((2 * Math.PI * timeSec) / one.periodSec + one.phase),
    0,
  )
}

function footOf(figure: Figure): number {
  return figure.box.y + figure.box.h
}
