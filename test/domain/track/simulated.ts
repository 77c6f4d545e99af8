import { distance } from '../../../src/demo/match/cast.ts'
import { type Match, makeMatch } from '../../../src/demo/match/match.ts'
import { seededRandom } from '../../../src/demo/random.ts'
import { detectedFigures, foundBox } from '../../../src/demo/scene/scene.ts'
import type { Frame } from '../../../src/domain/job/job.ts'
import type { ShirtAt } from '../../../src/domain/track/lives.ts'
import { coloursOf, lookAtShirt, type ShirtLook } from '../../../src/domain/track/shirt.ts'
import { showsShirt } from '../../../src/domain/track/sighted.ts'
import { paint } from './paint.ts'

/** What is true of a track, by the simulation alone. */
export interface Truth {
  trackId: number
  sightings: number
  /** The people behind it, each with how often, most often first. */
  people: [person: number, times: number][]
  /** Whether the second one wears another shirt. */
  otherShirt: boolean
  /** Whether the step to another person is farther than anybody runs meanwhile, by their true places. */
  tooFar: boolean
}

export interface Simulated {
  match: Match
  frames: Frame[]
  shirtAt: ShirtAt
  truth: Truth[]
  /** The shirt of each track's main person, `#rrggbb`. */
  shirts: Map<number, string>
}

/** Match number `seed` with previews, boxes and pictures: half of them with mix-ups. */
export function simulate(seed: string, mixUps: number): Simulated {
  const random = seededRandom(`${seed} job`)
  const durationSec = Math.round(12 + 110 * random() ** 1.5)
  const match = makeMatch({ seed, durationSec, mixUps })
  const count = 32 + Math.floor(random() * 17)
  const times = Array.from(
    { length: count },
    (_, index) => ((index + 1) * durationSec) / (count + 1),
  )
  const behind = new Map<string, number>()
  const frames = times.map((timeSec, index): Frame => {
    const figures = detectedFigures(match, timeSec)
    for (const { trackId, person } of figures) behind.set(`${index + 1} ${trackId}`, person)
    return {
      n: index + 1,
      key: `frame ${index + 1}`,
      timeSec,
      width: 1280,
      height: 720,
      image: null,
      tracks: figures.map((figure) => ({
        id: figure.trackId,
        box: foundBox(figure),
        tier: null,
        score: null,
      })),
    }
  })
  const looks = new Map<string, ShirtLook>()
  for (const frame of frames) {
    const pixels = paint(match, seed, frame.timeSec!)
    for (const track of frame.tracks) {
      if (!showsShirt({ frame, track, bearers: 1 })) continue
      const look = lookAtShirt(pixels, track.box)
      if (look !== null) looks.set(`${frame.n} ${track.id}`, look)
    }
  }
  const colours = coloursOf(looks)
  const ids = [...new Set(frames.flatMap(({ tracks }) => tracks.map(({ id }) => id)))]
  const truth = ids.map((id) => truthOf(match, frames, id, behind))
  return {
    match,
    frames,
    shirtAt: (frame, trackId) => colours.get(`${frame.n} ${trackId}`) ?? null,
    truth,
    shirts: new Map(
      truth.map(({ trackId, people }) => [trackId, match.people[people[0]![0]]!.kit.shirt]),
    ),
  }
}

/** No player is faster over two frames, m/s. */
const FASTEST_MPS = 9

function truthOf(
  match: Match,
  frames: readonly Frame[],
  trackId: number,
  behind: ReadonlyMap<string, number>,
): Truth {
  const seen = frames.flatMap(({ n, timeSec }) => {
    const person = behind.get(`${n} ${trackId}`)
    return person === undefined ? [] : [{ person, timeSec: timeSec! }]
  })
  const times = new Map<number, number>()
  for (const { person } of seen) times.set(person, (times.get(person) ?? 0) + 1)
  const people = [...times].sort((a, b) => b[1] - a[1])
  const shirt = (person: number) => match.people[person]!.kit.shirt
  const [main, second] = people
  return {
    trackId,
    sightings: seen.length,
    people,
    otherShirt: second !== undefined && distance(shirt(main![0]), shirt(second[0])) > 0,
    tooFar: seen.some(({ person, timeSec }, at) => {
      const before = seen[at - 1]
      if (before === undefined || before.person === person) return false
      const seconds = timeSec - before.timeSec
      return match.far(before.person, before.timeSec, person, timeSec) > FASTEST_MPS * seconds
    }),
  }
}
