import t from 'tap'
import { makePreview } from '../../../src/demo/job.ts'
import { previewTimes } from '../../../src/demo/job-store.ts'
import { makeMatch } from '../../../src/demo/match/match.ts'
import { detect } from '../../../src/demo/scene/detection.ts'
import { renderFrame } from '../../../src/demo/scene/render-frame.ts'
import { detectedFigures, foundBox } from '../../../src/demo/scene/scene.ts'
import type { Frame } from '../../../src/domain/job/job.ts'
import { sightingsOf } from '../../../src/domain/player/sightings.ts'
import { livesOf } from '../../../src/domain/track/lives.ts'
import { lookAtFrame, shirtOn, shirtsSeen } from '../../../src/domain/track/shirts-seen.ts'
import { readPixels } from '../../../src/images/pixels.ts'

// JPEGs on which every shirt has a number that runs into it. The simulation of two hundred matches paints none so large.

/** What is looked at of a box was chosen on others ("shirt tune" and "shirt check"). */
const SEEDS = [0, 1, 2, 3, 4, 5].map((index) => `shirt proof ${index}`)
const FRAMES = 32

/** The tracks of a match that its page lists, each with the shirts of the people behind it and its doubts. */
async function tracksOf(seed: string) {
  const match = makeMatch({ seed, durationSec: 75, mixUps: 2, outfielders: 10 })
  const times = previewTimes(match, FRAMES)
  const previews = times.map((timeSec, index) => makePreview('match', index, timeSec))
  const listed = new Set(detect(match, previews, 'crops').candidates.map((one) => one.track_id))
  const behind = new Map<string, number>()
  const looks = new Map()
  const frames: Frame[] = []
  for (const [index, timeSec] of times.entries()) {
    const figures = detectedFigures(match, timeSec).filter(({ trackId }) => listed.has(trackId))
    for (const { trackId, person } of figures) behind.set(`${index} ${trackId}`, person)
    const tracks = figures.map((one) => {
      return { id: one.trackId, box: foundBox(one), tier: null, score: null }
    })
    const size = { width: 1280, height: 720 }
    const frame = { n: index + 1, key: `${index}`, timeSec, ...size, image: null, tracks }
    frames.push(frame)
    lookAtFrame(looks, frame, (await readPixels(await renderFrame(match, timeSec)))!)
  }
  const shirts = shirtsSeen(looks)
  const lives = livesOf(frames, (frame, trackId) => shirtOn(shirts, frame, trackId))
  return [...lives.of.values()].map(({ trackId, doubts }) => {
    const people = sightingsOf(frames, trackId).map(
      ({ frame }) => behind.get(`${frame.n - 1} ${trackId}`)!,
    )
    const worn = people.map((person) => match.people[person]!.kit.shirt)
    return { people: new Set(people).size, worn, doubts: doubts.length }
  })
}

t.test('a number on the shirt puts hardly any sound track in doubt', async (t) => {
  const tracks = (await Promise.all(SEEDS.map(tracksOf))).flat()
  const sound = tracks.filter(({ people }) => people === 1)
  const doubted = sound.filter(({ doubts }) => doubts > 0)
  const swapped = tracks.filter(({ worn }) => {
    const often = [...new Set(worn)].filter(
      (shirt) => worn.filter((one) => one === shirt).length > 1,
    )
    return often.length > 1
  })
  const found = swapped.filter(({ doubts }) => doubts > 0)
  t.comment(`${doubted.length} of ${sound.length} sound tracks in doubt`)
  t.comment(`${found.length} of ${swapped.length} tracks in two shirts found`)
  t.ok(sound.length > 120 && swapped.length > 2, 'there is something to find')
  t.ok(doubted.length <= 0.02 * sound.length, `${doubted.length} of ${sound.length}`)
  t.ok(found.length >= 0.9 * swapped.length, `${found.length} of ${swapped.length}`)
})
