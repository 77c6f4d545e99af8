import t from 'tap'
import { type App, startApp } from '../../support/app.ts'
import { rawRequest, readAnswer } from '../../support/raw-request.ts'
import { closedPort } from '../../support/service/fault-server.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const CSP =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self';media-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'"
const OURS = {
  'content-security-policy': CSP,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}
const OF_A_PAGE = {
  ...OURS,
  'permissions-policy': /\bcamera=\(\).*\bgeolocation=\(\).*\bmicrophone=\(\)/,
}
/** What the service says runs nothing in a browser. */
const OF_THE_SERVICE = { ...OURS, 'content-security-policy': "default-src 'none'; sandbox" }
/** Statuses of the service's answers, which are passed on. */
const RELAYED = new Set(['202', '204', '304', '307'])
const PICK = '/api/jobs/j1/pick-player'
const WRITE = { frame_key: 'k', track_id: 1 }

t.test('no header of the upstream keeps ours away by what it says', async (t) => {
  const names = [...Object.keys(OF_A_PAGE), 'cross-origin-opener-policy']
  const theirs = Object.fromEntries(names.map((name) => [name, 'theirs']))
  const upstream = await startUpstream(t, {
    headers: { ...theirs, 'x-says': 'x-content-type-options', referer: 'referrer-policy' },
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const { headers } = await ask('/api/jobs/j1')
  t.match(headers, OF_THE_SERVICE)
  t.notOk(headers['cross-origin-opener-policy'])
  t.notOk(headers['permissions-policy'])
  t.equal(headers['x-says'], 'x-content-type-options')
})

t.test('the security headers stand on every status', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const dead = await startApp(t, { API_BASE_URL: `http://127.0.0.1:${await closedPort()}` })
  const unset = await startApp(t)
  const told = async (status: number) => {
    upstream.always({ status, headers: { 'content-type': 'application/json' } })
    return app.ask('/api/jobs/j1')
  }
  const answers = {
    200: await app.ask('/healthz'),
    202: await told(202),
    204: await told(204),
    304: await told(304),
    307: await told(307),
    400: await app.ask('/api/jobs/%20'),
    '400 for %ff': await app.ask('/api/jobs/%ff'),
    '400 for an id of 101 characters': await app.ask(`/api/jobs/${'a'.repeat(101)}`),
    '403': await app.post(PICK, WRITE, { origin: 'http://evil.test' }),
    404: await app.ask('/nothing'),
    '404 of the upstream': await told(404),
    413: await app.post(PICK, 'a'.repeat(1024 * 1024 + 1)),
    415: await app.post(PICK, 'a', { 'content-type': 'text/plain' }),
    500: await unset.ask('/api/jobs/j1'),
    '500 of the upstream': await told(500),
    502: await dead.ask('/api/jobs/j1'),
    '503 of the upstream': await told(503),
    'an expectation that nobody knows': await expecting(app.port),
    'a page': await app.ask('/', { headers: { accept: 'text/html' } }),
    'a page that is not there': await app.ask('/nothing', { headers: { accept: 'text/html' } }),
  }
  for (const [name, { status, headers }] of Object.entries(answers)) {
    const isTheirs = name.includes('of the upstream') || RELAYED.has(name)
    const ours = name.startsWith('a page') ? OF_A_PAGE : OURS
    t.match(headers, isTheirs ? OF_THE_SERVICE : ours, `${name}: ${status}`)
    t.ok(headers['x-request-id'], name)
    if (/^\d{3}/.test(name)) t.equal(status, Number.parseInt(name, 10), name)
  }
})

async function expecting(port: number) {
  const wire = 'GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: a\r\nConnection: close\r\n\r\n'
  return readAnswer(await rawRequest(port, wire))
}

const BROKEN: [string, string, number][] = [
  ['no HTTP', 'EHLO example\r\n\r\n', 400],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na',
    400,
  ],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a space before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400],
  ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n', 400],
  ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n', 400],
  ['a bare line feed in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\nX-B: c\r\n\r\n', 400],
  ['too long headers', `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n`, 431],
  ['no host', 'GET /api/jobs/j1 HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  [
    'two hosts',
    'GET /api/jobs/j1 HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
    400,
  ],
  [
    'the same host twice',
    'GET /api/jobs/j1 HTTP/1.1\r\nHost: a\r\nhost: a\r\nConnection: close\r\n\r\n',
    400,
  ],
  ['two hosts in one', 'GET /api/jobs/j1 HTTP/1.1\r\nHost: a, b\r\nConnection: close\r\n\r\n', 400],
  ['HTTP/0.9', 'GET /api/jobs/j1\r\n\r\n', 400],
  ['HTTP/2.0', 'GET /api/jobs/j1 HTTP/2.0\r\nHost: a\r\n\r\n', 400],
]
for (const [fault, wire, status] of BROKEN) {
  t.test(
    `a request with ${fault} is a ${status}, sent nowhere, with the security headers`,
    async (t) => {
      const upstream = await startUpstream(t)
      const app = await startApp(t, { API_BASE_URL: upstream.url })
      const answer = readAnswer(await rawRequest(app.port, wire))
      t.equal(answer.status, status)
      t.match(answer.headers, { ...OURS, connection: 'close' })
      t.match(JSON.parse(answer.body), {
        ok: false,
        error: { code: String, message: String },
        meta: { request_id: answer.headers['x-request-id'] },
      })
      t.strictSame(upstream.requests, [])
    },
  )
}

