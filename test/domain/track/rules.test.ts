import fc from 'fast-check'
import t from 'tap'
import type { Frame } from '../../../src/domain/job/job.ts'
import { sightingsOf } from '../../../src/domain/player/sightings.ts'
import { colourOf, lightOf } from '../../../src/domain/track/colour.ts'
import { jumpsOf } from '../../../src/domain/track/jumps.ts'
import { livesOf } from '../../../src/domain/track/lives.ts'
import { placeOf } from '../../../src/domain/track/place.ts'
import { gapsOf, presenceOf } from '../../../src/domain/track/presence.ts'
import { spreadOver } from '../../../src/domain/track/spread.ts'

/** Boxes by track id on one frame; `x` and `y` of the middle of the feet, `h` the height, in fractions. */
type Feet = Record<number, [x: number, y: number, h: number]>

function frames(stepSec: number, ...all: Feet[]): Frame[] {
  return all.map((feet, index) => ({
    n: index + 1,
    key: `frame ${index + 1}`,
    timeSec: index * stepSec,
    width: 1280,
    height: 720,
    image: { signedUrl: 'http://store.test/a', address: 'http://store.test/a', id: 'a' },
    tracks: Object.entries(feet).map(([id, [x, y, h]]) => ({
      id: Number(id),
      box: { x: x - h / 8, y: y - h, w: h / 4, h },
      tier: null,
      score: null,
    })),
  }))
}

/** Four who stand still. A box 0.18 high is 1.8 m: so 0.1 frame heights are a metre. */
const STILL: Feet = {
  1: [0.2, 0.6, 0.18],
  2: [0.4, 0.6, 0.18],
  3: [0.6, 0.6, 0.18],
  4: [0.8, 0.6, 0.18],
}
/** Fractions of the frame's width that are a metre there. */
const METRE = 0.1 / (16 / 9)

const moved = (feet: Feet, metres: number): Feet =>
  Object.fromEntries(
    Object.entries(feet).map(([id, [x, y, h]]) => [id, [x + metres * METRE, y, h]]),
  )

t.test(
  'a track that is farther away than anybody runs jumps, with metres and seconds',
  async (t) => {
    const far: Feet = { ...STILL, 4: [0.8 - 10 * METRE, 0.6, 0.18] }
    const [jump] = jumpsOf(frames(0.5, STILL, far), 4)
    t.ok(jump && Math.abs(jump.metres - 10) < 0.1 && jump.seconds === 0.5)
    t.equal(jump?.at.frame.n, 2)
    t.strictSame(jumpsOf(frames(2, STILL, far), 4), [], 'in two seconds anybody runs ten metres')
    t.strictSame(jumpsOf(frames(0.5, STILL, far), 1), [], 'the others stay')
  },
)

t.test('a camera that turns or zooms makes nobody jump', async (t) => {
  t.strictSame(jumpsOf(frames(0.1, STILL, moved(STILL, 9)), 4), [])
  const zoomed = Object.fromEntries(
    Object.entries(STILL).map(([id, [x, y, h]]) => [id, [0.5 + (x - 0.5) * 1.6, y, h * 1.6]]),
  ) as Feet
  t.strictSame(jumpsOf(frames(0.04, STILL, zoomed), 4), [])
  const stays = { ...moved(STILL, 9), 4: STILL[4]! }
  t.equal(jumpsOf(frames(0.1, STILL, stays), 4).length, 1, 'the picture moved, the track did not')
})

t.test('with fewer than three others nobody knows how the camera moved', async (t) => {
  const { 1: one, 2: two, 4: four } = STILL
  const pair = frames(
    0.1,
    { 1: one!, 2: two!, 4: four! },
    { 1: one!, 2: two!, 4: [0.1, 0.6, 0.18] },
  )
  t.strictSame(jumpsOf(pair, 4), [])
})

t.test('a track that grows faster than anybody comes nearer jumps', async (t) => {
  const near: Feet = { ...STILL, 4: [0.8, 0.9, 0.5] }
  t.equal(jumpsOf(frames(0.1, STILL, near), 4).length, 1)
  t.strictSame(jumpsOf(frames(0.1, STILL, { ...STILL, 4: [0.8, 0.6, 0.2] }), 4), [], 'a loose box')
})

