// One file: the view of a result, made of a job by `view` and printed by its templates where their words are promised.

import { join } from 'node:path'
import { Eta } from 'eta'
import t from 'tap'
import { readJob } from '../../../src/domain/job/read-job.ts'
import { readResult } from '../../../src/domain/result/result.ts'
import { createUrls } from '../../../src/urls.ts'
import { toComparePage } from '../../../src/view-models/result/compare.ts'
import { toReport } from '../../../src/view-models/result/report.ts'
import { toResult } from '../../../src/view-models/result/result.ts'
import { toResultPage } from '../../../src/view-models/result/result-page.ts'
import { toSummary } from '../../../src/view-models/result/summary.ts'
import { textOf } from '../../support/browser/page-text.ts'
import { recordedResult, recordedResults } from '../../support/service/stored-jobs.ts'

const urls = createUrls('/base', 'v1')
const eta = new Eta({ views: join(import.meta.dirname, '../../../views') })

const read = (data: unknown) => {
  const job = readJob(data)
  return { job, reading: readResult(job) }
}
const view = (data: unknown) => {
  const { job, reading } = read(data)
  return toResult(job, reading, urls)
}

/** What a template prints when it was given something that is not text, and what no page may show. */
const SLIPS = /undefined|NaN|\bnull\b|\[object|X-Amz|Signature|Credential/

t.test('every recorded job is shown without a slip and without a signature', (t) => {
  const results = recordedResults()
  t.ok(results.size > 60, 'the recordings hold results')
  for (const [name, data] of results) {
    const { job, reading } = read(data)
    const html = [
      eta.render('/fragments/result/result', toResult(job, reading, urls)),
      eta.render('/fragments/result/summary', toSummary(job, reading, urls)),
    ].join('')
    t.notMatch(html, SLIPS, name)
    const { parts, jobs } = toComparePage([{ job, reading }], urls)
    t.notMatch(eta.render('/fragments/result/compare-table', { parts, jobs }), SLIPS, name)
  }
  t.end()
})

t.test('a name in a job is text, never markup', (t) => {
  const data = recordedResult('get-job--completed-report-done--200')
  const result = { radar: { '<img src=x>': 1 }, explain: '<script>alert(1)</script>' }
  const html = eta.render('/fragments/result/result', view({ ...data, result, warnings: ['<b>'] }))
  t.notMatch(html, /<img|<b>|<script>/)
  t.match(html, /&lt;img src=x&gt;/)
  t.end()
})

t.test('what is absent says so and has no unit', (t) => {
  const rows = view(recordedResult('get-job-view-full--partial--200')).parts.flatMap(
    (part) => part.rows,
  )
  const row = (label: string) => rows.find((candidate) => candidate.label === label)
  t.match(row('Match rating'), { number: null, text: 'withheld', unit: '' })
  t.match(row('Longest gap'), { number: null, text: 'not measured', unit: '' })
  t.match(row('Tracking quality'), { number: '90.3', text: '90.3', unit: 'out of 100' })
  t.end()
})

t.test('the scores stand first; without them, how far the tracking can be trusted', (t) => {
  t.same(view(recordedResult('get-job--completed-report-done--200')).headline.numbers, [
    { label: 'Match rating', number: '7.42', unit: 'out of 10' },
    { label: 'Impact', number: '64', unit: 'out of 100' },
  ])
  const withheld = view(recordedResult('get-job-view-full--partial--200'))
  t.same(
    withheld.headline.numbers.map(({ label }) => label),
    ['Tracking quality', 'Coverage', 'Samples'],
  )
  t.ok(withheld.withheld.includes('Distance covered'))
  t.match(withheld.state, { outcome: 'tracking-only', title: 'Tracking only. No ratings yet.' })
  t.equal(withheld.radar, null, 'and chart.js is not loaded')
  t.end()
})

t.test('a clip is an address of ours; part of the whole video plays at its seconds', (t) => {
  const whole = 'https://store/v.mp4'
  const clips = [
    { label: 'Own file', url: 'https://store/clip.mp4?X-Amz-Signature=s', startSec: 43.2 },
    { label: 'Whole video', url: `${whole}?X-Amz-Signature=b`, startSec: 599.96, endSec: 606 },
    { label: 'No file', startSec: 3, endSec: 9.25 },
  ]
  const assets = { clips, inputVideoUrl: `${whole}?X-Amz-Signature=a` }
  t.same(view({ id: 'a b', status: 'COMPLETED', result: { impact_100: 1 }, assets }).clips.items, [
    { label: 'Own file', span: null, href: '/base/jobs/a%20b/clips/0', from: null, poster: null },
    {
      label: 'Whole video',
      span: '10:00.0 to 10:06.0',
      href: '/base/jobs/a%20b/video#t=599.96,606',
      from: null,
      poster: null,
    },
    {
      label: 'No file',
      span: '00:03.0 to 00:09.3',
      href: '/base/jobs/a%20b/video#t=3,9.25',
      from: null,
      poster: null,
    },
  ])
  t.end()
})

t.test('the labels of the service are said in words, others stay as they are', async (t) => {
  const labels = ['TARGET T+00:02', 'PLAYER REF T+00:46', 'TARGET T+x', 'Recupero']
  const assets = { clips: labels.map((label) => ({ label, startSec: 1, endSec: 2 })) }
  t.same(
    view({ id: 'a', status: 'COMPLETED', result: { impact_100: 1 }, assets }).clips.items.map(
      ({ label }) => label,
    ),
    ['Target clip', 'Clip of the chosen player', 'TARGET T+x', 'Recupero'],
  )
})

t.test('what a full result says beside its numbers is shown', async (t) => {
  const result = {
    match_rating_10: 7,
    impact_components: { pressing: 12.5, runs: { value: 3 } },
    impact_adj: -0.4,
    skills_missing: [{ skill: 'Heading', reason: 'NO_BALL_EVENTS' }, 'Finishing'],
    tracking_quality: { tracking_confidence: 'low' },
    tracking_review_frames: [{ time_sec: 34.545, has_player: true, is_target: true }],
    tracking: { action_required: 'RESELECT_PLAYER' },
    capabilities: { ball_tracking: false, new_thing: true },
    report: { confidence: 0.42, analysis_window: { start_sec: 30, end_sec: 90 } },
    analysis_outcome: { windows_processed: 3, windows_total: 7 },
  }
  const lineup = [
    { name: 'Player 2', side: 'AWAY', shirt_number: '12', role: 'DEF', starter: true },
  ]
  const { job, reading } = read({
    id: 'a',
    status: 'COMPLETED',
    role: 'Striker',
    result,
    target: { source: { title: 'Final', lineup } },
  })
  const text = textOf(eta.render('/fragments/result/result', toResult(job, reading, urls)))
  for (const words of [
    /What the impact is made of/,
    /Pressing 12\.5/,
    /Runs 3/,
    /Adjustment for impact -0\.4 points/,
    /Heading not measured .*Not measured: No ball events\./,
    /Analysed part of the video: 00:30\.0 to 01:30\.0/,
    /3 of 7 parts of the video/,
    /confidence in this rating: 42 %/,
    /The service asks: choose the player again/,
    /Following the ball: not yet/,
    /New thing: yes/,
    /00:34\.5: the player is in it, the frame of the target/,
    /Player 2 away 12 DEF starter/,
  ]) {
    t.match(text, words)
  }
  const followed = { ...result, tracking_signals: { coverage_pct: 50, samples_used: 9 } }
  const { trust } = view({ id: 'a', status: 'COMPLETED', result: followed })
  t.match(trust?.sentence, /The service’s own confidence in the tracking: low\./)
})

t.test('a job without a result offers nothing to take away', (t) => {
  for (const status of ['RUNNING', 'FAILED']) {
    t.match(view({ status }), { downloads: null, parts: [], radar: null })
  }
  t.match(view({ status: 'COMPLETED' }), { state: { tone: 'error' }, downloads: null })
  t.end()
})

t.test('the page names the player as far as the job does', (t) => {
  const heading = (player: object) => {
    const { job, reading } = read({ id: '0123456789', target: { player } })
    return toResultPage(job, reading, urls).heading
  }
  t.equal(heading({ player_name: 'M. Bianchi', shirt_number: 8 }), 'Result of M. Bianchi (8)')
  t.equal(heading({ player_name: 'M. Bianchi' }), 'Result of M. Bianchi')
  t.equal(heading({ shirt_number: 8 }), 'Result of Player 8')
  t.equal(heading({}), 'Result of Job 01234567')
  t.end()
})

t.test('the report is told apart from its absence', (t) => {
  const { job, reading } = read(recordedResult('get-job--completed-report-done--200'))
  t.equal(toResultPage(job, reading, urls).report, null)
  const state = (report: unknown) => toReport(report, job, urls).state
  t.equal(state({ status: 'PENDING' }), 'none')
  t.equal(state({ status: 'UNAVAILABLE', report: { summary: 'x' } }), 'unavailable')
  t.equal(state({}), 'none')
  const done = toReport({ status: 'DONE', report: { risks: ['r', 1] } }, job, urls)
  t.match(done, { state: 'done', summary: null, lists: [{ title: 'Risks', items: ['r'] }] })
  t.end()
})

t.test('a result that explains itself without any number is not said to have numbers', (t) => {
  const result = { match_rating_10: null, radar: {}, explain: 'text', evidence_metrics: {} }
  const { state } = view({ job_id: 'j1', status: 'PARTIAL', result })
  t.match(state, { tone: 'warn', title: 'No ratings and no numbers', known: /gives no numbers/ })
  t.notMatch(state.known, /below/)
  const tracked = { ...result, tracking_quality_index: 71 }
  t.equal(
    view({ job_id: 'j1', status: 'PARTIAL', result: tracked }).state.title,
    'Tracking only. No ratings yet.',
  )
  t.end()
})

t.test('a number too large to be measured is no number', (t) => {
  const result = { match_rating_10: 1e30, impact_100: 1, radar: { Pace: -1e308 } }
  const { parts } = view({ job_id: 'j1', status: 'COMPLETED', result })
  const numbers = parts.flatMap(({ rows }) => rows.flatMap(({ number }) => number ?? []))
  t.strictSame(numbers, ['1'])
  t.end()
})
