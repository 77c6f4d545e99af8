// One file: a table of what a job may have too much of; each row goes through the same comparison of 2,000 with 4,000.

import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// One answer of 8 MB may hold a hundred thousand of anything; a page shows the beginning and says so.

type Data = Record<string, unknown>

const bbox = { x: 0.1, y: 0.1, w: 0.1, h: 0.2 }
const many = <T>(length: number, entry: (index: number) => T) =>
  Array.from({ length }, (_, i) => entry(i))
const numbers = (length: number, name: string) =>
  Object.fromEntries(many(length, (i) => [`${name} ${i}`, i]))
const track = (track_id: number) => ({ track_id, bbox })
const frame = (i: number, tracks: unknown[] = [track(8)]) => ({
  key: `frame-${i}`,
  time_sec: i,
  width: 1280,
  height: 720,
  signed_url: `http://store.test/${i}.jpg`,
  tracks,
})
const FINISHED = { status: 'COMPLETED', result: { match_rating_10: 7 } }

interface Case {
  what: string
  /** The job with so many of them. */
  job: (n: number) => Data
  candidates?: (n: number) => Data
  report?: (n: number) => Data
  path?: string
  heading: RegExp
  says: (n: number) => string
}

const CASES: Case[] = [
  {
    what: 'frames',
    job: (n) => ({ preview_frames: many(n, (i) => frame(i)) }),
    heading: /<h1>Player without a name/,
    says: (n) => `the first 500 of ${n} frames`,
  },
  {
    what: 'frames, on the page of one',
    job: (n) => ({ preview_frames: many(n, (i) => frame(i)) }),
    path: '/jobs/j1/frames/1',
    heading: /<h1[^>]*>Frame 1 of 500/,
    says: (n) => `the first 500 of ${n} frames`,
  },
  {
    what: 'tracks of one frame',
    job: (n) => ({ preview_frames: [frame(1, many(n, track)), frame(2)] }),
    heading: /<h1>Player without a name/,
    says: (n) => `the first 100 of ${n} tracks of one frame`,
  },
  {
    what: 'tracks of one frame, on its page',
    job: (n) => ({ preview_frames: [frame(1, many(n, track)), frame(2)] }),
    path: '/jobs/j1/frames/1',
    heading: /<h1[^>]*>Frame 1 of 2/,
    says: (n) => `the first 100 of ${n} tracks of one frame`,
  },
  {
    what: 'tracks, few on each frame',
    job: (n) => ({
      preview_frames: many(40, (i) =>
        frame(
          i,
          many(n / 40, (nth) => track(i * 100 + nth)),
        ),
      ),
    }),
    heading: /<h1>Player without a name/,
    says: (n) => `the first 200 of ${n} tracks`,
  },
  {
    what: 'proposals',
    job: () => ({ preview_frames: [frame(1)] }),
    candidates: (n) => ({
      status: 'READY',
      candidates: many(n, (trackId) => ({ trackId, sampleFrames: [] })),
    }),
    heading: /<h1>Player without a name/,
    says: (n) => `the first 200 of ${n} candidates`,
  },
  {
    what: 'stored boxes',
    job: (n) => ({
      preview_frames: [frame(1)],
      player_ref: { track_id: 8 },
      target: {
        confirmed: true,
        selections: many(n, (i) => ({ frame_key: 'frame-1', frame_time_sec: i, ...bbox })),
      },
    }),
    heading: /<h1>Player without a name/,
    says: (n) => `the first 50 of ${n} stored boxes`,
  },
  {
    what: 'warnings',
    job: (n) => ({ ...FINISHED, warnings: many(n, (i) => `ODD_${i}`) }),
    path: '/jobs/j1/result',
    heading: /<h1[^>]*>Result of/,
    says: (n) => `the first 100 of ${n} warnings`,
  },
  {
    what: 'clips',
    job: (n) => ({
      ...FINISHED,
      assets: { clips: many(n, (i) => ({ label: `c${i}`, url: `http://store.test/${i}.mp4` })) },
    }),
    path: '/jobs/j1/result',
    heading: /<h1[^>]*>Result of/,
    says: (n) => `the first 100 of ${n} clips`,
  },
  {
    what: 'skills',
    job: (n) => ({
      status: 'COMPLETED',
      result: { match_rating_10: 7, radar: numbers(n, 'skill') },
    }),
    path: '/jobs/j1/result',
    heading: /<h1[^>]*>Result of/,
    says: (n) => `the first 100 of ${n} skills`,
  },
  {
    what: 'skills side by side',
    job: (n) => ({
      status: 'COMPLETED',
      result: { match_rating_10: 7, radar: numbers(n, 'skill') },
    }),
    path: '/compare?job=j1',
    heading: /<h1[^>]*>Compare players/,
    says: (n) => `the first 100 of ${n} skills`,
  },
  {
    what: 'numbers that nobody knows',
    job: (n) => ({ status: 'COMPLETED', result: { match_rating_10: 7, ...numbers(n, 'x') } }),
    path: '/jobs/j1/result',
    heading: /<h1[^>]*>Result of/,
    says: (n) => `the first 200 of ${n} other numbers`,
  },
  {
    what: 'numbers as CSV',
    job: (n) => ({ status: 'COMPLETED', result: { match_rating_10: 7, ...numbers(n, 'x') } }),
    path: '/jobs/j1/result.csv',
    heading: /^\ufeff?Part,Measure/,
    says: (n) => `Only the first 200 of ${n} other numbers`,
  },
  {
    what: 'reasons',
    job: (n) => ({
      status: 'PARTIAL',
      result: { match_rating_10: 7, reason_codes: many(n, (i) => `ODD_${i}`) },
    }),
    path: '/jobs/j1/result',
    heading: /<h1[^>]*>Result of/,
    says: (n) => `the first 100 of ${n} reasons`,
  },
  {
    what: 'texts',
    job: (n) => ({
      status: 'PARTIAL',
      result: { match_rating_10: 7, limitations: many(n, (i) => `odd ${i}`) },
    }),
    path: '/jobs/j1/result',
    heading: /<h1[^>]*>Result of/,
    says: (n) => `the first 50 of ${n} texts of the service`,
  },
  {
    what: 'entries of the report',
    job: () => FINISHED,
    report: (n) => ({
      status: 'DONE',
      report: { summary: 's', strengths: many(n, (i) => `s${i}`) },
    }),
    path: '/jobs/j1/result',
    heading: /<h1[^>]*>Result of/,
    says: (n) => `the first 100 of ${n} entries of a list of the report`,
  },
]

