import t from 'tap'
import { type Ask, startApp } from '../support/app.ts'
import { openStream } from '../support/event-stream.ts'
import { FAULTS, type FaultName, startFaultServer } from '../support/service/fault-server.ts'
import { json, startUpstream, type Told } from '../support/service/upstream-server.ts'

// What people and our own reading make of each answer of the fault matrix: whatever the service says, nobody
// sees a fault of ours, and everybody is told in words.

const HTML = { accept: 'text/html' }
const FORM = { ...HTML, 'content-type': 'application/x-www-form-urlencoded' }
const JOB_COOKIE = { ...HTML, cookie: 'recent_jobs=j1.j2' }

const PAGES: Record<string, Ask> = {
  '/': { headers: JOB_COOKIE },
  '/recent-jobs': { headers: JOB_COOKIE },
  '/jobs/j1': { headers: HTML },
  '/jobs/j1/live': { headers: HTML },
  '/jobs/j1/frames?n=1': { headers: HTML },
  '/jobs/j1/frames/1': { headers: HTML },
  '/jobs/j1/result': { headers: HTML },
  '/jobs/j1/result.csv': { headers: HTML },
  '/jobs/j1/result.json': { headers: HTML },
  '/jobs/j1/result.xml': { headers: HTML },
  '/compare.csv?job=j1&job=j2': { headers: HTML },
  '/jobs/j1/video': { headers: HTML },
  '/jobs/j1/clips/0': { headers: HTML },
  '/compare?job=j1&job=j2': { headers: HTML },
  '/api/jobs/j1/target': { method: 'POST', headers: FORM, body: 'frame_key=k&x=0.1&y=0.1' },
  '/api/jobs/j1/select-track': { method: 'POST', headers: FORM, body: 'track_id=8' },
  '/api/jobs/j1/enqueue': { method: 'POST', headers: FORM, body: '' },
  '/api/jobs/j1/retry': { method: 'POST', headers: { ...FORM, 'hx-request': 'true' }, body: '' },
  '/api/jobs': {
    method: 'POST',
    headers: FORM,
    body: 'video_url=http://a.test/v.mp4&role=&category=',
  },
}
const STREAMS = ['/api/jobs/j1/events', '/jobs/j1/stream', '/recent-jobs/stream']
const READINGS: Record<string, Ask> = {
  '/api/jobs/j1/enqueue?as=json': {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  },
  '/api/frame-proxy?job=j1&url=http://store.test/a.jpg': {},
}

