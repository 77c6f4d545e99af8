import t from 'tap'
import { type App, startApp } from '../support/app.ts'
import { rawRequest, readAnswer } from '../support/raw-request.ts'
import { json, READY_JOB, startUpstream } from '../support/service/upstream-server.ts'

const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const METHODS = ['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'POST', 'GET'] as const

/** Any method and any path, as they stand on the wire. */
async function wire({ port }: App, method: string, path: string, headers = '') {
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${headers}\r\n`
  return readAnswer(await rawRequest(port, head))
}

const allowing = (methods: string) => [...methods.split(', '), 'OPTIONS'].sort().join(', ')

/** A path for each family of addresses, and the methods that it takes. */
function addressesOf({ app }: App, base: string): [string, string][] {
  return [
    [`${base}/`, 'GET, HEAD'],
    [`${base}/jobs`, 'GET, HEAD'],
    [`${base}/jobs/j1`, 'GET, HEAD'],
    [`${base}/jobs/j1/frames/1?track=8`, 'GET, HEAD'],
    [`${base}/jobs/j1/live`, 'GET, HEAD'],
    [`${base}/jobs/j1/stream`, 'GET, HEAD'],
    [`${base}/api/jobs`, 'POST'],
    [`${base}/api/jobs/j1`, 'GET, HEAD'],
    [`${base}/api/jobs/j1/target`, 'POST'],
    [`${base}/api/jobs/j1/events`, 'GET, HEAD'],
    [`${base}/api/frame-proxy`, 'GET, HEAD'],
    [`${base}/healthz`, 'GET, HEAD'],
    [`${base}/metrics`, 'GET, HEAD'],
    [app.urls.asset('css/base.css'), 'GET, HEAD'],
    [app.urls.asset('js/app.js'), 'GET, HEAD'],
    [app.urls.asset('vendor/htmx.min.js'), 'GET, HEAD'],
  ]
}

for (const base of ['', '/api/touchline']) {
  t.test(`another method is a 405 that names those of the address, under "${base}"`, async (t) => {
    const upstream = await startUpstream(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url, BASE_PATH: base || '/' })
    for (const [path, methods] of addressesOf(app, base)) {
      for (const method of METHODS.filter((one) => !methods.includes(one))) {
        const answer = await wire(app, method, path, 'x-request-id: r-1\r\n')
        t.equal(answer.status, 405, `${method} ${path}`)
        t.equal(answer.headers['allow'], allowing(methods), path)
        t.equal(answer.headers['x-request-id'], 'r-1')
      }
    }
    t.strictSame(upstream.requests, [])
  })

  t.test(
    `OPTIONS is told the methods and nothing about other origins, under "${base}"`,
    async (t) => {
      const upstream = await startUpstream(t)
      const app = await startApp(t, { API_BASE_URL: upstream.url, BASE_PATH: base || '/' })
      for (const [path, methods] of addressesOf(app, base)) {
        const headers = 'origin: http://other.test\r\naccess-control-request-method: PUT\r\n'
        const answer = await wire(app, 'OPTIONS', path, headers)
        t.equal(answer.status, 204, path)
        t.equal(answer.headers['allow'], allowing(methods), path)
        t.equal(answer.body, '')
        t.notOk(Object.keys(answer.headers).some((name) => name.startsWith('access-control')))
      }
      t.equal((await wire(app, 'OPTIONS', `${base}/nothing`)).status, 404)
      t.strictSame(upstream.requests, [])
    },
  )

  t.test(`a trailing slash leads to the address without it, under "${base}"`, async (t) => {
    const upstream = await startUpstream(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url, BASE_PATH: base || '/' })
    const cases: [string, string][] = [
      ['/jobs/job-t/', '/jobs/job-t'],
      ['/jobs/job-t/frames/1/', '/jobs/job-t/frames/1'],
      ['/jobs/job-t/frames/1/?track=8&left=/', '/jobs/job-t/frames/1?track=8&left=/'],
      ['/jobs/job-t///', '/jobs/job-t'],
      ['/compare/?job=a&job=b', '/compare?job=a&job=b'],
      ['/api/jobs/job-t/', '/api/jobs/job-t'],
      ['/api/jobs/job-t/target/', '/api/jobs/job-t/target'],
      ['/api/jobs/', '/api/jobs'],
      ['/healthz/', '/healthz'],
    ]
    for (const [from, to] of cases) {
      for (const method of ['GET', 'HEAD', 'POST']) {
        const answer = await wire(app, method, base + from, 'x-request-id: r-1\r\n')
        t.equal(answer.status, 308, `${method} ${from}`)
        t.equal(answer.headers['location'], base + to, from)
        t.equal(answer.headers['x-request-id'], 'r-1')
      }
    }
    const absolute = await wire(app, 'GET', `http://127.0.0.1${base}/jobs/job-t/?a=1`)
    t.equal(absolute.headers['location'], `${base}/jobs/job-t?a=1`)
    t.equal((await wire(app, 'GET', `${base}/nothing/`)).status, 404, 'but not to nothing')
    t.strictSame(upstream.requests, [])
  })
}

