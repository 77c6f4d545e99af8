import t from 'tap'
import { type Ask, startApp } from '../support/app.ts'
import { json, READY_JOB, type Seen, startUpstream } from '../support/service/upstream-server.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

t.test('the request id of the context is sent upstream, returned and logged', async (t) => {
  const upstream = await startUpstream(t, json({ ok: false }, 409))
  const { ask, logged } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const id of ['abc', 'a'.repeat(400), '~!@#$%^&*()_+']) {
    const { headers } = await ask('/api/jobs/j1', { headers: { 'x-request-id': id } })
    t.equal(headers['x-request-id'], id)
    t.equal(upstream.requests.at(-1)?.headers['x-request-id'], id)
    const lines = logged().filter(({ reqId }) => reqId === id)
    t.ok(lines.some(({ upstream }) => upstream?.status === 409))
  }
})

t.test('a request id is made where there is none, or one that no log should hold', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const seen = new Set<string>()
  for (const id of [undefined, '', 'a b', 'a'.repeat(401), 'caf\u00e9', '\t']) {
    const { headers } = await ask('/api/jobs/j1', {
      headers: id === undefined ? {} : { 'x-request-id': id },
    })
    const made = String(headers['x-request-id'])
    t.match(made, UUID)
    t.equal(upstream.requests.at(-1)?.headers['x-request-id'], made)
    seen.add(made)
  }
  t.equal(seen.size, 6, 'each its own')
})

t.test('our own errors carry the request id in the body and in the header', async (t) => {
  const { ask } = await startApp(t)
  const { headers, json: read } = await ask('/api/jobs/%20', { headers: { 'x-request-id': 'r-1' } })
  t.equal(headers['x-request-id'], 'r-1')
  t.equal(read().meta.request_id, 'r-1')
})

t.test('where the upstream answers without an id, as on its 500, ours stands', async (t) => {
  const upstream = await startUpstream(t, json({ ok: false }, 500))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const { headers } = await ask('/api/jobs/j1', { headers: { 'x-request-id': 'r-2' } })
  t.equal(headers['x-request-id'], 'r-2')
})

t.test('every answer has the id that its request came with, whatever its status', async (t) => {
  // As the service does: it echoes the id that the call to it had.
  const echoing = (body: unknown, status: number) => (seen: Seen) => ({
    status,
    headers: {
      'content-type': 'application/json',
      'x-request-id': String(seen.headers['x-request-id']),
    },
    body: JSON.stringify(body),
  })
  const gone = { ok: false, error: { code: 'JOB_NOT_FOUND' } }
  const upstream = await startUpstream(t, echoing(gone, 404))
  upstream.on('GET /jobs/j1', echoing(READY_JOB, 200))
  upstream.on('POST /jobs/j1/enqueue', echoing({ ok: true, data: {} }, 200))
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const css = app.app.urls.asset('css/base.css')
  const { etag } = (await app.ask(css)).headers
  const asked: [number, string, Ask][] = [
    [200, '/healthz', {}],
    [200, '/api/jobs/j1', {}],
    [200, '/jobs/j1', {}],
    [200, css, {}],
    [304, css, { headers: { 'if-none-match': String(etag) } }],
    [204, '/jobs/j1', { method: 'OPTIONS' }],
    [303, '/api/jobs/j1/enqueue', { method: 'POST', headers: { accept: 'text/html' } }],
    [308, '/jobs/j1/', {}],
    [400, '/jobs/%ff', {}],
    [400, '/jobs/%20', {}],
    [403, '/api/jobs/j1/enqueue', { method: 'POST', headers: { origin: 'http://evil.test' } }],
    [404, '/nothing', {}],
    [404, '/api/jobs/nope', {}],
    [404, '/api/jobs/nope/events', {}],
    [404, '/api/jobs/nope/events', { method: 'HEAD' }],
    [404, '/jobs/nope', {}],
    [404, '/jobs/nope/stream', {}],
    [405, '/jobs/j1', { method: 'DELETE' }],
    [
      415,
      '/api/jobs/j1/enqueue',
      { method: 'POST', headers: { 'content-type': 'a/b' }, body: 'a' },
    ],
  ]
  for (const [index, [status, path, options]] of asked.entries()) {
    const id = `r-${index}`
    const headers = { ...options.headers, 'x-request-id': id }
    const answer = await app.ask(path, { ...options, headers })
    t.equal(answer.status, status, path)
    t.equal(answer.headers['x-request-id'], id, `${status} ${path}`)
  }
})
