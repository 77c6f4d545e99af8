import net from 'node:net'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { rawRequest, readAnswer } from '../support/raw-request.ts'
import { json, READY_JOB, startUpstream } from '../support/upstream-server.ts'

const PICK = '/api/jobs/j1/pick-player'
const WRITE = '{"frame_key":"k","track_id":1}'

t.test('end-to-end headers of a request go upstream as they are', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const headers = {
    accept: 'application/json;q=0.5',
    'accept-language': 'it',
    'if-none-match': '"a"',
    'idempotency-key': 'k-1',
    'x-analysis-attempt-id': 'B-2',
    'x-custom': 'a, b;c="d"',
    'user-agent': 'script/1',
  }
  await ask('/api/jobs/j1', { headers })
  t.match(upstream.requests[0]?.headers, headers)
})

t.test('headers of one connection, and what is for us alone, never go upstream', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const kept = [
    'Cookie: recent_jobs=a',
    'Authorization: Bearer user',
    'Proxy-Authorization: Basic a',
    'Proxy-Connection: keep-alive',
    'Keep-Alive: timeout=5',
    'TE: trailers',
    'Trailer: X-A',
    'Upgrade: websocket',
    'Forwarded: host=evil.test',
    'Via: 1.1 a',
    'X-Forwarded-For: 1.2.3.4',
    'X-Forwarded-Host: evil.test',
    'X-Forwarded-Proto: javascript',
    'X-Forwarded-User: admin',
    'X-Real-IP: 1.2.3.4',
    'X-HTTP-Method-Override: DELETE',
    'HX-Target: a',
    'X-Secret: named by Connection',
    'X-Other: named too',
    'X-Third: named as well',
  ]
  const wire = [
    'GET /api/jobs/j1 HTTP/1.1',
    'Host: localhost',
    'Connection: close, X-SECRET ,, x-other',
    'Connection: X-Third',
    'X-Kept: 1',
    ...kept,
    '',
    '',
  ].join('\r\n')
  t.equal(readAnswer(await rawRequest(app.port, wire)).status, 200)
  const [seen] = upstream.requests
  for (const line of kept) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    t.notOk(seen?.headers[name], name)
  }
  t.equal(seen?.headers['x-kept'], '1')
  t.equal(seen?.headers.host, new URL(upstream.url).host, 'Host names the upstream')
})

t.test('a thousand names in Connection take a thousand headers out', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const names = Array.from({ length: 1000 }, (_, i) => `x${i}`)
  for (const connection of [
    `Connection: close,${names.join(',')}`,
    ['Connection: close', ...names.slice(0, 300).map((name) => `Connection: ${name}`)].join('\r\n'),
  ]) {
    upstream.requests.length = 0
    const sent = connection.startsWith('Connection: close,') ? names : names.slice(0, 300)
    const lines = sent.map((name) => `${name}:1`).join('\r\n')
    const wire = `GET /api/jobs/j1 HTTP/1.1\r\nHost: localhost\r\n${lines}\r\nx-kept:1\r\n${connection}\r\n\r\n`
    t.equal(readAnswer(await rawRequest(app.port, wire)).status, 200)
    const left = Object.keys(upstream.requests[0]?.headers ?? {})
    t.strictSame(
      left.filter((name) => /^x\d/.test(name)),
      [],
    )
    t.ok(left.includes('x-kept'))
  }
})

t.test('headers of one connection, named ones and cookies never come back', async (t) => {
  const upstream = await startUpstream(t, {
    headers: {
      'content-type': 'application/json',
      connection: 'X-Named, close',
      'x-named': '1',
      'keep-alive': 'timeout=99',
      'proxy-authenticate': 'Basic',
      trailer: 'X-T',
      'set-cookie': ['a=b', 'c=d'],
      'x-kept': '1',
      link: ['<a>', '<b>'],
      etag: '"e"',
      'cache-control': 'no-store',
    },
    body: '{}',
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const { headers } = await ask('/api/jobs/j1')
  for (const name of ['x-named', 'proxy-authenticate', 'trailer', 'set-cookie']) {
    t.notOk(headers[name], name)
  }
  t.not(headers['keep-alive'], 'timeout=99')
  t.match(headers, {
    'x-kept': '1',
    link: ['<a>', '<b>'],
    etag: '"e"',
    'cache-control': 'no-store',
  })
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
  t.match((await ask('/api/jobs/j1')).headers, {
    'content-security-policy': /^default-src 'none'/,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
  })
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

t.test('words of the caller in bytes above 127 go upstream as the same bytes', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const wire =
    'GET /api/jobs/j1 HTTP/1.1\r\nHost: localhost\r\nX-Word: caffè →\r\nConnection: close\r\n\r\n'
  t.equal(readAnswer(await rawRequest(app.port, Buffer.from(wire, 'utf8'))).status, 200)
  const word = String(upstream.requests[0]?.headers['x-word'])
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
