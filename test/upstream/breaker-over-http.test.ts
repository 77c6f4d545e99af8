// One file: each test ends calls in another way and asks over HTTP which of the next ones still pass.

import { once } from 'node:events'
import http from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { Agent, request } from 'undici'
import { type App, type Ask, startApp } from '../support/app.ts'
import { closedPort, startFaultServer } from '../support/service/fault-server.ts'
import { json, READY_JOB, type Seen, startUpstream } from '../support/service/upstream-server.ts'

const STATUS = '/api/jobs/j1/status'
const PICK = '/api/jobs/j1/pick-player'
const ROUNDS = 60
const WRITE = { frame_key: 'k', track_id: 1 }
const PAUSED = { ok: false, error: { code: 'UPSTREAM_PAUSED' } }

/** A service whose answers for the jobs in `bad` break off; the others get a ready job. */
async function startWithBadJobs(t: Test, ...jobs: string[]) {
  const bad = new Set(jobs)
  const upstream = await startUpstream(t, ({ path }, response) => {
    if (bad.has(path.split(/[/?]/)[2] ?? '')) response.socket?.destroy()
    return json(READY_JOB)
  })
  return { ...upstream, bad }
}

/** Fails calls of a job until no more are sent for it. */
async function breakJob({ post }: App, job: string) {
  for (let calls = 1; calls < 10; calls += 1) {
    if ((await post(`/api/jobs/${job}/retry`, {})).status === 503) return
  }
  throw new Error(`calls of ${job} are still sent`)
}

t.test(
  'a dead service is asked three times, then all are told at once when to come again',
  async (t) => {
    let now = 1_000_000
    const port = await closedPort()
    const app = await startApp(t, { API_BASE_URL: `http://127.0.0.1:${port}` }, { now: () => now })
    const statuses = []
    for (let i = 1; i <= 4; i += 1) statuses.push((await app.ask(`/api/jobs/j${i}`)).status)
    t.strictSame(statuses, [502, 502, 502, 503])
    t.ok(app.app.upstream.paused)

    const service = http.createServer((_request, response) => {
      asked += 1
      response.end('{"ok":true}')
    })
    let asked = 0
    service.listen(port, '127.0.0.1')
    await once(service, 'listening')
    t.teardown(() => service.close())
    for (const answer of [await app.ask(STATUS), await app.post(PICK, WRITE)]) {
      t.equal(answer.status, 503)
      t.match(answer.json(), PAUSED)
      t.equal(answer.headers['retry-after'], '1')
    }
    t.equal(asked, 0, 'nothing is sent')

    now += 1_000
    t.equal((await app.ask(STATUS)).status, 200, 'one probe')
    t.notOk(app.app.upstream.paused)
    t.equal((await app.post(PICK, WRITE)).status, 200)
    service.closeAllConnections()
  },
)

t.test('a job whose answers break costs itself alone, asked 8 at a time', async (t) => {
  let rounds = 0
  const service = await startWithBadJobs(t, 'bad')
  // A quarter of a second a round: time for several probes.
  const app = await startApp(t, { API_BASE_URL: service.url }, { now: () => rounds * 250 })
  const seen = { bad: new Map<number, number>(), good: new Map<number, number>() }
  const count = (of: Map<number, number>, status: number) =>
    of.set(status, (of.get(status) ?? 0) + 1)
  const poison = async () => {
    while (rounds < ROUNDS) {
      const { status } = await app.ask(`/api/jobs/bad?n=${Math.random()}`)
      count(seen.bad, status)
      await turn()
    }
  }
  const healthy = async () => {
    for (; rounds < ROUNDS; rounds += 1) {
      const paths = [`/api/jobs/good-${rounds % 5}`, `/api/jobs/good-${rounds % 3}/status`]
      for (const path of paths) count(seen.good, (await app.ask(path)).status)
      const page = await app.ask(`/jobs/good-${rounds % 5}`, { headers: { accept: 'text/html' } })
      count(seen.good, page.status)
    }
  }
  await Promise.all([...Array.from({ length: 8 }, poison), healthy()])
  t.strictSame([...seen.good.keys()], [200], 'no healthy call is refused')
  t.equal(seen.good.get(200), ROUNDS * 3)
  t.strictSame([...seen.bad.keys()].sort(), [502, 503])
  const sent = service.requests.filter(({ path }) => path.startsWith('/jobs/bad')).length
  t.ok(sent < 100, `and the service is not asked for it again and again: ${sent} times`)
  t.notOk(app.app.upstream.paused)
  t.equal(app.app.upstream.pausedJobs, 1)
  const { text } = await app.ask('/metrics')
  t.match(text, /^touchline_upstream_breaker_open 0$/m)
  t.match(text, /^touchline_upstream_held_jobs 1$/m)
})

t.test('a clock that is set back lengthens no wait', async (t) => {
  const app = await startApp(t, { API_BASE_URL: `http://127.0.0.1:${await closedPort()}` })
  for (let i = 1; i <= 3; i += 1) t.equal((await app.ask(`/api/jobs/j${i}`)).status, 502)
  const { now } = Date
  t.teardown(() => Object.assign(Date, { now }))
  Date.now = () => now() - 3_600_000
  const held = async () => {
    await turn()
    return app.ask('/api/jobs/new')
  }
  let answer = await held()
  while (answer.status === 503 && answer.headers['retry-after'] === '1') answer = await held()
  t.equal(answer.status, 502, 'a probe, after a second')
})

