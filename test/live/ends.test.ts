import http from 'node:http'
import net from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { startLiveApp, told } from '../support/live-app.ts'
import { json } from '../support/service/upstream-server.ts'

// How a stream ends: with its job, its reader, or the app.

const STREAM = '/api/jobs/j1/events'

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

t.test('a look that is answered after the last reader has left sets no timer', async (t) => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  // The access log of the test before writes within 20 ms.
  while (timers() > 0) await turn()
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) }, { silentMs: 600_000 })
  const reader = await live.open(STREAM)
  await reader.next()
  const asked = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  live.upstream.on('GET /jobs/j1/status', async () => {
    asked.resolve()
    await answered.promise
    return json({ ok: true, data: told('j1', 'RUNNING', 2) })
  })
  await asked.promise
  t.ok(timers() > 0, 'a watched job has a timer')
  const answers = live.app.upstream.answers
  reader.leave()
  while (live.app.live.watchedJobs > 0) await turn()
  answered.resolve()
  while (live.app.upstream.answers === answers) await turn()
  await live.app.close()
  // A timer of the watch would stand for ten minutes.
  while (timers() > 0) await turn()
  t.equal(timers(), 0)
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
