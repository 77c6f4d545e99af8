import t from 'tap'
import { startApp } from '../support/app.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

const READS = ['', '/status', '/result', '/candidates', '/frames', '/report', '/diagnostic']
const ID = '0f0e0d0c-0000-4000-8000-000000000001'

for (const part of READS) {
  t.test(`GET /api/jobs/:jobId${part} is GET /jobs/:jobId${part} upstream`, async (t) => {
    const body = `{ "ok":true,\t"data": {"n": 12345678901234567890, "f": 1.50, "é": "\\u00e9"} }\n`
    const upstream = await startUpstream(t, {
      headers: { 'content-type': 'application/json', 'x-algonext-revision': '67ab429' },
      body,
    })
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const query = '?view=full&a=1&a=2&b=%20%2B+&c&=d'
    const answer = await ask(`/api/jobs/${ID}${part}${query}`)
    t.equal(answer.status, 200)
    t.equal(answer.text, body, 'not one byte differs')
    t.equal(answer.headers['x-algonext-revision'], '67ab429')
    t.equal(answer.headers['content-type'], 'application/json')
    t.equal(upstream.requests.length, 1)
    t.match(upstream.requests[0], { method: 'GET', path: `/jobs/${ID}${part}${query}` })
    t.equal(upstream.requests[0]?.body.length, 0)
  })

  t.test(`GET /api/jobs/:jobId${part} passes the upstream's refusal on as it is`, async (t) => {
    const body = { ok: false, error: { code: 'JOB_NOT_FOUND', message: 'Job not found' } }
    const upstream = await startUpstream(t, json(body, 404))
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const answer = await ask(`/api/jobs/${ID}${part}`)
    t.equal(answer.status, 404)
    t.equal(answer.text, JSON.stringify(body))
  })

  t.test(
    `GET /api/jobs/:jobId${part} without API_BASE_URL says so in the agreed words`,
    async (t) => {
      for (const env of [{}, { API_BASE_URL: '' }, { API_BASE_URL: '  ' }]) {
        const { ask } = await startApp(t, env)
        const answer = await ask(`/api/jobs/${ID}${part}`)
        t.equal(answer.status, 500)
        t.equal(answer.text, '{"ok":false,"error":"API_BASE_URL missing"}')
        t.match(answer.headers['content-type'], /^application\/json/)
      }
    },
  )

  t.test(`GET /api/jobs/:jobId${part} sends nothing for an id that is none`, async (t) => {
    const upstream = await startUpstream(t)
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const ids = [
      '..%2f..%2fadmin',
      '%00',
      'a%00b',
      '%20',
      '%2e%2e',
      '-a',
      '_a',
      'a.b',
      'a%2Fb',
      '@x',
    ]
    for (const id of [...ids, 'a'.repeat(65), 'é', '%ff', '%', '%zz', 'a;b', ':x', 'a%0d%0ab']) {
      const { status, text } = await ask(`/api/jobs/${encodeURI(id).replaceAll('%25', '%')}${part}`)
      t.ok([400, 404, 414].includes(status), `${id}: ${status}`)
      t.match(JSON.parse(text), { ok: false, error: { code: String } })
    }
    t.strictSame(upstream.requests, [])
  })
}

t.test('the longest id and the shortest go through', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const id of ['a', '0', 'A-_9', 'a'.repeat(64)]) {
    t.equal((await ask(`/api/jobs/${id}`)).status, 200)
  }
  t.equal(upstream.requests.length, 4)
})

t.test('HEAD is answered like GET, without the body', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const get = await ask('/api/jobs/j1')
  const head = await ask('/api/jobs/j1', { method: 'HEAD' })
  t.equal(head.status, 200)
  t.equal(head.bytes.length, 0)
  t.equal(head.headers['content-length'], get.headers['content-length'])
})

t.test('an address or a method that no route has is refused in the envelope', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const [method, path] of [
    ['GET', '/api/jobs/j1/nothing'],
    ['GET', '/api/jobs'],
    ['GET', '/api/jobs//status'],
    ['GET', '/api/jobs/x/../../admin'],
    ['POST', '/api/jobs/j1/poll'],
    ['PUT', '/api/jobs/j1'],
    ['DELETE', '/api/jobs/j1'],
  ] as const) {
    const { status, json } = await ask(path, { method })
    t.ok([400, 404, 405].includes(status), `${method} ${path}: ${status}`)
    t.match(json(), { ok: false, error: { code: String }, meta: { request_id: String } })
  }
  t.strictSame(upstream.requests, [])
})
