import fc from 'fast-check'
import t from 'tap'
import { makePreview } from '../../src/demo/job.ts'
import { previewTimes } from '../../src/demo/job-store.ts'
import { seededRandom } from '../../src/demo/random.ts'
import { measureTrack } from '../../src/demo/run/measure.ts'
import { simulateMatch } from '../../src/demo/run/simulation.ts'
import { isInsideFrame } from '../../src/demo/scene/camera.ts'
import { detect } from '../../src/demo/scene/detection.ts'
import { detectedFigures } from '../../src/demo/scene/scene.ts'

const SEEDS = fc.uuid()

t.test('the same seed gives the same match, another seed another', async (t) => {
  const at = (seed: string) => simulateMatch(seed, 'grass').figures(31.4)
  t.strictSame(at('one'), at('one'))
  t.notSame(at('one'), at('two'))
})

t.test('random numbers lie in [0, 1) and repeat with their seed', async () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const [first, second] = [seededRandom(seed), seededRandom(seed)]
      return Array.from({ length: 20 }, () => [first(), second()]).every(
        ([a, b]) => a === b && a! >= 0 && a! < 1,
      )
    }),
  )
})

t.test('a track is only where the whole person is in view', async () => {
  fc.assert(
    fc.property(SEEDS, fc.double({ min: 0, max: 90, noNaN: true }), (seed, timeSec) =>
      detectedFigures(simulateMatch(seed, 'grass'), timeSec).every(({ box }) => isInsideFrame(box)),
    ),
  )
})

t.test('a match has 7 to 10 people, previews full of tracks and gaps in them', async (t) => {
  for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
    const scene = simulateMatch(seed, 'grass')
    const rows = previewTimes(scene, 40).map((sec, index) => makePreview(seed, index, sec))
    const { candidates, previews, rawTracks, crops } = detect(scene, rows, 'crops')
    t.ok(scene.trackIds.length >= 7 && scene.trackIds.length <= 10, seed)
    t.equal(new Set(scene.trackIds).size, scene.trackIds.length, 'track ids are unique')
    t.ok(candidates.length >= 5, `${seed}: ${candidates.length} candidates`)
    t.ok(rawTracks > candidates.length, 'some tracks were lost and found again')
    t.ok(
      previews.some(({ tracks }) => tracks.length === 0),
      'a cutaway falls on a preview',
    )
    t.equal(crops.size, candidates.length * 3)
  }
})

t.test('coverage and samples of a candidate are those of its previews', async (t) => {
  const scene = simulateMatch('coverage', 'dusk')
  const rows = previewTimes(scene, 36).map((sec, index) => makePreview('x', index, sec))
  const { candidates, previews } = detect(scene, rows, 'crops')
  for (const candidate of candidates) {
    const on = previews.filter(({ tracks }) =>
      tracks.some(({ track_id }) => track_id === candidate.track_id),
    )
    t.equal(candidate.coverage_pct, Math.round((on.length / 36) * 1e4) / 1e4)
    t.equal(candidate.best_preview_frame_key, on[0]?.key)
    for (const sample of candidate.sample_frames) {
      const row = previews.find(({ time_sec }) => time_sec === sample.time_sec)
      const track = row?.tracks.find(({ track_id }) => track_id === candidate.track_id)
      t.strictSame(sample.bbox, track?.bbox)
    }
    t.equal(candidate.tier, on[0]?.tracks.find((one) => one.track_id === candidate.track_id)?.tier)
  }
  const tiers = candidates.map(({ tier }) => tier)
  t.strictSame(tiers, [...tiers].sort(), 'PRIMARY first')
  t.ok(tiers.filter((tier) => tier === 'PRIMARY').length <= 5)
})

t.test('what a run measures is plausible and hangs together', async (t) => {
  const scene = simulateMatch('measure', 'grass')
  for (const trackId of scene.trackIds) {
    const measured = measureTrack(scene, trackId)
    const seen = measured.samples.length / measured.expectedSamples
    t.ok(Math.abs(measured.coverageRatio - seen) < 1e-4)
    t.ok(measured.topSpeedKmh >= measured.avgSpeedKmh && measured.topSpeedKmh < 40)
    const straight = (measured.avgSpeedKmh / 3.6) * scene.durationSec
    t.ok(measured.distanceM <= straight + 1, 'nobody runs farther than the time allows')
    const lost = measured.lostSegments.reduce((sum, { start, end }) => sum + end - start, 0)
    const missed = (1 - seen) * scene.durationSec
    t.ok(Math.abs(lost - missed) < 1 + measured.lostSegments.length * 0.4, `${lost} of ${missed} s`)
  }
})

t.test('a track that the match does not have is an error', async (t) => {
  t.throws(() => simulateMatch('x', 'grass').place(999, 1), { message: /no track 999/ })
})
