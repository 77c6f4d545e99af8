import { setTimeout as later, setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { createRetryBudget } from '../../src/upstream/retry-budget.ts'
import { startApp } from '../support/app.ts'
import { startFaultServer } from '../support/service/fault-server.ts'
import { json, READY_JOB, startUpstream } from '../support/service/upstream-server.ts'

const BOX = { x: 0.1, y: 0.2, w: 0.1, h: 0.2 }

t.test(
  'a read whose connection broke is sent once more and the context sees only the answer',
  async (t) => {
    const upstream = await startUpstream(t)
    let first = true
    upstream.always((_seen, response) => {
      if (first) {
        first = false
        response.socket?.destroy()
      }
      return json(READY_JOB)
    })
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    t.equal((await ask('/api/jobs/j1')).status, 200)
    t.equal(upstream.requests.length, 2)
  },
)

t.test('no mutation is ever sent twice, whichever action it is', async (t) => {
  const bodies: Record<string, unknown> = {
    'select-track': { trackId: 8, selection: { time_sec: 1, bbox: BOX } },
    'pick-player': { frame_key: 'k', track_id: 8 },
    'player-ref': { frame_time_sec: 1, ...BOX },
    target: { frame_key: 'k', bbox: BOX },
    selection: { selections: [{ frame_time_sec: 1, ...BOX }] },
    'player-profile': { player_name: 'A' },
    retry: {},
    report: {},
  }
  const upstream = await startFaultServer(t, 'resets on the request')
  for (const [action, body] of Object.entries(bodies)) {
    const { post } = await startApp(t, { API_BASE_URL: upstream.url })
    upstream.requests = 0
    t.equal((await post(`/api/jobs/j1/${action}`, body)).status, 502, action)
    t.equal(upstream.requests, 1, action)
  }
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  upstream.requests = 0
  t.equal((await post('/api/jobs', { video_key: 'v', role: '', category: '' })).status, 502)
  t.equal(upstream.requests, 1, 'create')
})

t.test('an enqueue that broke is not sent again', async (t) => {
  const upstream = await startUpstream(t)
  upstream.on('POST /jobs/j1/enqueue', (_seen, response) => {
    response.socket?.destroy()
    return json({})
  })
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  t.equal((await post('/api/jobs/j1/enqueue', {})).status, 502)
  t.equal(upstream.requests.filter(({ method }) => method === 'POST').length, 1)
})

t.test('second tries stay within a budget that answers fill again', async (t) => {
  const budget = createRetryBudget()
  let taken = 0
  while (budget.take()) taken += 1
  t.equal(taken, 10)
  for (let i = 0; i < 9; i += 1) budget.answered()
  t.notOk(budget.take(), 'nine answers are not enough for one')
  for (let i = 0; i < 3; i += 1) budget.answered()
  t.ok(budget.take())
})

t.test('Retry-After of the upstream reaches the context', async (t) => {
  const upstream = await startUpstream(t, {
    status: 503,
    headers: { 'content-type': 'application/json', 'retry-after': '17' },
    body: '{"ok":false}',
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const { status, headers } = await ask('/api/jobs/j1')
  t.equal(status, 503)
  t.equal(headers['retry-after'], '17')
  t.equal(upstream.requests.length, 1, 'a 503 is an answer: it is not asked again')
})

t.test('a client that leaves ends the call upstream', async (t) => {
  const upstream = await startFaultServer(t, 'never answers')
  // Far beyond the test's own limit: only the client's end can end the call.
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, UPSTREAM_TIMEOUT_MS: '600000' })
  const gone = new AbortController()
  const left = ask('/api/jobs/j1', { signal: gone.signal }).catch(() => 'left')
  while (upstream.requests === 0) await new Promise(setImmediate)
  t.equal(upstream.sockets.size, 1)
  gone.abort()
  t.equal(await left, 'left')
  while (upstream.sockets.size > 0) await new Promise(setImmediate)
  t.equal(upstream.requests, 1)
})

t.test('the total time of a call is bounded', async (t) => {
  const upstream = await startFaultServer(t, 'drips the body')
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, UPSTREAM_TIMEOUT_MS: '200' })
  t.equal((await ask('/api/jobs/j1')).status, 504)
  t.equal(upstream.requests, 1)
})

