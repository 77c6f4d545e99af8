import t from 'tap'
import { startApp } from '../support/app.ts'
import { startFullPort } from '../support/process/full-port.ts'
import {
  closedPort,
  FAULTS,
  type FaultName,
  OK_BODY,
  startFaultServer,
} from '../support/service/fault-server.ts'

// The fault matrix (docs/security.md#promises-and-their-tests): every way in which an upstream was seen to fail, what
// a reader and a writer are told, and how often the upstream was asked.

interface Promised {
  status: number
  /** How often a GET is sent; a POST is always sent once. */
  gets: number
  /** Of an answer that passes. */
  body?: string
  /** Of our own answer. */
  code?: string
}
const unreadable = { status: 502, gets: 1, code: 'UPSTREAM_BAD_ANSWER' }
const again = { status: 502, gets: 2, code: 'UPSTREAM_UNREACHABLE' }
const late = { status: 504, gets: 1, code: 'UPSTREAM_TIMEOUT' }
const passes = (status: number, body = OK_BODY) => ({ status, gets: 1, body })

const PROMISES: Record<FaultName, Promised> = {
  'resets on the request': again,
  'closes on the request': again,
  'resets within the head': again,
  'resets within the body': unreadable,
  'closes within the body': unreadable,
  'cuts a chunked body': unreadable,
  'never answers': late,
  'stops within the head': late,
  'stops after the head': late,
  'drips the body': late,
  'drips the head': late,
  'speaks no HTTP': unreadable,
  'speaks TLS': unreadable,
  'sends binary noise': unreadable,
  'has too long a header': unreadable,
  'has too many headers': unreadable,
  'has a broken header name': unreadable,
  'has NUL in a header': unreadable,
  'has a broken status line': unreadable,
  'has a broken length': unreadable,
  'has two lengths': unreadable,
  'has a length and chunks': unreadable,
  'has a broken chunk': unreadable,
  'switches protocols unasked': unreadable,
  'answers 099': unreadable,
  'answers 100 unasked': unreadable,
  'answers 199 as its last word': unreadable,
  'answers 1000': unreadable,
  'answers 000': unreadable,
  'answers more than its length': passes(200, '{}'),
  'answers with a web page': unreadable,

  'has a control character in a header': unreadable,
  'hints for ever': late,
  'answers 40 MB': unreadable,

  'answers 200': passes(200),
  'answers 103, then 200': passes(200),
  'answers 204': passes(204, ''),
  'answers 205': passes(205, ''),
  'answers 304': passes(304, ''),
  'answers 418': passes(418),
  'answers 500': passes(500),
  'answers 503': passes(503),
  'answers 600': passes(600),
  'answers 999': passes(999),
  'answers in chunks': passes(200),
  'answers until it closes': passes(200),
  'answers as HTTP/1.0': passes(200),
  'answers gzip': { status: 200, gets: 1 },
  'answers with a header of bytes above 127': passes(200),
  'answers nothing': passes(200, ''),
  'answers null': passes(200, 'null'),
  'answers a list': passes(200, '[{"ok":true}]'),
  'answers a text': passes(200, '"ok"'),
  'answers a number': passes(200, '1e999'),
  'answers half a JSON': passes(200, '{"ok":true,"data":{'),
  'answers with a byte order mark': { status: 200, gets: 1 },
  'answers broken UTF-8': { status: 200, gets: 1 },
  'answers without data': passes(200, '{"ok":true}'),
  'answers null as data': passes(200, '{"ok":true,"data":null}'),
  'answers a list as data': passes(200, '{"ok":true,"data":[1,2]}'),
  'answers data that is no job': { status: 200, gets: 1 },
  'answers with the prototype of all': { status: 200, gets: 1 },
  'nests 20,000 deep': passes(200, `${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  'nests deep where nobody reads': { status: 200, gets: 1 },
  'refuses 20,000 deep': { status: 400, gets: 1 },
  'answers 20 MB': { status: 200, gets: 1 },
  'redirects elsewhere': passes(307, ''),
  'asks who is there': passes(401, '{}'),
  'fails with a web page': passes(503, '<html></html>'),
}
const SHORT = { UPSTREAM_TIMEOUT_MS: '600' }
const WRITE = { frame_key: 'k', track_id: 1 }
const LEAKS = /127\.0\.0\.1|localhost|ECONN|UND_ERR|HPE_|EPIPE|socket|undici|node:|\bat .*:\d+/

t.test('each fault of an upstream has its answer', async (t) => {
  let now = 0
  const upstream = await startFaultServer(t, 'answers 200')
  const start = (env: Record<string, string>) =>
    startApp(t, { API_BASE_URL: upstream.url, ...env }, { now: () => now })
  const [patient, hasty] = [await start({}), await start(SHORT)]
  for (const [fault, promised] of Object.entries(PROMISES) as [FaultName, Promised][]) {
    await t.test(`an upstream that ${fault} makes ${promised.status}`, async (t) => {
      const { ask, post, app, logged, logs } = promised === late ? hasty : patient
      // The breaker has forgotten the fault before.
      now += 600_000
      upstream.fault = fault
      upstream.requests = 0
      logs.length = 0

      const read = await ask('/api/jobs/j1')
      t.equal(read.status, promised.status, 'a read')
      t.equal(upstream.requests, promised.gets, 'how often a read is sent')
      if (promised.body !== undefined) t.equal(read.text, promised.body)

      upstream.requests = 0
      const write = await post('/api/jobs/j1/pick-player', WRITE)
      t.equal(write.status, promised.status, 'a write')
      t.equal(upstream.requests, 1, 'a write is sent once')

      t.equal((await ask('/healthz')).status, 200, 'the process lives')
      t.notOk(app.upstream.paused)
      if (promised.code === undefined) return
      for (const { text, json, headers } of [read, write]) {
        t.notMatch(text, LEAKS)
        t.match(json(), { ok: false, error: { code: promised.code } })
        t.equal(json().meta.request_id, headers['x-request-id'])
        t.ok(headers['content-security-policy'])
      }
      t.notMatch(read.json().error.message, /may have been made/)
      if (fault !== 'answers with a web page') {
        t.match(write.json().error.message, /may have been made/, 'the writer is told')
        t.equal(logged().filter(({ upstream }) => upstream?.reason !== undefined).length, 2)
      }
      // An answer between two faults: three in a row would hold the calls of the job back.
      upstream.fault = 'answers 200'
      t.equal((await ask('/api/jobs/j1')).status, 200)
    })
  }
})

t.test('every fault that the fault server knows has its promise', async (t) => {
  t.strictSame(Object.keys(PROMISES).sort(), Object.keys(FAULTS).sort())
})

t.test('a compressed answer passes as it is, compressed', async (t) => {
  const upstream = await startFaultServer(t, 'answers gzip')
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const { headers, bytes } = await ask('/api/jobs/j1', { headers: { 'accept-encoding': 'gzip' } })
  t.equal(headers['content-encoding'], 'gzip')
  t.equal(bytes.readUInt16BE(), 0x1f8b)
})

t.test('an upstream that refuses connections makes 502, and no write is in doubt', async (t) => {
  const API_BASE_URL = `http://127.0.0.1:${await closedPort()}`
  const { ask, post } = await startApp(t, { API_BASE_URL })
  const read = await ask('/api/jobs/j1')
  t.equal(read.status, 502)
  t.match(read.json(), { error: { code: 'UPSTREAM_UNREACHABLE' } })
  t.notMatch(read.text, LEAKS)
  const write = await post('/api/jobs/j1/pick-player', WRITE)
  t.equal(write.status, 502)
  t.notMatch(write.json().error.message, /may have been made/)
})

t.test('a name that does not resolve makes 502', async (t) => {
  const { ask } = await startApp(t, { API_BASE_URL: 'http://no-such-host.invalid' })
  const read = await ask('/api/jobs/j1')
  t.equal(read.status, 502)
  t.notMatch(read.text, /invalid"|ENOTFOUND|EAI/)
})

t.test('an upstream that takes no connection makes 504, and no write is in doubt', async (t) => {
  const API_BASE_URL = `http://127.0.0.1:${await startFullPort(t)}`
  const { ask, post } = await startApp(t, { API_BASE_URL, ...SHORT })
  t.equal((await ask('/api/jobs/j1')).status, 504)
  const write = await post('/api/jobs/j1/pick-player', WRITE)
  t.equal(write.status, 504)
  t.notMatch(write.json().error.message, /may have been made/)
})
