import { join } from 'node:path'
import t, { type Test } from 'tap'
import { writeLine } from '../src/plugins/auth/files.ts'
import { hashPassword } from '../src/plugins/auth/passwords.ts'
import { startApp } from './support/app.ts'
import { closedPort, FAULTS, type FaultName, startFaultServer } from './support/fault-server.ts'
import { rawRequest } from './support/raw-request.ts'
import { json, READY_JOB, startUpstream } from './support/upstream-server.ts'

// A secret is put into everything that may hold one, and sent through every route and every failure: it
// must be found in no log line, no metric, no page, and no error (SECURITY section 3, "Secrets").

const CANARY = 'c4na4ybird'
const CHEAP = { N: 1024, r: 8, p: 1 }
/** Nobody listens on port 1: asking for the image fails, with its address at hand. */
const SIGNED = `http://127.0.0.1:1/frames/a.jpg?X-Amz-Signature=${CANARY}&X-Amz-Credential=${CANARY}`
const URL_QUERY = encodeURIComponent(SIGNED)
const ACTS = [
  'select-track',
  'pick-player',
  'player-ref',
  'target',
  'selection',
  'player-profile',
  'enqueue',
  'retry',
  'report',
]
const PATHS = [
  '/',
  '/recent-jobs',
  `/jobs?id=${CANARY}!`,
  '/jobs/j1',
  '/jobs/j1/frames/1',
  '/jobs/j1/result',
  '/jobs/j1/result.csv',
  '/jobs/j1/live',
  '/compare?job=j1&job=j2',
  '/shortcuts',
  '/nothing',
  '/metrics',
  '/healthz',
  '/readyz',
  '/openapi.json',
  '/docs',
  '/api/nothing',
  '/api/jobs/%ff',
  '/api/jobs/%20',
  ...['', '/status', '/result', '/candidates', '/frames', '/report', '/diagnostic'].map(
    (part) => `/api/jobs/j1${part}`,
  ),
  `/api/frame-proxy?url=${URL_QUERY}`,
  `/api/frame-proxy?job=j1&url=${encodeURIComponent('http://127.0.0.1:1/frames/a.jpg')}`,
  `/api/frame-proxy?url=${encodeURIComponent(SIGNED.replace('127.0.0.1', 'other.test'))}`,
]
/** The spellings that a signature comes in. */
const WORDS = [
  `no ${SIGNED} found`,
  encodeURIComponent(SIGNED),
  encodeURIComponent(encodeURIComponent(SIGNED)),
  `http://anna:${CANARY}@127.0.0.1:1/a`,
  `api_key=${CANARY}`,
  `password=${CANARY}`,
  `AWSAccessKeyId=${CANARY}`,
  `X-Amz-Security-Token: ${CANARY}`,
  `{"token":"${CANARY}"}`,
  `Authorization: Bearer ${CANARY}`,
]
const TRACK = { track_id: 8, bbox: { x: 0.1, y: 0.1, w: 0.1, h: 0.2 } }
/** Every text of a job holds the secret, in one of its spellings. */
const toldIn = (words: string) => ({
  ...READY_JOB.data,
  status: 'PARTIAL',
  role: words,
  category: words,
  error: words,
  failure_reason: words,
  warnings: [words],
  progress: { step: words, phase: words, message: words, pct: 5 },
  preview_frames: [
    { time_sec: 0, key: words, width: 10, height: 10, signed_url: SIGNED, tracks: [TRACK] },
    { time_sec: 1, key: 'k', width: 10, height: 10, signed_url: words, tracks: [TRACK] },
  ],
  player_ref: { track_id: words, best_preview_frame_key: words, ...TRACK.bbox },
  target: {
    confirmed: true,
    analysis_attempt_id: words,
    player: { player_name: words, team_name: words, shirt_number: 8 },
    selections: [{ frame_key: words, frame_time_sec: 0, ...TRACK.bbox }],
  },
  assets: { inputVideoUrl: words, clips: [{ label: words, url: words, startSec: 0, endSec: 1 }] },
  result: {
    explain: words,
    limitations: [words],
    reason_codes: [words],
    radar: { [words]: 50 },
    [words]: 7,
    evidence_metrics: { removed_unvalidated_metrics: [words], samples_used: 3, [words]: 1 },
    skills_missing: [words],
  },
})
const candidatesIn = (words: string) => ({
  status: words,
  candidates: [
    {
      trackId: 8,
      tier: words,
      bestPreviewFrameKey: words,
      sampleFrames: [{ time_sec: 0, image_url: words, bbox: TRACK.bbox }],
    },
  ],
})
const reportIn = (words: string) => ({
  status: 'DONE',
  report: { summary: words, strengths: [words], risks: [words] },
})
const job = {
  ...READY_JOB.data,
  status: 'FAILED',
  error: `failed at ${SIGNED}`,
  failure_reason: SIGNED,
  preview_frames: [
    { time_sec: 0, key: 'k', width: 10, height: 10, signed_url: SIGNED, tracks: [] },
  ],
  assets: { inputVideoUrl: SIGNED, clips: [{ label: 'a', url: SIGNED, startSec: 0, endSec: 1 }] },
  video_url: SIGNED,
  warnings: [`see ${SIGNED}`],
}
const REFUSAL = {
  ok: false,
  error: {
    code: SIGNED,
    message: `No ${SIGNED}`,
    missing: [SIGNED],
    details: {
      url: SIGNED,
      token: `token=${CANARY}`,
      errors: [{ loc: ['body', SIGNED], msg: SIGNED }],
    },
  },
  meta: { request_id: SIGNED },
}

