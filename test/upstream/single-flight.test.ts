// One file: who may share a read depends on which answers are still held back, and `startHolding` holds them for all tests.

import type http from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type Ask, startApp } from '../support/app.ts'
import { json, type Seen, startUpstream, type Told } from '../support/service/upstream-server.ts'

/** An upstream that holds every answer back until it is told; `held` are those, oldest first. */
async function startHolding(t: Test) {
  const held: { seen: Seen; response: http.ServerResponse; answer: (told: Told) => void }[] = []
  const upstream = await startUpstream(
    t,
    (seen, response) => new Promise<Told>((answer) => void held.push({ seen, response, answer })),
  )
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  /** Requests that Touchline has taken in, so that the next step does not come too early. */
  let arrived = 0
  app.app.server.on('request', () => {
    arrived += 1
  })
  const until = async (condition: () => boolean) => {
    while (!condition()) await turn()
  }
  return {
    ...app,
    held,
    upstream,
    until,
    /** Asks, and waits until Touchline has the request. */
    async begin(path: string, options: Ask = {}) {
      const before = arrived
      const reply = app.ask(path, options)
      reply.catch(() => {})
      await until(() => arrived > before)
      return { reply }
    },
  }
}

const change = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
} as const

t.test('identical reads in flight share one call and its bytes', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const headers = { accept: 'application/json', 'x-analysis-attempt-id': 'a' }
  const readers = []
  for (let i = 0; i < 50; i += 1) {
    const own = { ...headers, 'x-request-id': `reader-${i}` }
    readers.push(await begin('/api/jobs/j1?view=full', { headers: own }))
  }
  await until(() => held.length > 0)
  const body = '{ "ok":true,\t"data": {"n": 12345678901234567890, "\\u00e9": "é"} }\n'
  held[0]!.answer({
    headers: { 'content-type': 'application/json', 'x-request-id': 'of-the-first', 'x-kept': '1' },
    body,
  })
  const replies = await Promise.all(readers.map(({ reply }) => reply))
  t.equal(held.length, 1, 'one call for fifty readers')
  for (const { status, text, headers } of replies) {
    t.equal(status, 200)
    t.equal(text, body)
    t.equal(headers['x-kept'], '1')
  }
  const ids = replies.map(({ headers }) => headers['x-request-id'])
  t.strictSame(
    ids.slice(1),
    ids.slice(1).map((_, i) => `reader-${i + 1}`),
    'who shares keeps the id of the own request',
  )
})

t.test('pages that share an answer are made from one reading of it', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const parsed = t.capture(JSON, 'parse', JSON.parse)
  const data = { job_id: 'other', status: 'CREATED', role: 'A role that is read once' }
  const readings = () => parsed().filter(({ args: [text] }) => String(text).includes(data.role))
  const pages = []
  for (let i = 0; i < 20; i += 1) {
    pages.push(await begin('/jobs/j1', { headers: { accept: 'text/html' } }))
  }
  await until(() => held.length > 1)
  for (const { seen, answer } of held.splice(0)) {
    answer(json(seen.path.endsWith('/candidates') ? { ok: false } : { ok: true, data }))
  }
  for (const { status, text } of await Promise.all(pages.map(({ reply }) => reply))) {
    t.equal(status, 200)
    t.match(text, '<dd>A role that is read once</dd>')
    t.match(text, '<code id="job-id">j1</code>')
  }
  t.equal(readings().length, 1)
})

t.test('a read after the answer is a new call', async (t) => {
  const { ask, upstream } = await startHolding(t)
  upstream.always(json({ ok: true }))
  await ask('/api/jobs/j1')
  await ask('/api/jobs/j1')
  t.equal(upstream.requests.length, 2, 'an answer is not kept')
})

t.test('reads that differ in address or forwarded headers are not shared', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const readers = [
    await begin('/api/jobs/j1'),
    await begin('/api/jobs/j1?view=full'),
    await begin('/api/jobs/j1/status'),
    await begin('/api/jobs/j2'),
    await begin('/api/jobs/j1', { headers: { accept: 'text/plain' } }),
    await begin('/api/jobs/j1', { headers: { 'x-analysis-attempt-id': 'a' } }),
    await begin('/api/jobs/j1', { headers: { 'x-analysis-attempt-id': 'b' } }),
  ]
  await until(() => held.length === readers.length)
  held.forEach(({ answer }, i) => {
    answer(json({ ok: true, data: { i } }))
  })
  const bodies = await Promise.all(readers.map(async ({ reply }) => (await reply).text))
  t.equal(new Set(bodies).size, readers.length)
})

t.test('a refusal is shared as it is', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const readers = [await begin('/api/jobs/j1'), await begin('/api/jobs/j1')]
  await until(() => held.length > 0)
  held[0]!.answer(json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404))
  for (const { reply } of readers) {
    const { status, text } = await reply
    t.equal(status, 404)
    t.equal(text, '{"ok":false,"error":{"code":"JOB_NOT_FOUND"}}')
  }
  t.equal(held.length, 1)
})

t.test('a failure is shared, and each reader is told with the own request id', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const [a, b] = [
    await begin('/api/jobs/j1', { headers: { 'x-request-id': 'a' } }),
    await begin('/api/jobs/j1', { headers: { 'x-request-id': 'b' } }),
  ]
  await until(() => held.length > 0)
  held[0]!.response.writeHead(200, { 'content-length': '100' }).write('{"ok":')
  held[0]!.response.socket?.destroySoon()
  t.match((await a.reply).json(), { ok: false, meta: { request_id: 'a' } })
  t.match((await b.reply).json(), { ok: false, meta: { request_id: 'b' } })
  t.equal((await a.reply).status, 502)
  t.equal((await b.reply).status, 502)
  t.equal(held.length, 1)
})

