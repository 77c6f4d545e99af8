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