async function guarded(t: Test, API_BASE_URL: string) {
  const passwords = join(t.testdir({}), 'passwords')
  await writeLine(passwords, 'anna', await hashPassword(CANARY, CHEAP))
  return startApp(t, {
    API_BASE_URL,
    LOG_LEVEL: 'trace',
    UPSTREAM_TIMEOUT_MS: '150',
    FRAME_TIMEOUT_MS: '150',
    FRAME_SOURCES: 'http://127.0.0.1:1/frames/',
    UPSTREAM_AUTHORIZATION: `Bearer ${CANARY}`,
    AUTH: 'basic',
    AUTH_PASSWORD_FILE: passwords,
  })
}
const credentials = {
  authorization: `Basic ${Buffer.from(`anna:${CANARY}`).toString('base64')}`,
  cookie: `recent_jobs=j1; session=${CANARY}`,
  'x-forwarded-secret': CANARY,
}
const SPELLINGS = [CANARY, Buffer.from(`anna:${CANARY}`).toString('base64')]

type App = Awaited<ReturnType<typeof guarded>>

/** Goes through every route, as a script and as a browser; gives back all that was ever answered. */
async function goThrough(app: App): Promise<[string, string][]> {
  const answers: [string, string][] = []
  const keep = async (name: string, answer: ReturnType<App['ask']>) => {
    const { headers, text } = await answer
    answers.push([name, JSON.stringify(headers) + text])
  }
  for (const path of PATHS) {
    for (const accept of ['application/json', 'text/html']) {
      await keep(`${accept} ${path}`, app.ask(path, { headers: { ...credentials, accept } }))
    }
  }
  for (const act of ACTS) {
    const path = `/api/jobs/j1/${act}?token=${CANARY}`
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    await keep(`bad JSON ${act}`, app.post(path, '{"a":', credentials))
    await keep(`JSON ${act}`, app.post(path, { note: `token=${CANARY}` }, credentials))
    for (const more of [{ accept: 'text/html' }, { 'hx-request': 'true' }]) {
      const headers = { ...credentials, ...form, ...more }
      await keep(`form ${act}`, app.ask(path, { method: 'POST', headers, body: 'a=b' }))
    }
  }
  await keep('wrong password', app.ask('/', { headers: { authorization: `Basic ${CANARY}` } }))
  await keep('wrong token', app.ask('/', { headers: { authorization: `Bearer ${CANARY}` } }))
  answers.push(['wire', await rawRequest(app.port, `GET /?token=${CANARY} HTTP/9\r\n\r\n`)])
  await keep('metrics', app.ask('/metrics', { headers: credentials }))
  return answers
}

