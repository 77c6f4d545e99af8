import t from 'tap'
import type { Frame } from '../../../src/domain/job/job.ts'
import type { Candidate } from '../../../src/domain/player/candidates.ts'
import { sightingsOf } from '../../../src/domain/player/sightings.ts'
import { bestSuggestion } from '../../../src/domain/player/suggestion.ts'
import { type Colour, colourOf, lightOf } from '../../../src/domain/track/colour.ts'
import { livesOf, type ShirtAt } from '../../../src/domain/track/lives.ts'
import { ownSide } from '../../../src/domain/track/own-side.ts'
import { jobOf } from '../../support/service/jobs.ts'

const [RED, BLUE] = [
  [200, 30, 40],
  [30, 60, 200],
].map(([r, g, b]) => colourOf([lightOf(r!), lightOf(g!), lightOf(b!)])) as [Colour, Colour]

/** Ten frames, half a second apart, of five people; track 8 stands where `at` says, in fractions of the width. */
function frames(at: (n: number) => number): Frame[] {
  return Array.from({ length: 10 }, (_, index) => ({
    n: index + 1,
    key: `frame ${index + 1}`,
    timeSec: index / 2,
    width: 1280,
    height: 720,
    image: { signedUrl: 'http://store.test/a', address: 'http://store.test/a', id: 'a' },
    tracks: [1, 2, 3, 4, 8].map((id) => ({
      id,
      box: { x: id === 8 ? at(index + 1) : id / 10, y: 0.4, w: 0.04, h: 0.18 },
      tier: null,
      score: null,
    })),
  }))
}

/** The frame that is suggested for track 8, where the detector names another. */
function suggested(all: Frame[], shirtAt: ShirtAt | null, named: number): number | undefined {
  const job = { ...jobOf(), frames: all, playerRef: null }
  const candidate = { bestFrameKey: `frame ${named}` } as Candidate
  const isOwn = ownSide(livesOf(all, shirtAt), sightingsOf(all, 8))
  return bestSuggestion(job, 8, candidate, isOwn)?.frame.n
}

const still = frames(() => 0.7)
/** Red throughout, but blue on these frames; null on those. */
const redBut =
  (blue: readonly number[], unknown: readonly number[] = []): ShirtAt =>
  ({ n }, id) => {
    if (id !== 8) return id < 3 ? RED : BLUE
    if (unknown.includes(n)) return null
    return blue.includes(n) ? BLUE : RED
  }

t.test('the box that is suggested is one in the shirt that the track wears most', async (t) => {
  const swapped = redBut([1, 2, 3])
  t.equal(suggested(still, swapped, 2), 4, 'not the frame that the detector names')
  t.equal(suggested(still, swapped, 6), 6, 'that one where it is on the right side')
  t.equal(suggested(still, redBut([5]), 5), 1, 'one frame of somebody else is no doubt and no box')
  t.equal(suggested(still, redBut([1, 2, 3], [4]), 2), 5, 'nor is one whose shirt nobody sees')
})

t.test('where no shirt tells, the frame that the detector names stays', async (t) => {
  t.equal(suggested(still, null, 7), 7)
  t.equal(suggested(still, redBut([]), 7), 7)
  t.equal(suggested(still, redBut([], [7]), 7), 7, 'a frame whose shirt nobody sees')
})

t.test('where a track jumps, the box is from its longest part', async (t) => {
  const jumps = frames((n) => (n <= 3 ? 0.05 : 0.9))
  t.equal(livesOf(jumps, null).of.get(8)?.doubts.length, 1)
  t.equal(suggested(jumps, null, 2), 4)
  t.equal(suggested(jumps, null, 9), 9)
  t.equal(suggested(jumps, redBut([1, 2, 3, 4]), 1), 5, 'and in the shirt, where both tell')
})

t.test('where no frame is left, any is better than none', async (t) => {
  const job = { ...jobOf(), frames: still, playerRef: null }
  t.equal(bestSuggestion(job, 8, null, () => false)?.frame.n, 1)
})