t.test('while a change is under way nobody joins an older read', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const older = await begin('/api/jobs/j1')
  await until(() => held.length === 1)
  const action = await begin('/api/jobs/j1/retry', change)
  await until(() => held.length === 2)
  const during = await begin('/api/jobs/j1')
  await until(() => held.length === 3)
  held[0]!.answer(json({ ok: true, data: 'old' }))
  held[1]!.answer(json({ ok: true }))
  held[2]!.answer(json({ ok: true, data: 'during' }))
  t.match((await older.reply).json(), { data: 'old' })
  t.match((await during.reply).json(), { data: 'during' })
  t.equal((await action.reply).status, 200)
})

t.test('after a change nobody joins a read that began before or during it', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const before = await begin('/api/jobs/j1')
  await until(() => held.length === 1)
  const action = await begin('/api/jobs/j1/retry', change)
  await until(() => held.length === 2)
  const during = await begin('/api/jobs/j1')
  await until(() => held.length === 3)
  held[1]!.answer(json({ ok: true }))
  t.equal((await action.reply).status, 200)
  const after = await begin('/api/jobs/j1')
  await until(() => held.length === 4)
  for (const { answer } of [held[0]!, held[2]!]) answer(json({ ok: true, data: 'old' }))
  held[3]!.answer(json({ ok: true, data: 'new' }))
  t.match((await before.reply).json(), { data: 'old' })
  t.match((await during.reply).json(), { data: 'old' })
  t.match((await after.reply).json(), { data: 'new' }, 'everyone reads their own writes')
})

t.test('after a change that failed nobody joins an older read', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const before = await begin('/api/jobs/j1')
  await until(() => held.length === 1)
  const action = await begin('/api/jobs/j1/retry', change)
  await until(() => held.length === 2)
  held[1]!.response.socket?.destroy()
  t.equal((await action.reply).status, 502, 'it may have been made')
  const after = await begin('/api/jobs/j1')
  await until(() => held.length === 3)
  held[0]!.answer(json({ ok: true, data: 'old' }))
  held[2]!.answer(json({ ok: true, data: 'new' }))
  t.match((await after.reply).json(), { data: 'new' })
  await before.reply
})

t.test('a reader that leaves takes nothing from those who wait', async (t) => {
  const { begin, held, until, upstream } = await startHolding(t)
  const gone = new AbortController()
  const first = await begin('/api/jobs/j1', { signal: gone.signal })
  await until(() => held.length === 1)
  const second = await begin('/api/jobs/j1')
  gone.abort()
  await t.rejects(first.reply)
  const third = await begin('/api/jobs/j1')
  held[0]!.answer(json({ ok: true, data: 'whole' }))
  t.match((await second.reply).json(), { data: 'whole' })
  t.match((await third.reply).json(), { data: 'whole' })
  t.equal(upstream.requests.length, 1)
})

t.test('the last reader that leaves ends the call, and the next one begins anew', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const gone = new AbortController()
  const readers = [
    await begin('/api/jobs/j1', { signal: gone.signal }),
    await begin('/api/jobs/j1', { signal: gone.signal }),
  ]
  await until(() => held.length === 1)
  const closed = new Promise((resolve) => held[0]!.response.on('close', resolve))
  gone.abort()
  await closed
  for (const { reply } of readers) await t.rejects(reply)
  const next = await begin('/api/jobs/j1')
  await until(() => held.length === 2)
  held[1]!.answer(json({ ok: true, data: 'new' }))
  t.match((await next.reply).json(), { data: 'new' })
})

t.test('pages share their reads: many that open one job read it once', async (t) => {
  const { begin, held, until, upstream } = await startHolding(t)
  const pages = []
  for (let i = 0; i < 20; i += 1) pages.push(await begin('/jobs/j1'))
  await until(() => held.length === 2)
  upstream.always(json({ ok: true, data: {} }))
  for (const { answer } of held) {
    answer(json({ ok: true, data: { job_id: 'j1', id: 'j1', status: 'CREATED' } }))
  }
  for (const { reply } of pages) t.equal((await reply).status, 200)
  t.strictSame(upstream.requests.map(({ path }) => path).sort(), [
    '/jobs/j1/candidates',
    '/jobs/j1?view=full',
  ])
})

t.test('a change is never shared', async (t) => {
  const { begin, held, until } = await startHolding(t)
  const actions = [
    await begin('/api/jobs/j1/retry', change),
    await begin('/api/jobs/j1/retry', change),
  ]
  await until(() => held.length === 2)
  for (const { answer } of held) answer(json({ ok: true }))
  for (const { reply } of actions) t.equal((await reply).status, 200)
})

t.test('a change is seen to its end when its client leaves', async (t) => {
  const { begin, held, until, ask, upstream } = await startHolding(t)
  const gone = new AbortController()
  const action = await begin('/api/jobs/j1/retry', { ...change, signal: gone.signal })
  await until(() => held.length === 1)
  let cut = false
  held[0]!.response.on('close', () => {
    cut = !held[0]!.response.writableFinished
  })
  gone.abort()
  await t.rejects(action.reply)
  upstream.always(json({ ok: true }))
  await ask('/api/jobs/j1')
  t.notOk(cut)
  held[0]!.answer(json({ ok: true }))
  await until(() => held[0]!.response.writableFinished)
  t.notOk(cut)
})