async function isFree(t: Test, app: App, answers: [string, string][]) {
  await app.close()
  for (const line of app.logs) {
    for (const spelling of SPELLINGS) if (line.includes(spelling)) t.fail(`log: ${line}`)
  }
  for (const [name, text] of answers) {
    for (const spelling of SPELLINGS) {
      const at = text.indexOf(spelling)
      if (at !== -1) t.fail(`${name}: ${text.slice(Math.max(0, at - 120), at + 40)}`)
    }
  }
  t.ok(app.logs.length > 20, 'there was something to look at')
}

/** What the upstream itself says to a script is passed on unchanged: it is the caller's to see. */
const isPassedOn = ([name]: [string, string]) =>
  /^(application\/json|text\/html) \/api\/jobs\/j1/.test(name) || /^JSON /.test(name)

t.test('a secret in what the upstream tells is in no log and on no page', async (t) => {
  const upstream = await startUpstream(t, json({ ok: true, data: job }))
  const app = await guarded(t, upstream.url)
  const answers = await goThrough(app)
  await isFree(
    t,
    app,
    answers.filter((answer) => !isPassedOn(answer)),
  )
})

t.test('a secret is on no page, whatever text of the upstream it stands in', async (t) => {
  const upstream = await startUpstream(t)
  const app = await guarded(t, upstream.url)
  const answers: [string, string][] = []
  for (const words of WORDS) {
    for (const status of ['PARTIAL', 'FAILED', 'RUNNING', 'WAITING_FOR_SELECTION']) {
      upstream.always(json({ ok: true, data: { ...toldIn(words), status } }))
      upstream.on('GET /jobs/j1/candidates', json({ ok: true, data: candidatesIn(words) }))
      upstream.on('GET /jobs/j1/report', json({ ok: true, data: reportIn(words) }))
      for (const path of PATHS.filter((path) => !path.startsWith('/api/'))) {
        const { headers, text } = await app.ask(path, {
          headers: { ...credentials, accept: 'text/html' },
        })
        answers.push([`${words} ${status} ${path}`, JSON.stringify(headers) + text])
      }
    }
  }
  await isFree(t, app, answers)
})

for (const status of [400, 409, 500, 503]) {
  t.test(
    `a secret in what the upstream refuses with ${status} is in no log and on no page`,
    async (t) => {
      const upstream = await startUpstream(t, json(REFUSAL, status))
      const app = await guarded(t, upstream.url)
      const answers = await goThrough(app)
      await isFree(
        t,
        app,
        answers.filter((answer) => !isPassedOn(answer)),
      )
    },
  )
}

t.test('a secret is in no log and no answer where the upstream cannot be reached', async (t) => {
  const app = await guarded(t, `http://127.0.0.1:${await closedPort()}`)
  await isFree(t, app, await goThrough(app))
})

t.test('a secret is in no log and no answer whatever the upstream does wrong', async (t) => {
  const upstream = await startFaultServer(t, 'answers 200')
  const app = await guarded(t, upstream.url)
  const answers: [string, string][] = []
  for (const fault of Object.keys(FAULTS) as FaultName[]) {
    upstream.fault = fault
    for (const path of ['/api/jobs/j1', '/jobs/j1', `/api/frame-proxy?job=j1&url=${URL_QUERY}`]) {
      const { headers, text } = await app.ask(path, { headers: credentials })
      answers.push([`${fault} ${path}`, JSON.stringify(headers) + text])
    }
  }
  await isFree(t, app, answers)
})