const SEEMS_BROKEN = /undefined|\[object|\bNaN\b|TypeError|RangeError|Traceback| at .*:\d+:\d+/

t.test(
  'whatever the service answers, everybody is told in words, and nothing fails here',
  async (t) => {
    let now = 0
    const upstream = await startFaultServer(t, 'answers 200')
    const { ask, origin, logged, close } = await startApp(
      t,
      {
        API_BASE_URL: upstream.url,
        FRAME_SOURCES: 'http://store.test/',
        UPSTREAM_TIMEOUT_MS: '300',
      },
      { now: () => now },
    )
    for (const fault of Object.keys(FAULTS) as FaultName[]) {
      await t.test(`a service that ${fault}`, async (t) => {
        upstream.fault = fault
        now += 60_000
        const isNoFaultOfOurs = (status: number, path: string) =>
          t.ok(status !== 500 || fault === 'answers 500', `${path}: ${status}`)
        const pages = Object.entries(PAGES).map(async ([path, options]) => {
          const answer = await ask(path, options)
          isNoFaultOfOurs(answer.status, path)
          t.notMatch(answer.text, SEEMS_BROKEN, path)
          if (answer.status < 400) return
          t.match(answer.headers['content-type'], /^text\/html/, path)
          t.match(answer.text, /<h[1-3][\s>]/, path)
        })
        const streams = STREAMS.map(async (path) => {
          const stream = await openStream(t, `${origin}${path}`, JOB_COOKIE)
          isNoFaultOfOurs(stream.status, path)
          stream.leave()
        })
        await Promise.all([...pages, ...streams])
        for (const [path, options] of Object.entries(READINGS)) {
          const answer = await ask(path, options)
          isNoFaultOfOurs(answer.status, path)
          if (answer.status >= 400) t.notMatch(answer.text, SEEMS_BROKEN, path)
        }
        t.equal((await ask('/healthz')).status, 200, 'the process lives')
      })
    }
    await close()
    t.strictSame(
      logged().filter(({ level }) => level >= 50),
      [],
    )
  },
)

const UNREADABLE: Partial<Record<FaultName, RegExp>> = {
  'answers nothing': /gave no JSON/,
  'answers half a JSON': /gave no JSON/,
  'answers with a byte order mark': /gave no JSON/,
  'answers with a web page': /gave no JSON/,
  'answers gzip': /gave no JSON/,
  'answers 204': /gave no JSON/,
  'answers 205': /gave no JSON/,
  'answers 304': /gave no JSON/,
  'answers null': /cannot be read/,
  'answers a list': /cannot be read/,
  'answers a text': /cannot be read/,
  'answers a number': /cannot be read/,
  'answers without data': /cannot be read/,
  'answers null as data': /cannot be read/,
  'answers a list as data': /cannot be read/,
  'answers 20 MB': /cannot be read/,
  'nests 20,000 deep': /cannot be read/,
  'nests deep where nobody reads': /cannot be read/,
  'redirects elsewhere': /redirects elsewhere/,
}

t.test('an answer that is no job is a 502 that says so: pages, events, enqueue', async (t) => {
  const upstream = await startFaultServer(t, 'answers 200')
  const { ask, post } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const [fault, words] of Object.entries(UNREADABLE)) {
    upstream.fault = fault as FaultName
    const page = await ask('/jobs/j1', { headers: HTML })
    t.equal(page.status, 502, fault)
    t.match(page.text, /<h1[^>]*>No usable answer from the service/, fault)
    t.match(page.text, words, fault)
    for (const answer of [
      await ask('/api/jobs/j1/events'),
      await post('/api/jobs/j1/enqueue', {}),
    ]) {
      t.equal(answer.status, 502, fault)
      t.equal(answer.json().error.code, 'UPSTREAM_BAD_ANSWER', fault)
      t.match(answer.json().error.message, words, fault)
    }
  }
})

t.test('what the service refuses is shown as its refusal, with its Retry-After', async (t) => {
  const upstream = await startFaultServer(t, 'answers 200')
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const [fault, status, heading] of [
    ['asks who is there', 502, 'The service refused this'],
    ['refuses 20,000 deep', 400, 'The service refused this'],
    ['answers 500', 500, 'The service failed'],
    ['fails with a web page', 503, 'The service failed'],
    ['answers 600', 502, 'The service failed'],
  ] as const) {
    upstream.fault = fault
    const page = await ask('/jobs/j1', { headers: HTML })
    t.equal(page.status, status, fault)
    t.match(page.text, new RegExp(`<h1[^>]*>${heading}`), fault)
    t.equal(page.headers['retry-after'], status === 503 ? '7' : undefined)
    t.notOk(page.headers['www-authenticate'])
  }
})

t.test(
  'a change whose answer cannot be read may have been made, and the page says so',
  async (t) => {
    const upstream = await startUpstream(t)
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const form = (path: string, body: string) =>
      ask(path, { method: 'POST', headers: { ...FORM, 'hx-request': 'true' }, body })
    const odd: Told[] = [
      { status: 200, body: '' },
      { status: 204 },
      { status: 200, body: '<html></html>' },
      { status: 200, body: `{"data":${'['.repeat(20_000)}${']'.repeat(20_000)}}` },
    ]
    for (const told of odd) {
      upstream.on('POST /jobs/j1/enqueue', told)
      const action = await form('/api/jobs/j1/enqueue', '')
      t.equal(action.status, 502)
      t.match(action.text, /may have been made/)
    }
    for (const job_id of ['', '../j1', 'j1\r\nset-cookie: a=b', '//evil.test', 1, null, ['j1']]) {
      upstream.on('POST /jobs', json({ ok: true, data: { job_id } }))
      const created = await form('/api/jobs', 'video_url=http://a.test/v.mp4&role=&category=')
      t.equal(created.status, 502, JSON.stringify(job_id))
      t.match(created.text, /may have been made/)
      t.notOk(created.headers['hx-redirect'] ?? created.headers['location'])
      t.notOk(created.headers['set-cookie'])
    }
  },
)
