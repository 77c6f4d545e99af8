import t from 'tap'
import { readJob } from '../../../src/domain/job/read-job.ts'
import { type ResultReading, readResult } from '../../../src/domain/result/result.ts'
import { recordedResult } from '../../support/service/stored-jobs.ts'

const read = (data: unknown) => readResult(readJob(data))
const recorded = (name: string) => read(recordedResult(name))

/** `label` -> what the table prints. */
function table(reading: ResultReading): Record<string, string> {
  if (!('measures' in reading)) return {}
  return Object.fromEntries(reading.measures.map(({ label, text }) => [label, text]))
}

t.test('a validated evaluation is rated', (t) => {
  const reading = recorded('get-job--completed-report-done--200')
  t.equal(reading.kind, 'rated')
  t.match(table(reading), {
    'Match rating': '7.42',
    Impact: '64',
    'Off-the-ball Movement': '74',
    'Distance covered': '812.4',
    'Coverage before the analysis': '93.75',
  })
  t.notOk('Overall score' in table(reading), 'a match rating stands for the overall score')
  t.end()
})

t.test('the January result is rated by its own scores', (t) => {
  const reading = recorded('old-d650813--get-job--completed-legacy-rich--200')
  t.equal(reading.kind, 'rated')
  t.match(table(reading), { 'Overall score': '64.9', 'Role score': '64.9', Finishing: '61' })
  t.notOk('Match rating' in table(reading))
  t.end()
})

t.test(
  'PARTIAL without ratings is the normal end: numbers of the tracking, ratings withheld',
  (t) => {
    const reading = recorded('get-job-view-full--partial--200')
    if (reading.kind !== 'withheld') return t.fail(reading.kind)
    t.match(table(reading), {
      'Match rating': 'withheld',
      'Top speed': 'withheld',
      'Tracking quality': '90.3',
      Coverage: '88.2',
      'Longest gap': 'not measured',
      'Average movement': '0.01',
    })
    t.ok(reading.withheld.includes('distance_covered_m'))
    t.ok(reading.quotations.every(({ lang, meaning }) => lang === 'it' && meaning !== null))
    t.notOk(reading.trackingFailed)
    t.end()
  },
)

t.test('the short form of a withheld result is understood too', (t) => {
  for (const name of ['get-poll--completed-tracking-only--200', 'get-poll--partial--200']) {
    t.equal(recorded(name).kind, 'withheld', name)
  }
  t.end()
})

t.test('a finished job without a result is an error', (t) => {
  const empty = { match_rating_10: null, impact_100: null, radar: {}, evidence_metrics: {} }
  for (const status of ['COMPLETED', 'PARTIAL']) {
    for (const result of [undefined, null, {}, [], 'text', empty, { explain: null }]) {
      t.equal(read({ status, result }).kind, 'missing', JSON.stringify(result))
    }
  }
  t.end()
})

t.test('a job that has not ended has no result, whatever its fields hold', (t) => {
  for (const status of ['CREATED', 'QUEUED', 'RUNNING', 'READY_TO_ENQUEUE', 'SOMETHING']) {
    t.equal(read({ status, result: { match_rating_10: 7 } }).kind, 'not-finished')
  }
  t.end()
})

t.test('a failure names its reason and leaves out what the guard adds to every job', (t) => {
  const reading = recorded('get-job--failed--200')
  if (reading.kind !== 'failed') return t.fail(reading.kind)
  t.same(
    reading.notices.map(({ code }) => code),
    ['TRACKING_TIMEOUT'],
  )
  t.equal(reading.words, 'Tracking timeout exceeded')
  t.end()
})

t.test('the signature of an address in a failure is cut', (t) => {
  const error = 'Download failed for url: http://store/a.mp4?X-Amz-Signature=secret'
  const reading = read({ status: 'FAILED', error })
  t.match(reading, { words: 'Download failed for url: http://store/a.mp4' })
  t.end()
})

t.test('a lost player is told apart from withheld ratings', (t) => {
  const guarded = { status: 'PARTIAL', result: { radar: {}, explain: 'Il giocatore' } }
  const lost = ['PLAYER_EVALUATION_WITHHELD', 'PLAYER_ANCHOR_NOT_FOUND']
  t.match(read({ ...guarded, warnings: lost }), { kind: 'withheld', trackingFailed: true })
  const full = { status: 'PARTIAL', result: { evaluation_status: 'TRACKING_FAILED' } }
  t.match(read({ ...full, warnings: ['PLAYER_EVALUATION_WITHHELD'] }), { trackingFailed: true })
  const again = { status: 'PARTIAL', result: { evaluation_status: 'TRACKING_ONLY' } }
  t.match(read({ ...again, warnings: lost }), { trackingFailed: false }, 'lost in an earlier run')
  const nothing = { evaluation_status: 'TRACKING_ONLY', tracking_signals: { samples_used: 0 } }
  t.match(read({ ...again, result: nothing }), { trackingFailed: true }, 'not one sample')
  t.end()
})

t.test(
  'an empty result is missing, in full and in short, whatever warnings stand on the job',
  (t) => {
    const guard = ['TRACKING_EVIDENCE_INSUFFICIENT', 'PLAYER_EVALUATION_WITHHELD']
    const short = {
      match_rating_10: null,
      impact_100: null,
      radar: {},
      breakdown: {},
      explain: null,
      evidence_metrics: {},
    }
    const before = { evidence_metrics: { candidate_metrics: { coveragePct: 1, tier: 1 } } }
    for (const status of ['COMPLETED', 'PARTIAL']) {
      for (const result of [{}, null, short, { ...short, ...before }]) {
        for (const warnings of [[], guard]) {
          t.equal(read({ status, result, warnings }).kind, 'missing')
        }
      }
    }
    const said = read({ status: 'PARTIAL', result: {}, warnings: [...guard, 'MISSING_CLIPS'] })
    t.match(said, { notices: [{ code: 'MISSING_CLIPS' }] })
    t.end()
  },
)

t.test('too little evidence is said unless the result itself says otherwise', (t) => {
  const warnings = ['TRACKING_EVIDENCE_INSUFFICIENT']
  const codes = (reason_codes: string[], sample_sufficiency_pct: number) => {
    const signals = { tracking_signals: { sample_sufficiency_pct, samples_used: 300 } }
    const result = { evaluation_status: 'TRACKING_ONLY', reason_codes, ...signals }
    const reading = read({ status: 'PARTIAL', result, warnings })
    return 'notices' in reading ? reading.notices.map(({ code }) => code) : []
  }
  t.notOk(codes(['PITCH_NOT_CALIBRATED'], 100).includes(warnings[0]!))
  t.ok(codes(['PITCH_NOT_CALIBRATED'], 60).includes(warnings[0]!))
  t.ok(codes(['LOW_TRACKING_COVERAGE'], 100).includes(warnings[0]!))
  t.ok(codes([], 100).includes(warnings[0]!), 'the short result has no reasons')
  t.end()
})

t.test('explanation and limitations of a result are said in their order, each once', async (t) => {
  const said = (result: object) => {
    const reading = read({ status: 'PARTIAL', result: { match_rating_10: 7, ...result } })
    return 'quotations' in reading ? reading.quotations.map(({ text }) => text) : []
  }
  const limitations = ['First limit.', 'Second limit.', 'First limit.', null, 'Why so.']
  t.strictSame(said({ explain: 'Why so.', limitations }), [
    'Why so.',
    'First limit.',
    'Second limit.',
  ])
  t.strictSame(said({ limitations: ['Only limit.'] }), ['Only limit.'])
  t.strictSame(said({}), [])
})