t.test('a tunnel is never opened', async (t) => {
  const app = await startApp(t)
  const wire = 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n'
  t.notMatch(await rawRequest(app.port, wire), /^HTTP\/1.1 200/)
})

const wantsHtml = { accept: 'text/html' }
const proxied = (headers: Record<string, string> = {}) => ({
  host: 'touchline.club.lan',
  ...headers,
})
const BEHIND_A_PROXY = {
  PUBLIC_ORIGINS: 'http://touchline.club.lan',
  TRUSTED_PROXIES: '127.0.0.0/8',
}

t.test('the opener policy stands on pages where browsers keep it, and nowhere else', async (t) => {
  const { ask } = await startApp(t, BEHIND_A_PROXY)
  const policyAt = async (path: string, headers: Record<string, string> = {}) =>
    (await ask(path, { headers: { ...wantsHtml, ...headers } })).headers[
      'cross-origin-opener-policy'
    ]
  t.equal(await policyAt('/'), 'same-origin', 'a loopback address')
  t.equal(await policyAt('/nothing'), 'same-origin')
  t.equal(await policyAt('/', proxied({ 'x-forwarded-proto': 'https' })), 'same-origin')
  t.equal(await policyAt('/', proxied({ 'x-forwarded-proto': 'https, http' })), 'same-origin')
  t.equal(await policyAt('/', proxied()), undefined, 'plain HTTP at a host name')
  t.equal(await policyAt('/healthz'), undefined, 'no page')
})

t.test('clips may play from the listed image sources and from nowhere else', async (t) => {
  const { ask } = await startApp(t, {
    FRAME_SOURCES: 'http://s.test:9000/a/,http://s.test:9000/b/',
  })
  const { headers } = await ask('/healthz')
  t.match(headers['content-security-policy'], "media-src 'self' http://s.test:9000;connect-src")
})

t.test('a page that cannot be made tells no more than a plain failure does', async (t) => {
  const broken = await brokenViews(t)
  for (const path of ['/jobs/%20', '/nothing']) {
    const { status, text, headers } = await broken.ask(path, { headers: { accept: 'text/html' } })
    t.ok([400, 404, 500].includes(status))
    t.notMatch(text, /secret-of-the-template|\.eta|\n +at /)
    t.match(text, headers['x-request-id'])
    t.match(headers, OURS)
  }
})

/** The app with views that throw. */
async function brokenViews(t: Parameters<typeof startApp>[0]): Promise<App> {
  const upstream = await startUpstream(t, json({}))
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  app.app.view = () => Promise.reject(new Error('secret-of-the-template in views/x.eta'))
  return app
}