t.test('the second try has what is left of the time, not all of it again', async (t) => {
  const seen: string[] = []
  const { promise: brokenOff, resolve: breakOff } = Promise.withResolvers<void>()
  const { promise: laterCame, resolve: laterHasCome } = Promise.withResolvers<void>()
  const upstream = await startUpstream(t, async ({ path }, response) => {
    seen.push(path)
    if (path === '/jobs/later') laterHasCome()
    if (path === '/jobs/early' && seen.filter((one) => one === path).length === 1) {
      await brokenOff
      response.socket?.destroy()
    }
    return new Promise<never>(() => {})
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, UPSTREAM_TIMEOUT_MS: '1000' })
  const ended: string[] = []
  const end = async (job: string) => {
    const { status } = await ask(`/api/jobs/${job}`)
    ended.push(`${job} ${status}`)
  }
  const early = end('early')
  while (seen.length === 0) await turn()
  // The first try takes a while before it breaks; the other call begins before the second try does.
  await later(100)
  const other = end('later')
  await laterCame
  breakOff()
  await Promise.all([early, other])
  t.equal(seen.filter((path) => path === '/jobs/early').length, 2, 'there was a second try')
  t.strictSame(ended, ['early 504', 'later 504'])
})

t.test('answers fill the budget of second tries again', async (t) => {
  let now = 0
  const upstream = await startUpstream(t, ({ path }, response) => {
    if (path.startsWith('/jobs/bad')) response.socket?.destroy()
    return json(READY_JOB)
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url }, { now: () => now })
  let jobs = 0
  /** How often a read that breaks is sent, each long after the other, so that no call is held back. */
  const sent = async () => {
    now += 600_000
    const before = upstream.requests.length
    t.equal((await ask(`/api/jobs/bad-${jobs++}`)).status, 502)
    return upstream.requests.length - before
  }
  for (let i = 0; i < 10; i += 1) t.equal(await sent(), 2)
  t.equal(await sent(), 1, 'the budget is spent')
  for (let i = 0; i < 12; i += 1) await ask('/api/jobs/good')
  t.equal(await sent(), 2)
  t.equal(await sent(), 1)
})

t.test(
  'UPSTREAM_AUTHORIZATION goes upstream and the credential of the context does not',
  async (t) => {
    const upstream = await startUpstream(t)
    const { ask } = await startApp(t, {
      API_BASE_URL: upstream.url,
      UPSTREAM_AUTHORIZATION: 'Bearer of-the-service',
    })
    await ask('/api/jobs/j1', { headers: { authorization: 'Bearer of-the-user', cookie: 'a=b' } })
    t.match(upstream.requests[0]?.headers, { authorization: 'Bearer of-the-service' })
    t.notOk(upstream.requests[0]?.headers.cookie)

    const plain = await startApp(t, { API_BASE_URL: upstream.url })
    await plain.ask('/api/jobs/j1', { headers: { authorization: 'Bearer of-the-user' } })
    t.notOk(upstream.requests[1]?.headers.authorization)
  },
)

t.test(
  'a path prefix of API_BASE_URL stands before every path, with or without its slash',
  async (t) => {
    const upstream = await startUpstream(t)
    for (const suffix of ['', '/', '/v1', '/v1/', '/a/b//']) {
      const { ask } = await startApp(t, { API_BASE_URL: upstream.url + suffix })
      await ask('/api/jobs/j1?view=full')
      const prefix = suffix.replace(/\/+$/, '')
      t.equal(upstream.requests.at(-1)?.path, `${prefix}/jobs/j1?view=full`)
    }
  },
)
