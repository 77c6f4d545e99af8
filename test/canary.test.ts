// One file: the secret, the places that may hold it and the walk through every route are the same for each failure
// that is tried.

import { join } from 'node:path'
import t, { type Test } from 'tap'
import { writeLine } from '../src/auth/files.ts'
import { hashPassword } from '../src/auth/passwords.ts'
import { type Ask, startApp } from './support/app.ts'
import { rawRequest } from './support/raw-request.ts'
import {
  closedPort,
  FAULTS,
  type FaultName,
  startFaultServer,
} from './support/service/fault-server.ts'
import { json, READY_JOB, startUpstream } from './support/service/upstream-server.ts'

// A secret is put into everything that may hold one, and sent through every route and every failure: it
// must be found in no log line, no metric, no page, and no error (docs/security.md#what-is-logged).

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
/** What is asked for, and the status of a job that has failed; null where it is no matter. */
const STATUS_OF_PATH: Record<string, number | null> = {
  '/': 200,
  '/?of_job=j1': null,
  '/recent-jobs': 200,
  [`/jobs?id=${CANARY}!`]: 400,
  '/jobs/j1': 200,
  '/jobs/j1/frames/1': 200,
  '/jobs/j1/result': 200,
  '/jobs/j1/result.csv': 404,
  '/jobs/j1/result.json': 404,
  '/jobs/j1/result.xml': null,
  '/compare.csv?job=j1&job=j2': 404,
  '/compare.xml?job=j1&job=j2': null,
  '/jobs/j1/live': 200,
  '/compare?job=j1&job=j2': 200,
  '/shortcuts': 200,
  '/nothing': 404,
  '/metrics': 200,
  '/healthz': 200,
  '/readyz': 200,
  '/openapi.json': 200,
  '/docs': 200,
  '/api/nothing': 404,
  '/api/jobs/%ff': 400,
  '/api/jobs/%20': 400,
  ...Object.fromEntries(
    ['', '/status', '/result', '/candidates', '/frames', '/report', '/diagnostic'].map((part) => [
      `/api/jobs/j1${part}`,
      200,
    ]),
  ),
  [`/api/frame-proxy?url=${URL_QUERY}`]: 502,
  [`/api/frame-proxy?job=j1&url=${encodeURIComponent('http://127.0.0.1:1/frames/a.jpg')}`]: 502,
  [`/api/frame-proxy?url=${encodeURIComponent(SIGNED.replace('127.0.0.1', 'other.test'))}`]: 400,
}
const PATHS = Object.keys(STATUS_OF_PATH)
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
  `headers={'Authorization': 'Token ${CANARY}', 'Cookie': 'a=1; sid=${CANARY}'}`,
  `password: ${CANARY} S3_SECRET_KEY=${CANARY} "password": "a<${CANARY}"`,
  `/a.jpg?hdnea=exp=1~hmac=${CANARY}`,
  `${'x'.repeat(970)} https://anna:${CANARY.repeat(5)}@127.0.0.1/a`,
  `${'x'.repeat(170)} https://anna:${CANARY.repeat(5)}@127.0.0.1/a`,
]
const TRACK = { track_id: 8, bbox: { x: 0.1, y: 0.1, w: 0.1, h: 0.2 } }
/** Every text of a job holds the secret, in one of its spellings. */
const toldIn = (words: string) => ({
  ...READY_JOB.data,
  status: 'PARTIAL',
  video_url: words,
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
    source: { title: words, home_team: words, competition: words, season: words },
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
  report: {
    summary: words,
    strengths: [words],
    risks: [words],
    key_moments: [{ title: words, why: words, clip_url: words, start_sec: 1 }],
    training_plan_14_days: [words],
    limitations: [words],
  },
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
  target: { ...READY_JOB.data.target, source: { home_team: SIGNED, away_team: SIGNED } },
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

/** All of one answer, and what it was the answer to. */
interface Answered {
  name: string
  status: number
  text: string
}

/** `timeoutMs`: short where the upstream does not answer; where statuses are judged, longer than a busy machine takes. */
async function guarded(t: Test, API_BASE_URL: string, timeoutMs = 150) {
  const passwords = join(t.testdir({}), 'passwords')
  await writeLine(passwords, 'anna', await hashPassword(CANARY, CHEAP))
  let now = Date.now()
  const env = {
    API_BASE_URL,
    LOG_LEVEL: 'trace',
    UPSTREAM_TIMEOUT_MS: String(timeoutMs),
    FRAME_TIMEOUT_MS: '150',
    FRAME_SOURCES: 'http://127.0.0.1:1/frames/',
    UPSTREAM_AUTHORIZATION: `Bearer ${CANARY}`,
    AUTH: 'basic',
    AUTH_PASSWORD_FILE: passwords,
  }
  const app = await startApp(t, env, { now: () => now })
  return {
    ...app,
    /** Asks long after the last time: no call is held back, and nobody has tried too often. */
    async askLater(name: string, path: string, options: Ask): Promise<Answered> {
      now += 3_600_000
      const { status, headers, text } = await app.ask(path, options)
      return { name, status, text: JSON.stringify(headers) + text }
    },
  }
}
const credentials = {
  authorization: `Basic ${Buffer.from(`anna:${CANARY}`).toString('base64')}`,
  cookie: `recent_jobs=j1; session=${CANARY}`,
  'x-forwarded-secret': CANARY,
}
const JSON_TYPE = { 'content-type': 'application/json' }
const SPELLINGS = [CANARY, Buffer.from(`anna:${CANARY}`).toString('base64')]

type App = Awaited<ReturnType<typeof guarded>>

/** Goes through every route, as a script and as a browser; gives back all that was ever answered. */
async function goThrough(app: App): Promise<Answered[]> {
  const answers: Answered[] = []
  const keep = async (name: string, path: string, options: Ask) =>
    answers.push(await app.askLater(name, path, options))
  for (const path of PATHS) {
    for (const accept of ['application/json', 'text/html']) {
      await keep(`${accept} ${path}`, path, { headers: { ...credentials, accept } })
    }
  }
  for (const action of ACTS) {
    const path = `/api/jobs/j1/${action}?token=${CANARY}`
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const script = { method: 'POST', headers: { ...credentials, ...JSON_TYPE } } as const
    await keep(`bad JSON ${action}`, path, { ...script, body: '{"a":' })
    await keep(`JSON ${action}`, path, { ...script, body: `{"note":"token=${CANARY}"}` })
    for (const more of [{ accept: 'text/html' }, { 'hx-request': 'true' }]) {
      const headers = { ...credentials, ...form, ...more }
      await keep(`form ${action}`, path, { method: 'POST', headers, body: 'a=b' })
    }
  }
  for (const more of [{ accept: 'text/html' }, { 'hx-request': 'true' }]) {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const headers = { ...credentials, ...form, ...more }
    const body = 'of_job=j1&role=&category='
    await keep('form of another player', '/api/jobs', { method: 'POST', headers, body })
  }
  await keep('wrong password', '/', { headers: { authorization: `Basic ${CANARY}` } })
  await keep('wrong token', '/', { headers: { authorization: `Bearer ${CANARY}` } })
  const text = await rawRequest(app.port, `GET /?token=${CANARY} HTTP/9\r\n\r\n`)
  answers.push({ name: 'wire', status: Number(text.split(' ')[1]), text })
  await keep('metrics', '/metrics', { headers: credentials })
  return answers
}

async function isFree(t: Test, app: App, answers: Answered[]) {
  await app.close()
  for (const { name, status, text } of answers) {
    if (name.startsWith('wrong ')) t.equal(status, 401, name)
    else if (text.includes('www-authenticate')) t.fail(`${name} was turned away with ${status}`)
  }
  for (const line of app.logs) {
    for (const spelling of SPELLINGS) if (line.includes(spelling)) t.fail(`log: ${line}`)
  }
  for (const { name, text } of answers) {
    for (const spelling of SPELLINGS) {
      const at = text.indexOf(spelling)
      if (at !== -1) t.fail(`${name}: ${text.slice(Math.max(0, at - 120), at + 40)}`)
    }
  }
  t.ok(app.logs.length > 20, 'there was something to look at')
}

/** What the upstream itself says to a script is passed on unchanged: it is the caller's to see. */
const isPassedOn = ({ name }: Answered) =>
  /^(application\/json|text\/html) \/api\/jobs\/j1/.test(name) || /^JSON /.test(name)

t.test('a secret in what the upstream tells is in no log and on no page', async (t) => {
  const upstream = await startUpstream(t, json({ ok: true, data: job }))
  const app = await guarded(t, upstream.url, 10_000)
  const answers = await goThrough(app)
  for (const [path, status] of Object.entries(STATUS_OF_PATH)) {
    for (const { name, status: got } of answers.filter(({ name }) => name.endsWith(` ${path}`))) {
      if (status !== null) t.equal(got, status, name)
    }
  }
  await isFree(
    t,
    app,
    answers.filter((answer) => !isPassedOn(answer)),
  )
})

t.test('a secret is on no page, whatever text of the upstream it stands in', async (t) => {
  const upstream = await startUpstream(t)
  const app = await guarded(t, upstream.url, 10_000)
  const answers: Answered[] = []
  for (const words of WORDS) {
    for (const status of ['PARTIAL', 'FAILED', 'RUNNING', 'WAITING_FOR_SELECTION']) {
      upstream.always(json({ ok: true, data: { ...toldIn(words), status } }))
      upstream.on('GET /jobs/j1/candidates', json({ ok: true, data: candidatesIn(words) }))
      upstream.on('GET /jobs/j1/report', json({ ok: true, data: reportIn(words) }))
      for (const path of PATHS.filter((path) => !path.startsWith('/api/'))) {
        const headers = { ...credentials, accept: 'text/html' }
        const answer = await app.askLater(`${words} ${status} ${path}`, path, { headers })
        const isFile = /\/result\.(csv|json)$|compare\.csv/.test(path)
        const expected = status === 'PARTIAL' && isFile ? 200 : STATUS_OF_PATH[path]
        if (expected !== null) t.equal(answer.status, expected, answer.name)
        answers.push(answer)
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
  const answers: Answered[] = []
  const unasked: string[] = []
  for (const fault of Object.keys(FAULTS) as FaultName[]) {
    upstream.fault = fault
    const proxy = `/api/frame-proxy?url=${URL_QUERY}&job=`
    for (const address of ['/api/jobs/', '/jobs/', proxy]) {
      // A job of its own, so that none is held back.
      const path = `${address}j${answers.length}`
      const before = upstream.requests
      answers.push(await app.askLater(`${fault} ${path}`, path, { headers: credentials }))
      if (upstream.requests === before) unasked.push(`${fault} ${path}`)
    }
  }
  t.strictSame(unasked, [], 'each fault was met')
  await isFree(t, app, answers)
})
