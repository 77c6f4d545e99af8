import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { readMeasures } from '../../../src/domain/result/measures.ts'
import { findNumbers } from '../../../src/domain/result/numbers.ts'

const rows = (result: Record<string, unknown>, role: string | null = null, guarded = false) =>
  readMeasures(result, role, guarded)
const texts = (result: Record<string, unknown>) =>
  Object.fromEntries(rows(result).map(({ key, text }) => [key, text]))

t.test('a zero that the service wrote without measuring is "not measured"', (t) => {
  const signals = {
    samples_used: 0,
    tracklet_continuity_pct: 0,
    tracklet_continuity_source: 'unavailable',
    image_motion: { observed_samples: 0, tracked_span_sec: 0, motion_bursts_proxy: 0 },
  }
  t.match(texts({ tracking_signals: signals }), {
    samples_used: '0',
    tracklet_continuity_pct: 'not measured',
    'image_motion.observed_samples': '0',
    'image_motion.tracked_span_sec': 'not measured',
    'image_motion.motion_bursts_proxy': 'not measured',
  })
  t.end()
})

t.test('a measured zero stays 0', (t) => {
  t.match(texts({ match_rating_10: 0, evidence_metrics: { sprints_count: 0 } }), {
    match_rating_10: '0',
    sprints_count: '0',
  })
  t.end()
})

t.test('a skill without a number is a gap, for a known and for a named axis', (t) => {
  const result = { radar: { Finishing: 61, Heading: null, Pace: '7' }, skills_missing: ['Vision'] }
  const skills = rows(result, 'Striker').map(({ label, value }) => [label, value])
  t.same(skills, [
    ['Finishing', 61],
    ['Heading', null],
    ['Positioning', null],
    ['Composure', null],
    ['Off-the-ball Movement', null],
    ['Shot Power', null],
    ['Pace', null],
    ['Vision', null],
  ])
  t.end()
})

t.test('ratios are shown as percentages without the noise of binary fractions', (t) => {
  const evidence = { candidate_metrics: { coveragePct: 0.07, avgBoxArea: 1 / 3 } }
  t.match(texts({ evidence_metrics: evidence }), {
    'candidate_metrics.coveragePct': '7',
    'candidate_metrics.avgBoxArea': '33.3333',
  })
  t.end()
})

t.test('a number that we do not know is shown by its readable name', (t) => {
  const found = rows({ evidence_metrics: { press_count: 3 }, constructor: 4, xG: 0.2 })
  t.same(
    found.map(({ label, text, group }) => [label, text, group]),
    [
      ['Constructor', '4', 'other'],
      ['X g', '0.2', 'other'],
      ['Press count', '3', 'other'],
    ],
  )
  t.end()
})

t.test('bookkeeping and the same share in another unit are no rows', (t) => {
  const result = { retry_count: 1, tracking_signals: { coverage_pct: 88.2, coverage_ratio: 0.882 } }
  t.same(texts(result), { coverage_pct: '88.2' })
  t.end()
})

t.test('a number rests on what the service says that it rests on', (t) => {
  const result = { match_rating_10: 7, tracking_signals: { samples_used: 180, coverage_pct: 88.2 } }
  t.equal(rows(result)[0]?.sample, '180 frames, 88.2 % coverage')
  t.equal(rows({ match_rating_10: 7 })[0]?.sample, 'not stated')
  t.end()
})

t.test(
  'whatever the result holds, no row prints anything but a number or why there is none',
  (t) => {
    const result = fc.dictionary(fc.string(), fc.jsonValue())
    const shape = fc.record({ radar: result, evidence_metrics: result, tracking_signals: result })
    fc.assert(
      fc.property(fc.oneof(result, shape), fc.boolean(), (given, guarded) => {
        for (const { text, value, label } of rows(given, null, guarded)) {
          assert.ok(label.length > 0)
          if (value === null) assert.match(text, /^(not measured|withheld)$/)
          else assert.equal(Number(text), value)
        }
      }),
    )
    t.end()
  },
)

t.test('the first place that has a number wins, and a null hides none', async (t) => {
  const found = (result: Record<string, unknown>) => findNumbers(result).get('coverage_pct')
  const [signals, metrics] = ['tracking_signals', 'evidence_metrics']
  const at = (first: number | null, second: number | null, third: number | null) =>
    found({
      coverage_pct: first,
      [signals]: { coverage_pct: second },
      [metrics]: { coverage_pct: third },
    })
  t.strictSame(at(1, 2, 3), { source: 'coverage_pct', value: 1 })
  t.strictSame(at(null, 2, 3), { source: 'tracking_signals.coverage_pct', value: 2 })
  t.strictSame(at(null, null, 3), { source: 'evidence_metrics.coverage_pct', value: 3 })
  t.strictSame(at(0, 2, 3), { source: 'coverage_pct', value: 0 }, 'nothing is a number')
  t.strictSame(at(null, null, null), { source: 'coverage_pct', value: null })
})
