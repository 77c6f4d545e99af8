import t from 'tap'
import { hashToken } from '../../src/auth/tokens.ts'
import { basic, bearer, guarded, PASSWORD } from '../support/guarded-app.ts'
import { json } from '../support/service/upstream-server.ts'

const WRITE = { frame_key: 'k', track_id: 1 }
const READ = '/api/jobs/j1'
const PICK = '/api/jobs/j1/pick-player'

t.test('without a credential everything is closed but the health checks', async (t) => {
  const { ask, upstream } = await guarded(t)
  const closed = ['/', '/api/jobs/j1', '/jobs/j1', '/nothing', '/metrics', '/api/frame-proxy?url=a']
  for (const path of closed) {
    const { status, headers } = await ask(path)
    t.equal(status, 401, path)
    t.match(headers['www-authenticate'], /^Basic realm=/)
    t.ok(headers['content-security-policy'])
  }
  for (const path of ['/healthz', '/readyz']) t.equal((await ask(path)).status, 200, path)
  t.strictSame(upstream.requests, [])
})

t.test('a form that is turned away at the door shows nothing of any job', async (t) => {
  const { ask, upstream } = await guarded(t)
  upstream.on('GET /jobs/j1', json({ ok: true, data: { job_id: 'j1', status: 'FAILED' } }))
  const turnedAway = (headers: Record<string, string>) =>
    ask('/api/jobs', {
      method: 'POST',
      headers: {
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
        cookie: 'recent_jobs=j1',
        ...headers,
      },
      body: 'role=a',
    })
  const stranger = await turnedAway({})
  t.equal(stranger.status, 401)
  t.match(stranger.text, '<h1>Sign in</h1>')
  const foreign = await turnedAway({ ...basic('anna', PASSWORD), origin: 'http://other.example' })
  t.equal(foreign.status, 403)
  t.match(foreign.text, '<h1>Not allowed</h1>')
  for (const { text } of [stranger, foreign]) t.notMatch(text, 'j1')
  t.strictSame(upstream.requests, [])
})

t.test('a name and its password open the door', async (t) => {
  const { ask, post, upstream } = await guarded(t)
  const headers = basic('anna', PASSWORD)
  t.equal((await ask(READ, { headers })).status, 200)
  t.equal((await post(PICK, WRITE, headers)).status, 200)
  t.notOk((await ask(READ, { headers })).headers['www-authenticate'])
  for (const { headers } of upstream.requests) t.notOk(headers.authorization, 'never upstream')
})

t.test('twenty requests side by side are one check, and none is refused', async (t) => {
  const { ask } = await guarded(t)
  const headers = basic('anna', PASSWORD)
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(READ, { headers })))
  for (const { status } of answers) t.equal(status, 200)
})

t.test('anything but the right name and password stays out', async (t) => {
  const wrong = [
    basic('anna', 'wrong'),
    basic('anna', ''),
    basic('anna', `${PASSWORD} `),
    basic('Anna', PASSWORD),
    basic('nobody', PASSWORD),
    basic('', PASSWORD),
    { authorization: 'Basic' },
    { authorization: 'Basic !!!' },
    { authorization: `Basic ${Buffer.from([0xff, 0x3a, 0xff]).toString('base64')}` },
    { authorization: `Digest ${PASSWORD}` },
  ]
  const { ask, upstream } = await guarded(t)
  for (const headers of wrong) t.equal((await ask(READ, { headers })).status, 401)
  t.strictSame(upstream.requests, [])
})

t.test(
  'ten wrong passwords from one address make it wait, and the right one waits too',
  async (t) => {
    let now = 1_000_000
    const { ask, reader } = await guarded(t, {}, () => now)
    for (let i = 0; i < 10; i += 1) {
      t.equal((await ask(READ, { headers: basic('anna', `wrong ${i}`) })).status, 401)
    }
    const waits = await ask(READ, { headers: basic('anna', PASSWORD) })
    t.equal(waits.status, 429)
    t.match(waits.headers['retry-after'], /^[1-9]\d?$/)
    t.match(waits.json(), { ok: false, error: { code: 'TOO_MANY_FAILURES' } })
    t.equal(
      (await ask(READ, { headers: bearer(reader) })).status,
      200,
      'a good token is not guessed',
    )
    now += 60_000
    t.equal((await ask(READ, { headers: basic('anna', PASSWORD) })).status, 200)
  },
)

t.test('tries side by side cannot outrun the limit', async (t) => {
  const { ask } = await guarded(t, {}, () => 1_000_000)
  const answers = await Promise.all(
    Array.from({ length: 14 }, (_, i) => ask(READ, { headers: basic('anna', `guess ${i}`) })),
  )
  t.equal(answers.filter(({ status }) => status === 401).length, 10)
  t.equal(answers.filter(({ status }) => status === 429).length, 4)
})

t.test('a read token reads and does not change; a read-write token does both', async (t) => {
  const { ask, post, reader, writer, upstream } = await guarded(t)
  t.equal((await ask(READ, { headers: bearer(reader) })).status, 200)
  t.equal((await ask(READ, { method: 'HEAD', headers: bearer(reader) })).status, 200)
  const refused = await post(PICK, WRITE, bearer(reader))
  t.equal(refused.status, 403)
  t.match(refused.json(), { ok: false, error: { code: 'READ_ONLY_TOKEN' } })
  t.notOk(upstream.requests.some(({ method }) => method === 'POST'))
  t.equal((await ask(READ, { headers: bearer(writer) })).status, 200)
  t.equal((await post(PICK, WRITE, bearer(writer))).status, 200)
  for (const { headers } of upstream.requests) t.notOk(headers.authorization, 'never upstream')
})

t.test('a token is read from its header and from nowhere else', async (t) => {
  const { ask, reader, writer } = await guarded(t)
  for (const path of [`${READ}?access_token=${reader}`, `${READ}?token=${reader}`]) {
    t.equal((await ask(path)).status, 401)
  }
  const tries = [
    { cookie: `token=${reader}` },
    { 'x-api-key': reader },
    bearer(`${writer}x`),
    bearer(hashToken(writer)),
    bearer(''),
    { authorization: reader },
  ]
  for (const headers of tries) t.equal((await ask(READ, { headers })).status, 401)
})

t.test('who did what is in the log: user, action, job, request id, outcome', async (t) => {
  const { post, writer, logged, close } = await guarded(t)
  await post(PICK, WRITE, { ...bearer(writer), 'x-request-id': 'r-1' })
  await close()
  t.match(
    logged().filter(({ reqId, status }) => reqId === 'r-1' && status !== undefined),
    [{ user: 'importer', action: 'pick-player', job: 'j1', status: 200, method: 'POST' }],
  )
})

t.test('a wrong credential is logged without the credential', async (t) => {
  const { ask, logs, logged, close } = await guarded(t)
  await ask(READ, { headers: basic('anna', 'c4na4y') })
  await ask(READ, { headers: bearer('tl_c4na4y') })
  await close()
  t.equal(logged().filter(({ msg }) => msg === 'wrong credentials').length, 2)
  t.equal(logged().filter(({ msg }) => msg === 'answered').length, 2)
  t.notMatch(logs.join(''), /c4na4y|YW5uYTpjNG5hNHk/)
})
