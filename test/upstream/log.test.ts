import t from 'tap'
import { cutSignatures } from '../../src/domain/redaction/redact.ts'
import { startApp } from '../support/app.ts'
import { closedPort, startFaultServer } from '../support/service/fault-server.ts'
import { json, READY_JOB, startUpstream } from '../support/service/upstream-server.ts'

const SIGNED = 'http://store.test/a.jpg?X-Amz-Signature=c4na4y&X-Amz-Date=1'

t.test('status and body of every error answer are logged, with the request id', async (t) => {
  const upstream = await startUpstream(t)
  const { ask, post, logged } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const status of [400, 404, 409, 422, 429, 500, 503]) {
    const id = `r-${status}`
    upstream.always(json({ ok: false, error: { code: `C${status}`, message: 'why' } }, status))
    await ask('/api/jobs/j1/status?secret=1', { headers: { 'x-request-id': id } })
    await post('/api/jobs/j1/pick-player', { frame_key: 'k', track_id: 1 }, { 'x-request-id': id })
    const lines = logged().filter(({ reqId, upstream }) => reqId === id && upstream)
    t.match(lines, [
      { level: 40, upstream: { method: 'GET', path: '/jobs/j1/status', status } },
      { level: 40, upstream: { method: 'POST', path: '/jobs/j1/pick-player', status } },
    ])
    for (const { upstream } of lines) t.match(upstream.body, `"code":"C${status}"`)
  }
})

t.test('an answer that is no error is not logged', async (t) => {
  const upstream = await startUpstream(t)
  const { ask, logged } = await startApp(t, { API_BASE_URL: upstream.url })
  await ask('/api/jobs/j1')
  t.strictSame(
    logged().filter(({ upstream }) => upstream),
    [],
  )
})

t.test('error answers that pages read are logged too', async (t) => {
  const upstream = await startUpstream(t, json({ ok: false, error: { code: 'GONE' } }, 404))
  const { ask, logged } = await startApp(t, { API_BASE_URL: upstream.url })
  await ask('/jobs/j1', { headers: { accept: 'text/html' } })
  t.ok(logged().some(({ upstream }) => upstream?.status === 404))
})

t.test(
  'a call without an answer is logged with its reason and cause, without its query',
  async (t) => {
    const refused = `http://127.0.0.1:${await closedPort()}`
    const silent = await startFaultServer(t, 'never answers')
    const garbled = await startFaultServer(t, 'speaks no HTTP')
    for (const [API_BASE_URL, reason, cause] of [
      [refused, 'UPSTREAM_UNREACHABLE', 'ECONNREFUSED'],
      [silent.url, 'UPSTREAM_TIMEOUT', 'DeadlineError'],
      [garbled.url, 'UPSTREAM_BAD_ANSWER', 'HTTPParserError'],
    ] as const) {
      const app = await startApp(t, {
        API_BASE_URL,
        UPSTREAM_TIMEOUT_MS: '300',
        LOG_LEVEL: 'trace',
      })
      await app.ask('/api/jobs/j1?secret=c4na4y')
      await app.post('/api/jobs/j1/retry?secret=c4na4y', {})
      await app.close()
      t.strictSame(
        app.logged().flatMap(({ level, upstream }) => (upstream ? [{ level, ...upstream }] : [])),
        [
          { level: 40, method: 'GET', path: '/jobs/j1', reason, cause },
          { level: 40, method: 'POST', path: '/jobs/j1/retry', reason, cause },
        ],
      )
      t.notMatch(app.logs.join(), /c4na4y|secret/)
    }
  },
)

t.test('signed URLs are cut in what is logged', async (t) => {
  const upstream = await startUpstream(t)
  const { ask, logs, close } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'trace' })
  upstream.always(json({ ok: false, error: { code: 'A', message: `No ${SIGNED} found` } }, 500))
  await ask('/api/jobs/j1')
  upstream.always({ status: 500, body: `${'x'.repeat(1990)} ${SIGNED}` })
  await ask('/api/jobs/j1')
  upstream.always(json(READY_JOB))
  await ask(`/api/frame-proxy?url=${encodeURIComponent(SIGNED)}`)
  await ask(`/api/jobs/j1?url=${encodeURIComponent(SIGNED)}`)
  await close()
  t.match(logs.join(''), '"path":"/api/frame-proxy"')
  t.match(logs.join(''), 'http://store.test/a.jpg?…')
  t.notMatch(logs.join(''), /c4na4y|X-Amz-Signature/)
})

t.test('every spelling of a signed URL is cut', async (t) => {
  for (const text of [
    SIGNED,
    SIGNED.replaceAll('/', '\\/'),
    SIGNED.replaceAll('&', '\\u0026'),
    SIGNED.replaceAll('&', '&amp;'),
    encodeURIComponent(SIGNED),
    SIGNED.toUpperCase(),
    SIGNED.replace('http:', 'https:'),
    `${SIGNED}#part`,
    `//store.test/a.jpg?X-Amz-Signature=c4na4y`,
    `/a.jpg?X-Amz-Signature=c4na4y`,
    `X-Amz-Signature=c4na4y`,
    `X-Amz-Credential=c4na4y%2F20260101`,
    `AWSAccessKeyId=c4na4y&Signature=c4na4y`,
    `sig=c4na4y`,
    `token=c4na4y`,
    `api_key=c4na4y`,
    `api-key = c4na4y`,
    `password=c4na4y`,
    `secret%3Dc4na4y`,
    encodeURIComponent(encodeURIComponent(SIGNED)),
    `url=${encodeURIComponent(SIGNED)}&w=160`,
    `s3://c4na4y:c4na4y@bucket/key`,
    `https://anna:c4na4y@store.test/a.jpg`,
    `{"signature": "c4na4y"}`,
    JSON.stringify(JSON.stringify({ token: 'c4na4y' })),
    `authorization: Bearer c4na4y`,
    `X-Amz-Security-Token: c4na4y`,
  ]) {
    t.notMatch(cutSignatures(`before ${text} after`), /c4na4y/i, text)
    t.match(cutSignatures(`before ${text} after`), /^before .*after$/)
  }
})
