import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { json, READY_JOB, startUpstream } from '../../support/service/upstream-server.ts'

const box = { x: 0.1, y: 0.1, w: 0.1, h: 0.2 }
const job = (over: Record<string, unknown>) => ({
  ...READY_JOB,
  data: { ...READY_JOB.data, ...over },
})

async function enqueue(t: Test, over: Record<string, unknown>, body: string | null = '{}') {
  const upstream = await startUpstream(t, json(job(over)))
  upstream.on('POST /jobs/j1/enqueue', json({ ok: true, data: { status: 'QUEUED' } }))
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const answer =
    body === null
      ? await app.ask('/api/jobs/j1/enqueue', { method: 'POST' })
      : await app.post('/api/jobs/j1/enqueue', body)
  const sent = upstream.requests.filter(({ method }) => method === 'POST')
  return { answer, sent, upstream }
}

const BLOCKED: [string, Record<string, unknown>, string[]][] = [
  ['nothing is stored', { player_ref: null, target: null }, ['player_ref', 'target']],
  ['nothing is said', { player_ref: undefined, target: undefined }, ['player_ref', 'target']],
  ['the player is {}', { player_ref: {} }, ['player_ref']],
  ['the player is null', { player_ref: null }, ['player_ref']],
  ['the player is a word', { player_ref: 'yes' }, ['player_ref']],
  ['the player is a list', { player_ref: [] }, ['player_ref']],
  ['the player has a time alone', { player_ref: { t: 1 } }, ['player_ref']],
  ['the player has half a box', { player_ref: { x: 0.1, y: 0.1 } }, ['player_ref']],
  ['the player has a null track id', { player_ref: { track_id: null } }, ['player_ref']],
  ['the player has a blank track id', { player_ref: { track_id: ' ' } }, ['player_ref']],
  ['the target is {}', { target: {} }, ['target']],
  ['the target is not confirmed', { target: { confirmed: false, selections: [] } }, ['target']],
  ['the target is set but unconfirmed', { target: { selection: { bbox: box } } }, ['target']],
]
for (const [state, over, missing] of BLOCKED) {
  t.test(`enqueue is refused while ${state}`, async (t) => {
    const { answer, sent } = await enqueue(t, over)
    t.equal(answer.status, 400)
    t.match(answer.json(), {
      ok: false,
      error: { code: 'NOT_READY', message: String },
      meta: { request_id: String },
    })
    t.strictSame(answer.json().error.missing, missing)
    t.equal(answer.json().request_id, answer.headers['x-request-id'])
    t.strictSame(sent, [], 'enqueue is not called')
  })
}

const OPEN: [string, Record<string, unknown>][] = [
  ['the player has a track id', { player_ref: { track_id: 8 } }],
  ['the player has the track id 0', { player_ref: { track_id: 0 } }],
  ['the player has a flat box', { player_ref: { t: 0, ...box } }],
  ['the player has a nested box', { player_ref: { bbox: box } }],
  [
    'the target has a stored selection',
    { target: { selections: [{ frame_time_sec: 0, ...box }] } },
  ],
  ['the target is confirmed', { target: { confirmed: true } }],
]
for (const [state, over] of OPEN) {
  t.test(`enqueue is let through where ${state}`, async (t) => {
    const { answer, sent } = await enqueue(t, over)
    t.equal(answer.status, 200)
    t.strictSame(answer.json(), { ok: true, data: { status: 'QUEUED' } })
    t.equal(sent.length, 1)
  })
}

t.test('enqueue always sends a JSON body, {} when the context sent none', async (t) => {
  for (const body of [null, '']) {
    const { answer, sent } = await enqueue(t, {}, body)
    t.equal(answer.status, 200)
    t.equal(sent[0]?.body.toString(), '{}')
    t.equal(sent[0]?.headers['content-type'], 'application/json')
  }
})

t.test('the job is read first, for the same request', async (t) => {
  const { upstream, answer } = await enqueue(t, {})
  t.strictSame(
    upstream.requests.map(({ method, path }) => `${method} ${path}`),
    ['GET /jobs/j1', 'POST /jobs/j1/enqueue'],
  )
  for (const { headers } of upstream.requests) {
    t.equal(headers['x-request-id'], answer.headers['x-request-id'])
  }
})

t.test('where the job cannot be read, its answer is the answer', async (t) => {
  const body = { ok: false, error: { code: 'JOB_NOT_FOUND', message: 'Job not found' } }
  for (const status of [404, 500, 503]) {
    const upstream = await startUpstream(t, json(body, status))
    const { post } = await startApp(t, { API_BASE_URL: upstream.url })
    const answer = await post('/api/jobs/j1/enqueue', '{}')
    t.equal(answer.status, status)
    t.equal(answer.text, JSON.stringify(body))
    t.equal(upstream.requests.length, 1)
  }
})

t.test('where the job is no job, enqueue is not called', async (t) => {
  for (const body of ['', 'null', '[]', '"x"', '{"ok":true}', '{"data":null}', 'no json']) {
    const upstream = await startUpstream(t, {
      headers: { 'content-type': 'application/json' },
      body,
    })
    const { post } = await startApp(t, { API_BASE_URL: upstream.url })
    const answer = await post('/api/jobs/j1/enqueue', '{}')
    t.ok([400, 502].includes(answer.status), `${body}: ${answer.status}`)
    t.equal(upstream.requests.filter(({ method }) => method === 'POST').length, 0)
  }
})
