import sharp from 'sharp'
import t from 'tap'
import { previewTimes } from '../../src/demo/job-store.ts'
import { makeMatch } from '../../src/demo/match/match.ts'
import { isInsideFrame } from '../../src/demo/scene/camera.ts'
import { renderFrame } from '../../src/demo/scene/render-frame.ts'
import { detectedFigures, foundBox } from '../../src/demo/scene/scene.ts'
import { demoSeeds } from '../../src/demo/seeds/demo-seeds.ts'
import { seedId } from '../../src/demo/seeds/seed-steps.ts'
import type { Frame } from '../../src/domain/job/job.ts'
import { livesOf } from '../../src/domain/track/lives.ts'
import { coloursOf, lookAtShirt, type ShirtLook } from '../../src/domain/track/shirt.ts'
import { showsShirt } from '../../src/domain/track/sighted.ts'

const SEEDS = ['a', 'b', 'c', 'd', 'e', 'f']
const match = (seed: string, mixUps = 1) => makeMatch({ seed, durationSec: 40, mixUps })
const TIMES = Array.from({ length: 40 }, (_, index) => index + 0.5)

t.test('the same seed gives the same match, another seed another', async (t) => {
  t.strictSame(match('one').figures(11.3), match('one').figures(11.3))
  t.notSame(match('one').figures(11.3), match('two').figures(11.3))
})

t.test('nobody runs faster than a player can, and some sprint', async (t) => {
  let fastest = 0
  for (const seed of SEEDS) {
    const scene = match(seed)
    for (const [person] of scene.people.entries()) {
      for (const time of TIMES) {
        fastest = Math.max(fastest, scene.far(person, time, person, time + 0.5) / 0.5)
      }
    }
  }
  t.ok(fastest > 7 && fastest < 9.5, `${fastest} m/s`)
})

t.test('a track id stands for one person at a time, and its box is on the frame', async (t) => {
  for (const seed of SEEDS) {
    const scene = match(seed)
    for (const time of TIMES) {
      const found = detectedFigures(scene, time)
      t.equal(new Set(found.map(({ trackId }) => trackId)).size, found.length, `${seed} ${time}`)
      t.ok(found.every((figure) => isInsideFrame(foundBox(figure))))
    }
  }
})

t.test('shirts tell the teams and the referee apart', async (t) => {
  for (const seed of SEEDS) {
    const shirts = new Map(match(seed).people.map(({ team, kit }) => [team, kit.shirt]))
    t.equal(new Set(shirts.values()).size, 5, seed)
  }
})

t.test('without mix-ups a track is one person; with them some tracks are two', async (t) => {
  const peopleOf = (seed: string, mixUps: number) => {
    const scene = match(seed, mixUps)
    const people = new Map<number, Set<number>>()
    for (const time of TIMES) {
      for (const { trackId, person } of detectedFigures(scene, time)) {
        people.set(trackId, (people.get(trackId) ?? new Set()).add(person))
      }
    }
    return [...people.values()].filter((who) => who.size > 1).length
  }
  for (const seed of SEEDS) t.equal(peopleOf(seed, 0), 0, seed)
  t.ok(SEEDS.some((seed) => peopleOf(seed, 1) > 0))
})

t.test('the camera turns and zooms', async (t) => {
  const views = TIMES.map((time) => match('camera').view(time))
  for (const name of ['panX', 'focal'] as const) {
    const values = views.map((view) => view[name])
    t.ok(Math.max(...values) - Math.min(...values) > 0.2, name)
  }
})

t.test(
  'in the demo, on its drawn frames, the two mixed-up tracks are in doubt and no other',
  async (t) => {
    const { make } = demoSeeds(Date.now()).find(({ id }) => id === seedId(52))!
    const { scene } = make()
    const frames: Frame[] = []
    const looks = new Map<string, ShirtLook>()
    const behind = new Map<number, Set<number>>()
    for (const [index, timeSec] of previewTimes(scene, 32).entries()) {
      const figures = detectedFigures(scene, timeSec)
      const frame: Frame = {
        n: index + 1,
        key: `${index}`,
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
      frames.push(frame)
      const { data, info } = await sharp(await renderFrame(scene, timeSec))
        .resize({ width: 640 })
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      for (const track of frame.tracks) {
        if (!showsShirt({ frame, track, bearers: 1 })) continue
        const look = lookAtShirt({ ...info, rgb: data }, track.box)
        if (look !== null) looks.set(`${frame.n} ${track.id}`, look)
      }
      for (const { trackId, person } of figures) {
        behind.set(trackId, (behind.get(trackId) ?? new Set()).add(person))
      }
    }
    const colours = coloursOf(looks)
    const lives = livesOf(frames, ({ n }, id) => colours.get(`${n} ${id}`) ?? null)
    const swapped = [...behind].filter(([, who]) => who.size > 1).map(([id]) => id)
    const doubted = [...lives.of.values()].filter(({ doubts }) => doubts.length > 0)
    t.equal(swapped.length, 2)
    t.strictSame(doubted.map(({ trackId }) => trackId).sort(), swapped.sort())
    t.ok(doubted.every(({ doubts: [doubt] }) => Math.abs(doubt!.at.frame.timeSec! - 28.7) < 3))
  },
)