t.test('calls of a held back job are told so, and its own answer lets them pass', async (t) => {
  let now = 1_000_000
  const service = await startWithBadJobs(t, 'j1')
  const app = await startApp(t, { API_BASE_URL: service.url }, { now: () => now })
  await breakJob(app, 'j1')
  const sent = service.requests.length
  for (const answer of [await app.ask(STATUS), await app.post(PICK, WRITE)]) {
    t.equal(answer.status, 503)
    t.match(answer.json(), PAUSED)
    t.match(answer.json().error.message, /for this job/)
    t.equal(answer.headers['retry-after'], '1')
  }
  const page = await app.ask('/jobs/j1', { headers: { accept: 'text/html' } })
  t.equal(page.status, 503)
  t.match(page.text, /for this job/)
  t.equal(service.requests.length, sent, 'nothing is sent')

  now += 1_000
  t.equal((await app.ask(STATUS)).status, 502, 'a probe')
  t.equal((await app.ask(STATUS)).headers['retry-after'], '2')
  service.bad.clear()
  now += 2_000
  t.equal((await app.ask(STATUS)).status, 200)
  t.equal((await app.post(PICK, WRITE)).status, 200)
  t.equal(app.app.upstream.pausedJobs, 0)
})

t.test('where several jobs break and none answers, all calls are held back', async (t) => {
  let now = 1_000_000
  const service = await startWithBadJobs(t, 'a', 'b', 'c', 'd')
  const app = await startApp(t, { API_BASE_URL: service.url }, { now: () => now })
  for (const job of ['a', 'b', 'c']) t.equal((await app.ask(`/api/jobs/${job}`)).status, 502)
  t.ok(app.app.upstream.paused)
  const { text } = await app.ask('/metrics')
  t.match(text, /^touchline_upstream_breaker_open 1$/m)
  const sent = service.requests.length
  t.equal((await app.ask('/api/jobs/e')).status, 503)

  now += 1_000
  for (const job of ['a', 'b', 'c']) t.equal((await app.ask(`/api/jobs/${job}`)).status, 503)
  t.equal(service.requests.length, sent, 'a job that has just failed is not the probe')
  t.equal((await app.ask('/api/jobs/e')).status, 200)
  t.notOk(app.app.upstream.paused)
})

t.test('while the probe is under way the others are answered at once', async (t) => {
  let now = 1_000_000
  const upstream = await startFaultServer(t, 'resets on the request')
  const app = await startApp(t, { API_BASE_URL: upstream.url }, { now: () => now })
  await breakJob(app, 'j1')
  upstream.fault = 'never answers'
  now += 10_000
  const gone = new AbortController()
  const { requests } = upstream
  const probe = app.ask(STATUS, { signal: gone.signal }).catch(() => null)
  while (upstream.requests === requests) await turn()
  t.equal((await app.ask(STATUS)).status, 503)
  t.equal(upstream.requests, requests + 1, 'one probe')
  gone.abort()
  await probe
})

t.test('answered errors never hold calls back', async (t) => {
  for (const status of [400, 404, 409, 500, 502, 503]) {
    const upstream = await startUpstream(t, json({ ok: false }, status))
    const { ask, app } = await startApp(t, { API_BASE_URL: upstream.url })
    for (let i = 0; i < 12; i += 1) t.equal((await ask(`/api/jobs/j${i % 4}`)).status, status)
    t.notOk(app.upstream.paused)
    t.equal(app.upstream.pausedJobs, 0)
  }
})

t.test('clients that leave never hold calls back', async (t) => {
  const upstream = await startFaultServer(t, 'never answers')
  const { ask, app } = await startApp(t, { API_BASE_URL: upstream.url })
  for (let i = 1; i <= 12; i += 1) {
    const gone = new AbortController()
    const left = ask(`/api/jobs/j${i % 4}`, { signal: gone.signal }).catch(() => 'left')
    while (upstream.requests < i) await turn()
    gone.abort()
    t.equal(await left, 'left')
  }
  while (upstream.sockets.size > 0) await turn()
  t.notOk(app.upstream.paused)
  t.equal(app.upstream.pausedJobs, 0)
})

t.test('a job that is never answered leaves connections to the others', async (t) => {
  const silent: Seen[] = []
  const upstream = await startUpstream(t, (seen) => {
    if (!seen.path.startsWith('/jobs/silent')) return json(READY_JOB)
    silent.push(seen)
    return new Promise<never>(() => {})
  })
  const { ask, origin } = await startApp(t, { API_BASE_URL: upstream.url })
  const others = new Agent()
  t.teardown(() => others.destroy())
  const gone = new AbortController()
  const options: Ask = { signal: gone.signal }
  const held = Array.from({ length: 200 }, (_, n) =>
    request(`${origin}/api/jobs/silent?n=${n}`, { ...options, dispatcher: others }).catch(
      () => 'left',
    ),
  )
  while (silent.length < 48) await turn()
  for (let n = 0; n < 5; n += 1) t.equal((await ask(`/api/jobs/j${n}`)).status, 200)
  t.equal(silent.length, 48)
  gone.abort()
  t.ok((await Promise.all(held)).every((reply) => reply === 'left'))
})