async function ask(t: Test, { job, candidates, report, path = '/jobs/j1' }: Case, n: number) {
  const ok = (data: unknown) => json({ ok: true, data })
  const data = { job_id: 'j1', status: 'WAITING_FOR_SELECTION', ...job(n) }
  const upstream = await startUpstream(t, ok(data))
  upstream.on('GET /jobs/j1/candidates', ok(candidates?.(n) ?? { status: 'READY', candidates: [] }))
  upstream.on('GET /jobs/j1/report', ok(report?.(n) ?? { status: 'PENDING' }))
  const app = await startApp(t, {
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: 'http://store.test/',
    LOG_LEVEL: 'silent',
  })
  const page = await app.ask(path, { headers: { accept: 'text/html' } })
  const script = await app.ask('/api/jobs/j1')
  t.strictSame(script.json().data, data, 'a script gets all of it')
  return page
}

/** Numbers of another length are all that may differ. */
const SLACK = 200

for (const one of CASES) {
  t.test(`of very many ${one.what} the first are shown, and it is said`, async (t) => {
    const [page, twice] = await Promise.all([ask(t, one, 2_000), ask(t, one, 4_000)])
    t.equal(page.status, 200)
    t.match(page.text, one.heading)
    t.ok(page.text.includes(one.says(2_000)), one.says(2_000))
    t.equal(twice.status, 200)
    t.ok(twice.text.includes(one.says(4_000)), one.says(4_000))
    const longer = twice.text.length - page.text.length
    t.ok(longer <= SLACK, `${longer} characters more for twice as many`)
  })
}

t.test('nothing is said of a job as long as real ones are', async (t) => {
  const usual: Case = {
    ...CASES[0]!,
    job: () => ({ preview_frames: many(48, (i) => frame(i, many(30, track))) }),
  }
  const page = await ask(t, usual, 0)
  t.equal(page.status, 200)
  t.match(page.text, CASES[0]!.heading)
  t.notMatch(page.text, /Not everything is shown/)
})
