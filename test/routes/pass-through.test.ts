// One file: which headers and bytes pass and which do not, up and down, so that the two lists can be compared.

import net from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { writeLine } from '../../src/auth/files.ts'
import { hashToken, makeToken } from '../../src/auth/tokens.ts'
import { startApp } from '../support/app.ts'
import { rawRequest, readAnswer } from '../support/raw-request.ts'
import { json, READY_JOB, startUpstream } from '../support/service/upstream-server.ts'

const PICK = '/api/jobs/j1/pick-player'
const WRITE = '{"frame_key":"k","track_id":1}'

t.test('the headers of the list go upstream as they are', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const headers = {
    accept: 'application/json;q=0.5',
    'accept-language': 'it',
    'content-type': 'application/json',
    'if-match': '"m"',
    'if-none-match': '"a"',
    'if-modified-since': 'Tue, 01 Jan 2030 00:00:00 GMT',
    'if-unmodified-since': 'Tue, 01 Jan 2030 00:00:00 GMT',
    'if-range': '"r"',
    range: 'bytes=0-9',
    'idempotency-key': 'k-1',
    'x-analysis-attempt-id': 'B-2',
    'x-request-id': 'r-1',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    tracestate: 'vendor=a',
  }
  await ask('/api/jobs/j1', { headers })
  const { host: _host, connection: _connection, ...seen } = upstream.requests[0]!.headers
  t.strictSame(seen, headers)
})

/** What claims a user, an address, a method or a path; what belongs to one connection; what nobody knows. */
const KEPT_FROM_UPSTREAM = [
  'Cookie: recent_jobs=a',
  'Proxy-Authorization: Basic a',
  'Proxy-Connection: keep-alive',
  'Keep-Alive: timeout=5',
  'TE: trailers',
  'Trailer: X-A',
  'Upgrade: websocket',
  'Forwarded: host=evil.test',
  'Via: 1.1 a',
  'Origin: null',
  'Referer: http://evil.test/?token=a',
  'Proxy: http://evil.test',
  'User-Agent: script/1',
  'Accept-Encoding: gzip',
  'From: admin@club.test',
  'Max-Forwards: 0',
  'X-Forwarded-For: 1.2.3.4',
  'X-Forwarded-Host: evil.test',
  'X-Forwarded-Proto: javascript',
  'X-Forwarded-Prefix: /admin',
  'X-Real-IP: 1.2.3.4',
  'X-Client-IP: 1.2.3.4',
  'True-Client-IP: 1.2.3.4',
  'CF-Connecting-IP: 1.2.3.4',
  'X-Cluster-Client-IP: 1.2.3.4',
  'X-Original-URL: /admin',
  'X-Rewrite-URL: /admin',
  'X-HTTP-Method-Override: DELETE',
  'X-HTTP-Method: DELETE',
  'X-Method-Override: DELETE',
  'Remote-User: admin',
  'X-Remote-User: admin',
  'X-Forwarded-User: admin',
  'X-Forwarded-Groups: admin',
  'X-Auth-Request-User: admin',
  'X-Authenticated-User: admin',
  'HX-Target: a',
  'X-Invented: yesterday',
  'If-None-Match: named by Connection',
  'Idempotency-Key: named too',
  'Tracestate: named as well',
]

t.test('no other header goes upstream, from whomever it comes', async (t) => {
  const upstream = await startUpstream(t)
  const tokens = join(t.testdir({}), 'tokens')
  const reader = makeToken()
  await writeLine(tokens, 'nightly', `read:${hashToken(reader)}`)
  const open = await startApp(t, { API_BASE_URL: upstream.url })
  const closed = await startApp(t, {
    API_BASE_URL: upstream.url,
    AUTH: 'proxy',
    AUTH_PROXY_SECRET: 'sixteen characters',
    AUTH_TOKEN_FILE: tokens,
    AUTH_USER_HEADER: 'X-Invented',
    TRUSTED_PROXIES: '127.0.0.0/8',
  })
  for (const [who, { port }, proof] of [
    ['anybody', open, 'Authorization: Bearer user'],
    ['a script', closed, `Authorization: Bearer ${reader}`],
    ['a proxy', closed, 'X-Forwarded-Secret: sixteen characters'],
  ] as const) {
    upstream.requests.length = 0
    const wire = [
      'GET /api/jobs/j1 HTTP/1.1',
      'Host: localhost',
      'Connection: close, IF-NONE-MATCH ,, idempotency-key',
      'Connection: Tracestate',
      'Accept-Language: it',
      proof,
      ...KEPT_FROM_UPSTREAM,
      '',
      '',
    ].join('\r\n')
    t.equal(readAnswer(await rawRequest(port, wire)).status, 200, who)
    t.strictSame(
      Object.keys(upstream.requests[0]?.headers ?? {}).sort(),
      ['accept-language', 'connection', 'host', 'x-request-id'],
      who,
    )
    t.equal(upstream.requests[0]?.headers.host, new URL(upstream.url).host, 'it names the upstream')
  }
})

