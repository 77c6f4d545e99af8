import http from 'node:http'
import net from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { startLiveApp, told } from '../support/live-app.ts'
import { json } from '../support/service/upstream-server.ts'

const STREAM = '/api/jobs/j1/events'

t.test('two hundred watchers of one job are served by one look at a time', async (t) => {
  // A slow machine is no silent service.
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) }, { silentMs: 600_000 })
  let inFlight = 0
  let most = 0
  live.answer = (seen) => {
    const answered = live.plain(seen)
    inFlight += 1
    most = Math.max(most, inFlight)
    setImmediate(() => {
      inFlight -= 1
    })
    return answered
  }
  const readers = await Promise.all(Array.from({ length: 200 }, () => live.open(STREAM)))
  for (const reader of readers)
    t.match(JSON.parse((await reader.next()).data), { status: 'RUNNING' })
  const before = live.looks
  await live.nextLooks(3)
  t.equal(live.looks - before, 3)
  t.equal(most, 1)
  t.equal(live.app.live.streams, 200)
  t.equal(live.app.live.watchedJobs, 1)
  live.jobs.set('j1', told('j1', 'RUNNING', 2))
  for (const reader of readers) t.match(JSON.parse((await reader.next()).data).progress, { pct: 2 })
})

t.test('nothing is said while nothing changes', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const reader = await live.open(STREAM)
  await reader.next()
  await live.nextLooks(5)
  t.equal(reader.events.length, 1)
})

t.test("an event tells the upstream's own status, progress, warnings and updated_at", async (t) => {
  const job = {
    ...told('j1', 'RUNNING', 7),
    warnings: ['LOW_LIGHT'],
    progress: { pct: 7, odd: [1] },
  }
  const live = await startLiveApp(t, { j1: job })
  const reader = await live.open(STREAM)
  const { data, id } = await reader.next()
  t.match(reader.headers['content-type'], /^text\/event-stream/)
  t.equal(reader.headers['cache-control'], 'no-store')
  const { status, progress, warnings, updated_at } = JSON.parse(data)
  t.strictSame(
    { status, progress, warnings, updated_at },
    {
      status: job.status,
      progress: job.progress,
      warnings: job.warnings,
      updated_at: job.updated_at,
    },
  )
  t.equal(id, '1')
})

t.test('every connect gets the whole state, whatever Last-Event-ID it brings', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  await (await live.open(STREAM)).next()
  for (const id of ['1', '999', '-1', 'x\u00e9', 'a'.repeat(2000)]) {
    const again = await live.open(STREAM, { 'last-event-id': Buffer.from(id).toString('latin1') })
    t.match(JSON.parse((await again.next()).data), { status: 'RUNNING', progress: { pct: 1 } })
  }
})

t.test('a job that has ended is told once and ends the stream', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const reader = await live.open(STREAM)
  await reader.next()
  live.jobs.set('j1', told('j1', 'PARTIAL', 100))
  t.match(JSON.parse((await reader.next()).data), { status: 'PARTIAL' })
  t.match(await reader.next(), { event: 'done' })
  await reader.ended
  t.equal(live.app.live.watchedJobs, 0)

  const late = await live.open(STREAM)
  t.match(JSON.parse((await late.next()).data), { status: 'PARTIAL' })
  t.match(await late.next(), { event: 'done' })
  await late.ended
})

t.test('an unknown job is a 404 before anything is sent', async (t) => {
  const live = await startLiveApp(t)
  const { status, text } = await live.ask(STREAM)
  t.equal(status, 404)
  t.match(JSON.parse(text), { ok: false, error: { code: 'NO' } })
  t.equal(live.app.live.watchedJobs, 0)
})

t.test('without a status route the whole job is looked at', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  live.answer = (seen) =>
    seen.path.endsWith('/status') ? json({ detail: 'Not Found' }, 404) : live.plain(seen)
  const reader = await live.open(STREAM)
  t.match(JSON.parse((await reader.next()).data), { status: 'RUNNING', progress: { pct: 1 } })
  live.jobs.set('j1', told('j1', 'RUNNING', 2))
  t.match(JSON.parse((await reader.next()).data), { progress: { pct: 2 } })
})

t.test(
  'while the service does not answer the readers are told, and again when it does',
  async (t) => {
    const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
    const reader = await live.open(STREAM)
    await reader.next()
    live.answer = () => json({ ok: false }, 503)
    const stale = await reader.next()
    t.equal(stale.event, 'stale')
    t.ok(Date.parse(JSON.parse(stale.data).since) > 0)
    await live.nextLooks(2)
    const late = await live.open(STREAM)
    t.match(JSON.parse((await late.next(({ event }) => event === undefined)).data), {
      progress: { pct: 1 },
    })
    t.equal(reader.events.filter(({ event }) => event === 'stale').length, 1, 'said once')

    live.jobs.set('j1', told('j1', 'RUNNING', 2))
    live.answer = live.plain
    t.match(await reader.next(), { event: 'stale', data: /"since":null/ })
    t.match(JSON.parse((await reader.next()).data), { progress: { pct: 2 } })
  },
)

t.test('the last reader that leaves stops the looks', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const readers = [await live.open(STREAM), await live.open(STREAM)]
  for (const reader of readers) await reader.next()
  for (const reader of readers) reader.leave()
  while (live.app.live.watchedJobs > 0) await turn()
  t.equal(live.app.live.streams, 0)
  const { looks } = live
  const other = await live.ask('/healthz')
  t.equal(other.status, 200)
  live.jobs.set('j2', told('j2', 'RUNNING', 1))
  const elsewhere = await live.open('/api/jobs/j2/events')
  await elsewhere.next()
  await live.nextLooks(4)
  const ofJ1 = live.upstream.requests.filter(({ path }) => path === '/jobs/j1/status')
  t.ok(ofJ1.length <= looks, 'four looks at another job, none at this one')
})