t.test('no trailing slash leads to another site', async (t) => {
  const app = await startApp(t, { BASE_PATH: '/desk' })
  const open = await startApp(t)
  for (const path of [
    '//evil.example/',
    '//evil.example/jobs/j1/',
    '///evil.example/',
    '/\\evil.example/',
    '/\\/evil.example/',
    '/%2f/evil.example/',
    '/%5cevil.example/',
    '//',
    '/./',
    'http://evil.example//evil.example/',
    '//evil.example/desk/jobs/j1/',
    '/desk//evil.example/',
    '/jobs/..//evil.example/',
  ]) {
    for (const one of [app, open]) {
      const { status, headers } = await wire(one, 'GET', path)
      t.ok([400, 404].includes(status), `${path}: ${status}`)
      t.equal(headers['location'], undefined)
    }
  }
})

t.test('what no route takes is answered before its body is read', async (t) => {
  const app = await startApp(t)
  const announced = 'content-type: application/json\r\ncontent-length: 900000\r\n'
  t.equal((await wire(app, 'PUT', '/jobs/j1', announced)).status, 405)
  t.equal((await wire(app, 'POST', '/jobs/j1/', announced)).status, 308)
  t.equal((await wire(app, 'POST', '/api/enqueue', announced)).status, 404)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  t.equal(
    (await app.ask('/api/enqueue', { method: 'POST', headers: form, body: 'a=b' })).status,
    404,
  )
})

t.test('HEAD says what GET says, on every address that takes it', async (t) => {
  const upstream = await startUpstream(t, json(READY_JOB))
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const paths = addressesOf(app, '').filter(
    ([path, methods]) => methods.startsWith('GET') && !/stream|events/.test(path),
  )
  for (const [path] of [...paths, ['/nothing'], ['/jobs/%20']] as [string][]) {
    const headers = { accept: PAGE }
    const get = await app.ask(path, { headers })
    const head = await app.ask(path, { method: 'HEAD', headers })
    t.equal(head.status, get.status, path)
    t.equal(head.text, '', path)
    t.equal(head.headers['content-type'], get.headers['content-type'], path)
  }
})

t.test('HEAD of an event stream is its head alone, and nobody goes on watching', async (t) => {
  const upstream = await startUpstream(t, json({ ok: false }, 404))
  upstream.on('GET /jobs/j1/status', json({ ok: true, data: { job_id: 'j1', status: 'RUNNING' } }))
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  for (const path of ['/api/jobs/j1/events', '/jobs/j1/stream', '/recent-jobs/stream']) {
    const { status, headers, body } = await wire(app, 'HEAD', path, 'x-request-id: r-1\r\n')
    t.equal(status, 200, path)
    t.match(headers, { 'content-type': /^text\/event-stream/, 'x-request-id': 'r-1' })
    t.equal(body, '')
  }
  t.equal((await wire(app, 'HEAD', '/api/jobs/nope/events')).status, 404)
  t.equal(app.app.live.streams, 0)
  t.equal(app.app.live.watchedJobs, 0)
})