t.test('a thousand names in Connection take a thousand headers out', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const names = ['tracestate', ...Array.from({ length: 999 }, (_, i) => `x${i}`)]
  for (const connection of [
    `Connection: close,${names.join(',')}`,
    ['Connection: close', ...names.slice(0, 300).map((name) => `Connection: ${name}`)].join('\r\n'),
  ]) {
    upstream.requests.length = 0
    const sent = connection.startsWith('Connection: close,') ? names : names.slice(0, 300)
    const lines = sent.map((name) => `${name}:1`).join('\r\n')
    const wire = `GET /api/jobs/j1 HTTP/1.1\r\nHost: localhost\r\n${lines}\r\nidempotency-key:1\r\n${connection}\r\n\r\n`
    t.equal(readAnswer(await rawRequest(app.port, wire)).status, 200)
    const left = Object.keys(upstream.requests[0]?.headers ?? {})
    t.strictSame(
      left.filter((name) => /^x\d|^tracestate/.test(name)),
      [],
    )
    t.ok(left.includes('idempotency-key'))
  }
})

t.test("the headers of the list and the service's own come down as they are", async (t) => {
  const headers = {
    'content-type': 'application/json',
    'content-language': 'it',
    'accept-ranges': 'bytes',
    age: '3',
    'cache-control': 'no-store',
    date: 'Tue, 01 Jan 2030 00:00:00 GMT',
    etag: '"e"',
    expires: '0',
    'last-modified': 'Tue, 01 Jan 2030 00:00:00 GMT',
    'retry-after': '7',
    server: 'uvicorn',
    vary: 'Accept-Language',
    'x-algonext-revision': '67ab429',
    'x-analysis-attempt-id': 'a-1',
    'x-invented': 'tomorrow',
    'x-request-id': 'r-1',
  }
  const upstream = await startUpstream(t, { headers, body: '{}' })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  t.match((await ask('/api/jobs/j1')).headers, headers)
})

/** What browsers, htmx and proxies act on; what belongs to one connection; what the service is made of. */
const KEPT_FROM_CLIENTS: Record<string, string | string[]> = {
  'access-control-allow-origin': '*',
  'access-control-allow-credentials': 'true',
  'alt-svc': 'h3="evil.test:443"',
  'clear-site-data': '"*"',
  'content-disposition': 'attachment; filename=a.html',
  'content-location': 'http://evil.test/',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'unsafe-none',
  'document-policy': 'force-load-at-top',
  'hx-redirect': 'http://evil.test/',
  'hx-trigger': 'evil',
  'keep-alive': 'timeout=99',
  link: ['</evil.css>; rel=stylesheet', '</evil>; rel=preload'],
  location: 'http://evil.test/',
  nel: '{"report_to":"evil"}',
  'origin-agent-cluster': '?0',
  'permissions-policy': 'camera=*',
  'proxy-authenticate': 'Basic',
  refresh: '0; url=http://evil.test/',
  'report-to': '{"endpoints":[]}',
  'reporting-endpoints': 'evil="http://evil.test/"',
  'service-worker-allowed': '/',
  'set-cookie': ['a=b', 'c=d'],
  sourcemap: '/evil.map',
  'speculation-rules': '"/evil.json"',
  'strict-transport-security': 'max-age=31536000',
  'timing-allow-origin': '*',
  trailer: 'X-T',
  'www-authenticate': 'Basic realm=evil',
  'x-accel-buffering': 'no',
  'x-accel-expires': '3600',
  'x-accel-redirect': '/internal/',
  'x-dns-prefetch-control': 'on',
  'x-envoy-immediate-health-check-fail': '1',
  'x-forwarded-user': 'admin',
  'x-lighttpd-send-file': '/etc/passwd',
  'x-litespeed-location': '/internal/',
  'x-permitted-cross-domain-policies': 'all',
  'x-powered-by': 'PHP',
  'x-reproxy-url': 'http://evil.test/',
  'x-robots-tag': 'all',
  'x-sendfile': '/etc/passwd',
  'x-sourcemap': '/evil.map',
  'x-ua-compatible': 'IE=7',
  'x-xss-protection': '0',
  'x-named': 'by Connection',
}

