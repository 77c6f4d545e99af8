import t from 'tap'
import { createBreaker } from '../../src/plugins/upstream/breaker.ts'
import { startApp } from '../support/app.ts'
import { startFaultServer } from '../support/fault-server.ts'
import { json, startUpstream } from '../support/upstream-server.ts'

const STATUS = '/api/jobs/j1/status'
const PICK = '/api/jobs/j1/pick-player'
const WRITE = { frame_key: 'k', track_id: 1 }

/** Fails calls until the breaker opens, and says how many that took. */
async function open(app: Awaited<ReturnType<typeof startApp>>): Promise<number> {
  for (let calls = 1; calls < 20; calls += 1) {
    await app.post(PICK, WRITE)
    if (app.app.upstream.paused) return calls
  }
  return Number.POSITIVE_INFINITY
}

t.test(
  'the breaker opens after at least three failures in a row, and then answers fast',
  async (t) => {
    const upstream = await startFaultServer(t, 'resets on the request')
    const app = await startApp(t, { API_BASE_URL: upstream.url }, { now: () => 1_000_000 })
    const calls = await open(app)
    t.ok(calls >= 3 && calls <= 10, `after ${calls}`)

    const { requests } = upstream
    for (const answer of [await app.ask(STATUS), await app.post(PICK, WRITE)]) {
      t.equal(answer.status, 503)
      t.match(answer.json(), { ok: false, error: { code: 'UPSTREAM_PAUSED' } })
      t.match(answer.headers['retry-after'], /^[1-9]\d*$/)
    }
    t.equal(upstream.requests, requests, 'nothing is sent')
  },
)

t.test('an open breaker sends one probe within 10 s, and closes when it is answered', async (t) => {
  let now = 1_000_000
  const upstream = await startFaultServer(t, 'resets on the request')
  const app = await startApp(t, { API_BASE_URL: upstream.url }, { now: () => now })
  await open(app)
  upstream.fault = 'answers 200'
  now += 10_000
  const probe = await app.ask(STATUS)
  t.equal(probe.status, 200)
  t.notOk(app.app.upstream.paused)
  t.equal((await app.post(PICK, WRITE)).status, 200)
})

t.test('while the probe is under way the others are answered at once', async (t) => {
  let now = 1_000_000
  const upstream = await startFaultServer(t, 'resets on the request')
  const app = await startApp(t, { API_BASE_URL: upstream.url }, { now: () => now })
  await open(app)
  upstream.fault = 'never answers'
  now += 10_000
  const gone = new AbortController()
  const { requests } = upstream
  const probe = app.ask(STATUS, { signal: gone.signal }).catch(() => null)
  while (upstream.requests === requests) await new Promise(setImmediate)
  t.equal((await app.ask(STATUS)).status, 503)
  t.equal(upstream.requests, requests + 1, 'one probe')
  gone.abort()
  await probe
})

t.test('answered errors never open the breaker', async (t) => {
  for (const status of [400, 404, 409, 500, 502, 503]) {
    const upstream = await startUpstream(t, json({ ok: false }, status))
    const { ask, app } = await startApp(t, { API_BASE_URL: upstream.url })
    for (let i = 0; i < 12; i += 1) t.equal((await ask(STATUS)).status, status)
    t.notOk(app.upstream.paused)
  }
})

t.test('clients that leave never open the breaker', async (t) => {
  const upstream = await startFaultServer(t, 'never answers')
  const { ask, app } = await startApp(t, { API_BASE_URL: upstream.url })
  for (let i = 1; i <= 12; i += 1) {
    const gone = new AbortController()
    const left = ask(STATUS, { signal: gone.signal }).catch(() => 'left')
    while (upstream.requests < i) await new Promise(setImmediate)
    gone.abort()
    t.equal(await left, 'left')
  }
  while (upstream.sockets.size > 0) await new Promise(setImmediate)
  t.notOk(app.upstream.paused)
})

t.test('calls that were under way when it opened do not put the probe off', async (t) => {
  let now = 0
  const breaker = createBreaker(() => now)
  const passes = Array.from({ length: 20 }, () => breaker.enter())
  t.ok(passes.every((pass) => pass === 'call'))
  for (let i = 0; i < 20; i += 1) {
    now += 500
    breaker.failed('call')
  }
  t.ok(breaker.open)
  t.equal(breaker.enter(), 'probe')
})

t.test('failed probes are spaced out, never further than 10 s', async (t) => {
  let now = 0
  const breaker = createBreaker(() => now)
  while (!breaker.open) breaker.failed('call')
  for (let i = 0; i < 10; i += 1) {
    const seconds = breaker.retryAfterSec()
    t.ok(seconds >= 1 && seconds <= 10, `${seconds} s`)
    t.equal(breaker.enter(), null)
    now += seconds * 1000
    t.equal(breaker.enter(), 'probe')
    breaker.failed('probe')
  }
})

t.test('a probe whose client left makes room for the next', async (t) => {
  let now = 0
  const breaker = createBreaker(() => now)
  while (!breaker.open) breaker.failed('call')
  now += 10_000
  t.equal(breaker.enter(), 'probe')
  t.equal(breaker.enter(), null)
  breaker.abandoned('probe')
  t.equal(breaker.enter(), 'probe')
})
