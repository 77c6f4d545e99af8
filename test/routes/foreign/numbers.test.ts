import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// The service's numbers are foreign data (docs/architecture.md#rule-10): what is out of its range is unknown.

type Data = Record<string, unknown>
const bbox = { x: 0.2, y: 0.3, w: 0.06, h: 0.22 }
const frame = (n: number, time_sec: unknown) => ({
  key: `frame-${n}`,
  time_sec,
  width: 1280,
  height: 720,
  signed_url: `http://store.test/${n}.jpg`,
  tracks: [{ track_id: 8, bbox }],
})
const FRAMES = [frame(1, 1), frame(2, 2)]

async function start(t: Test, data: Data, candidates: Data[] = [], report: Data = {}) {
  const job: Data = {
    job_id: 'j1',
    status: 'WAITING_FOR_SELECTION',
    preview_frames: FRAMES,
    ...data,
  }
  const ok = (data: unknown) => json({ ok: true, data })
  const upstream = await startUpstream(t, () => ok(job))
  upstream.on('GET /jobs/j1/candidates', ok({ status: 'READY', candidates }))
  upstream.on('GET /jobs/j1/report', ok(report))
  const app = await startApp(t, {
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: 'http://store.test/',
    LOG_LEVEL: 'silent',
  })
  return {
    ...app,
    upstream,
    job,
    page: async (path: string, heading: RegExp) => {
      const answer = await app.ask(path, { headers: { accept: 'text/html' } })
      t.equal(answer.status, 200, path)
      t.match(answer.text, heading)
      return answer.text
    },
  }
}
const JOB = /<h1/
const ODD = /Infinity|NaN|e\+\d|undefined/

t.test('a time that no video has is unknown', async (t) => {
  for (const time of [1e308, 1e15, 360_000, -5]) {
    const { page } = await start(t, { preview_frames: [frame(1, time), frame(2, 2)] })
    const job = await page('/jobs/j1', JOB)
    t.notMatch(job, ODD, String(time))
    t.match(job, /Frame 1, time unknown/)
    t.match(await page('/jobs/j1/frames/1', JOB), /Frame 1 of 2, time unknown/)
  }
})

t.test('a share beyond the whole is not shown', async (t) => {
  const { page } = await start(t, {}, [
    { trackId: 8, coveragePct: 1e308, stabilityScore: -3, sampleFrames: [] },
    { trackId: 3, coveragePct: 87, stabilityScore: 0.5, sampleFrames: [] },
  ])
  const job = await page('/jobs/j1', JOB)
  t.notMatch(job, ODD)
  t.notMatch(job, /Coverage/)
  t.match(job, /Stability <b>50 %/)
  t.notMatch(job, /-300 %/)
})

t.test('a shirt number and a count that cannot be are not said', async (t) => {
  for (const shirt_number of [-1e300, -1, 100, 7.5]) {
    const failed = { status: 'FAILED', progress: { step: 'FAILED', retry_count: -4 } }
    const { page } = await start(t, { ...failed, target: { player: { shirt_number } } })
    const job = await page('/jobs/j1', /<h1>Player without a name/)
    t.notMatch(job, /Number -|Number 100|Number 7\.5|Tried again -/)
  }
})

t.test('why there is no report is said as the job stands', async (t) => {
  const report = { status: 'UNAVAILABLE' }
  for (const [status, result, why] of [
    ['COMPLETED', { match_rating_10: 7 }, /says that there is no report of this job/],
    ['PARTIAL', { tracking_signals: { coverage_pct: 9 } }, /while it withholds the ratings/],
    ['FAILED', null, /because the analysis failed/],
    ['CREATED', null, /before the analysis has finished/],
  ] as const) {
    const { page } = await start(t, { status, result }, [], report)
    const text = await page('/jobs/j1/result', /<h1>Result of/)
    t.match(text, why, status)
    t.equal(/withholds? the ratings/.test(text), status === 'PARTIAL', status)
  }
})

t.test(
  'beside a rating no page says that ratings are withheld, and names what was taken out',
  async (t) => {
    const { page } = await start(t, {
      status: 'COMPLETED',
      warnings: ['PLAYER_EVALUATION_WITHHELD'],
      result: {
        match_rating_10: 7.5,
        evidence_metrics: { removed_unvalidated_metrics: ['distance_m', 'top_speed_kmh'] },
      },
    })
    const text = await page('/jobs/j1/result', /<h1>Result of/)
    t.match(text, /The service rated the player/)
    t.notMatch(text, /Player ratings are withheld/)
    t.match(text, /Top speed, Distance m\./)
  },
)

t.test('a failed job without player and target is not offered to be tried again', async (t) => {
  const { page, job } = await start(t, { status: 'FAILED' })
  t.notMatch(await page('/jobs/j1', JOB), /Try again with the same|are kept|action="[^"]*\/retry"/)
  job['player_ref'] = { track_id: 8 }
  job['target'] = { confirmed: true, selections: [{ frame_key: 'frame-1', ...bbox }] }
  t.match(await page('/jobs/j1', JOB), /action="[^"]*\/retry"/)
})

for (const action of ['enqueue', 'retry']) {
  t.test(`after ${action} through this process the bar begins anew`, async (t) => {
    const { page, job, post, upstream } = await start(t, {
      status: 'RUNNING',
      progress: { step: 'TRACKING', pct: 80 },
      player_ref: { track_id: 8 },
      target: { confirmed: true, selections: [{ frame_key: 'frame-1', ...bbox }] },
    })
    t.match(await page('/jobs/j1', JOB), /80 %/)
    upstream.on(`POST /jobs/j1/${action}`, json({ ok: true, data: {} }))
    t.equal((await post(`/api/jobs/j1/${action}`, {})).status, 200)
    job['progress'] = { step: 'TRACKING', pct: 3 }
    const text = await page('/jobs/j1', JOB)
    t.match(text, /\b3 %/)
    t.notMatch(text, /80 %/)
  })
}