t.test('no other header comes down, whatever the status', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const status of [200, 401, 404, 500]) {
    const headers = { ...KEPT_FROM_CLIENTS, connection: 'X-Named, close' }
    upstream.always({ status, headers, body: '{}' })
    for (const answer of [await ask('/api/jobs/j1'), await ask('/jobs/j1')]) {
      for (const [name, value] of Object.entries(KEPT_FROM_CLIENTS)) {
        // A page says some of them for itself.
        t.notSame(answer.headers[name], value, name)
      }
    }
  }
})

t.test('the upstream cannot weaken the security headers', async (t) => {
  const upstream = await startUpstream(t, {
    headers: {
      'content-type': 'application/json',
      'content-security-policy': 'default-src *',
      'x-content-type-options': 'none',
      'referrer-policy': 'unsafe-url',
      'x-frame-options': 'ALLOWALL',
    },
    body: '{}',
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const { headers } = await ask('/api/jobs/j1')
  t.match(headers, {
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  })
  t.notOk(headers['x-frame-options'])
})

t.test('bytes pass whatever they are: compressed, binary, large or none', async (t) => {
  const bodies: [string, Buffer, Record<string, string>][] = [
    ['gzip', gzipSync('{"a":1}'), { 'content-encoding': 'gzip' }],
    ['binary', Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256)), {}],
    ['large', Buffer.alloc(3_000_000, 'x'), {}],
    ['none', Buffer.alloc(0), {}],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}],
  ]
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const [name, body, more] of bodies) {
    upstream.always({ headers: { 'content-type': 'application/json', ...more }, body })
    const answer = await ask('/api/jobs/j1')
    t.equal(answer.status, 200, name)
    t.ok(answer.bytes.equals(body), name)
    t.equal(answer.headers['content-length'], String(body.length), name)
    t.equal(answer.headers['content-encoding'], more['content-encoding'], name)
  }
})

t.test('an answer is passed on whole with its own media type and no other', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const type of ['application/json', 'application/problem+json', 'text/plain; charset=x']) {
    upstream.always({ status: 400, headers: { 'content-type': type }, body: 'x' })
    t.equal((await ask('/api/jobs/j1')).headers['content-type'], type)
  }
  upstream.always({ status: 400, body: 'x' })
  t.notOk((await ask('/api/jobs/j1')).headers['content-type'])
})

t.test('words of the upstream in bytes above 127 arrive as the same bytes', async (t) => {
  const upstream = await startUpstream(t, (_seen, response) => {
    response.setHeader('x-word', Buffer.from('caffè →', 'utf8').toString('latin1'))
    return json(READY_JOB)
  })
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const wire = 'GET /api/jobs/j1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
  const { headers } = readAnswer(await rawRequest(app.port, wire))
  t.equal(Buffer.from(headers['x-word'] ?? '', 'latin1').toString('utf8'), 'caffè →')
})

t.test('words of the context in bytes above 127 go upstream as the same bytes', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const wire =
    'GET /api/jobs/j1 HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: caffè →\r\nConnection: close\r\n\r\n'
  t.equal(readAnswer(await rawRequest(app.port, Buffer.from(wire, 'utf8'))).status, 200)
  const word = String(upstream.requests[0]?.headers['idempotency-key'])
  t.equal(Buffer.from(word, 'latin1').toString('utf8'), 'caffè →')
})

t.test('a chunked body arrives upstream with its length and the same bytes', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const wire = `POST ${PICK} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n${WRITE.slice(0, 5)}\r\n${(WRITE.length - 5).toString(16)}\r\n${WRITE.slice(5)}\r\n0\r\n\r\n`
  t.equal(readAnswer(await rawRequest(app.port, wire)).status, 200)
  t.equal(upstream.requests[0]?.body.toString(), WRITE)
  t.equal(upstream.requests[0]?.headers['content-length'], String(WRITE.length))
  t.notOk(upstream.requests[0]?.headers['transfer-encoding'])
})

t.test('a body that is cut off is never sent', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const wire = `POST ${PICK} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n${WRITE}`
  const socket = net.connect(app.port, '127.0.0.1')
  socket.end(wire)
  await new Promise((resolve) =>
    socket
      .on('close', resolve)
      .on('error', () => {})
      .resume(),
  )
  t.equal((await app.ask('/healthz')).status, 200)
  t.strictSame(upstream.requests, [])
})