t.test(
  'an id that two people bear, and a frame without a time, say nothing of a jump',
  async (t) => {
    // Without track 4 there are enough others to know how the camera moved.
    const five: Feet = { ...STILL, 5: [0.5, 0.7, 0.18] }
    const [first, second] = frames(0.1, five, { ...five, 4: [0.2, 0.6, 0.18] })
    t.equal(jumpsOf([first!, second!], 4).length, 1)
    const twice = { ...second!, tracks: [...second!.tracks, { ...second!.tracks[0]!, id: 4 }] }
    t.strictSame(jumpsOf([first!, twice], 4), [])
    t.strictSame(jumpsOf([first!, { ...second!, timeSec: null }], 4), [])
  },
)

t.test('presence has one word for each frame, and a gap its frames and seconds', async (t) => {
  const { 1: one } = STILL
  const all = frames(2, STILL, { 1: one! }, {}, { 1: one! }, STILL, { 1: one! })
  t.strictSame(presenceOf(all, 4), ['seen', 'unseen', 'nobody', 'unseen', 'seen', 'unseen'])
  t.strictSame(gapsOf(all, 4), [{ from: 2, to: 4, seconds: 8 }])
  t.strictSame(gapsOf(all, 1), [], 'where nobody is seen, nobody is missed')
})

t.test('pictures to look at lie spread over the life, around the doubt too', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (life, doubt) => {
      const all = frames(1, ...Array.from({ length: life }, () => STILL))
      const seen = sightingsOf(all, 4)
      const at = doubt >= 2 && doubt <= life ? doubt : null
      const shown = spreadOver(seen, 6, at).map(({ frame }) => frame.n)
      const gaps = shown.slice(1).map((n, index) => n - shown[index]!)
      return (
        shown.length === Math.min(6, life) &&
        gaps.every((gap) => gap > 0 && gap <= Math.ceil((2 * life) / 6) + life / 6) &&
        (at === null || (shown.includes(at) && shown.includes(at - 1)))
      )
    }),
  )
})

t.test('a place is said in words, across and in depth', async (t) => {
  const [frame] = frames(1, { 1: [0.1, 0.4, 0.1], 2: [0.5, 0.6, 0.15], 3: [0.9, 0.9, 0.3] })
  const words = frame!.tracks.map(({ box }) => placeOf(frame!, box))
  t.strictSame(words, ['left, far side', 'middle', 'right, near side'])
  const [line] = frames(1, STILL)
  t.equal(placeOf(line!, line!.tracks[0]!.box), 'left', 'on one line nobody is near or far')
})

const [RED, BLUE] = [
  [200, 30, 40],
  [30, 60, 200],
].map(([r, g, b]) => colourOf([lightOf(r!), lightOf(g!), lightOf(b!)]))

t.test('a track that changes its shirt is in doubt at the first frame of the other', async (t) => {
  const all = frames(1, ...Array.from({ length: 8 }, () => STILL))
  const lives = livesOf(all, (frame, id) => {
    const isRed = id === 1 || (id === 4 && frame.n <= 5)
    return isRed ? RED! : BLUE!
  })
  t.strictSame(
    lives.of.get(4)!.doubts.map((doubt) => [doubt.kind, doubt.from.frame.n, doubt.at.frame.n]),
    [['shirt', 5, 6]],
  )
  t.strictSame(lives.of.get(1)!.doubts, [])
  t.equal(lives.of.get(4)!.shirt, lives.of.get(1)!.shirt, 'it is seen most in red')
  t.equal(lives.shirts.length, 2)
})

t.test('without pictures the shirts are not known, and no doubt comes from them', async (t) => {
  const all = frames(1, STILL, STILL, STILL, STILL)
  const lives = livesOf(all, null)
  t.ok([...lives.of.values()].every(({ shirt, doubts }) => shirt === null && doubts.length === 0))
  t.strictSame(lives.shirts, [])
})