t.test(
  'a reader that leaves before the first look is answered leaves nothing behind',
  async (t) => {
    const live = await startLiveApp(t)
    const asked = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    live.upstream.on('GET /jobs/j1/status', async () => {
      asked.resolve()
      await answered.promise
      return json({ ok: true, data: told('j1', 'RUNNING', 1) })
    })
    const socket = net.connect(live.port, '127.0.0.1')
    socket.write(`GET ${STREAM} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    await asked.promise
    socket.destroy()
    const connections = () =>
      new Promise((resolve) => live.app.server.getConnections((_error, count) => resolve(count)))
    while ((await connections()) !== 0) await turn()
    answered.resolve()
    while (live.upstream.requests.length === 0) await turn()
    await live.ask('/healthz')
    t.equal(live.app.live.streams, 0)
    t.equal(live.app.live.watchedJobs, 0)
  },
)

t.test('a change made through this process is seen at once', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'WAITING_FOR_TARGET', 1) })
  const reader = await live.open(STREAM)
  await reader.next()
  live.upstream.on('POST /jobs/j1/retry', () => {
    live.jobs.set('j1', told('j1', 'QUEUED', 2))
    return json({ ok: true })
  })
  t.equal((await live.post('/api/jobs/j1/retry', {})).status, 200)
  t.match(JSON.parse((await reader.next()).data), { status: 'QUEUED' })
})

t.test('a look from before a change is not told, and no other is made beside it', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const reader = await live.open(STREAM)
  await reader.next()
  const old = json({ ok: true, data: told('j1', 'FAILED', 1) })
  const looking = Promise.withResolvers<void>()
  const changed = Promise.withResolvers<void>()
  let held = false
  let looks = 0
  live.upstream.on('GET /jobs/j1/status', async () => {
    looks += 1
    if (held) return json({ ok: true, data: told('j1', 'QUEUED', 2) })
    held = true
    looking.resolve()
    await changed.promise
    return old
  })
  await looking.promise
  t.equal((await live.post('/api/jobs/j1/retry', {})).status, 200)
  // Each goes to the service and back: a look that was begun by now has arrived there.
  for (let i = 0; i < 5; i += 1) t.equal((await live.ask('/api/jobs/j2')).status, 404)
  t.equal(looks, 1)
  changed.resolve()
  t.match(JSON.parse((await reader.next()).data), { status: 'QUEUED' }, 'never FAILED')
})

t.test('streams end when the app closes, and closing does not wait for readers', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const readers = await Promise.all(Array.from({ length: 20 }, () => live.open(STREAM)))
  for (const reader of readers) await reader.next()
  await live.app.close()
  await Promise.all(readers.map(({ ended }) => ended))
  t.equal(live.app.live.streams, 0)
  t.notOk(
    readers.some(({ events }) => events.some(({ event }) => event === 'done')),
    'not done',
  )
})

t.test('a reader that does not read is let go and the others hear all', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 0) })
  const reader = await live.open(STREAM)
  await reader.next()
  const slow = http.get(`${live.origin}${STREAM}`, { agent: false })
  slow.on('error', () => {})
  const response = await new Promise<http.IncomingMessage>((resolve) =>
    slow.on('response', resolve),
  )
  response.on('error', () => {})
  response.socket.pause()
  while (live.app.live.streams < 2) await turn()
  let pct = 0
  while (live.app.live.streams === 2) {
    pct += 1
    const big = { ...told('j1', 'RUNNING', pct), progress: { pct, message: 'x'.repeat(500_000) } }
    live.jobs.set('j1', big)
    await reader.next(({ data }) => JSON.parse(data).progress.pct === pct)
  }
  t.ok(pct > 0)
  t.equal(live.app.live.streams, 1)
  slow.destroy()
})

t.test('a page hears signs of life; a script gets comments', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const script = await live.open(STREAM)
  const page = await live.open('/jobs/j1/stream')
  const list = await live.open('/recent-jobs/stream', { cookie: 'recent_jobs=j1' })
  const before = [script, page, list].map((reader) => reader.signs())
  while ([script, page, list].some((reader, i) => reader.signs() <= (before[i] ?? 0))) {
    await live.nextLooks(1)
  }
  t.same(page.beats(), [50])
  t.same(list.beats(), [50])
  t.same(script.beats(), [])
})

t.test(
  'a job that is forgotten is said to be gone, and heard of again when it is back',
  async (t) => {
    const job = told('j1', 'RUNNING', 1)
    const live = await startLiveApp(t, { j1: job })
    const reader = await live.open(STREAM)
    await reader.next()
    live.jobs.delete('j1')
    t.match(await reader.next(), { event: 'gone' })
    live.jobs.set('j1', told('j1', 'RUNNING', 2))
    t.match(await reader.next(), { event: 'stale', data: /"since":null/ })
    t.match(JSON.parse((await reader.next()).data), { progress: { pct: 2 } })
  },
)

t.test('a service that hangs is said to be silent before any call has failed', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const reader = await live.open(STREAM)
  await reader.next()
  const hangs = Promise.withResolvers<ReturnType<typeof json>>()
  live.upstream.on('GET /jobs/j1/status', () => hangs.promise)
  const { event, data } = await reader.next()
  t.equal(event, 'stale')
  t.ok(JSON.parse(data).silent_ms >= 400)
  hangs.resolve(json({ ok: true, data: told('j1', 'RUNNING', 1) }))
  t.match(await reader.next(), { event: 'stale', data: /"since":null/ })
})
