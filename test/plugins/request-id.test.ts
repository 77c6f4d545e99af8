import t from 'tap'
import { startApp } from '../support/app.ts'
import { json, startUpstream } from '../support/upstream-server.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

t.test('the request id of the caller is sent upstream, returned and logged', async (t) => {
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
