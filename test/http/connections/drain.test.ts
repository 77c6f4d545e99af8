import net from 'node:net'
import t from 'tap'
import { startApp } from '../../support/app.ts'
import { openStream } from '../../support/event-stream.ts'
import { connectGreedy, until } from '../../support/process/greedy.ts'
import { readAnswer } from '../../support/raw-request.ts'
import { json, READY_JOB, startUpstream } from '../../support/service/upstream-server.ts'

const GET = 'GET /api/jobs/j1 HTTP/1.1\r\nHost: localhost\r\n\r\n'

/** One connection that stays open; gives back each answer as it comes. */
function keptAlive(port: number) {
  const socket = net.connect(port, '127.0.0.1')
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.on('error', () => {})
  return {
    closed,
    ask: (wire: string) => {
      const answer = new Promise<string>((resolve, reject) => {
        socket.once('data', (data) => resolve(data.toString()))
        socket.once('close', () => reject(new Error('closed without an answer')))
      })
      socket.write(wire)
      return answer
    },
  }
}

t.test(
  'a request in flight is finished, its connection told to close, and readiness is off',
  async (t) => {
    const upstream = await startUpstream(t)
    const { promise, resolve } = Promise.withResolvers<void>()
    const { app, port } = await startApp(t, { API_BASE_URL: upstream.url })
    upstream.on('GET /jobs/slow', async () => {
      await promise
      return json(READY_JOB)
    })
    const [slow, health, other] = [keptAlive(port), keptAlive(port), keptAlive(port)]
    const inFlight = slow.ask('GET /api/jobs/slow HTTP/1.1\r\nHost: localhost\r\n\r\n')
    t.match(await health.ask('GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n'), /"ready"/)
    t.match(await other.ask(GET), /^HTTP\/1.1 200/)
    while (upstream.requests.length < 2) await new Promise(setImmediate)

    const closing = app.close()
    while (!app.draining) await new Promise(setImmediate)
    const late = readAnswer(await other.ask(GET))
    t.equal(late.status, 200, 'a request on an open connection is still answered')
    t.equal(late.headers['connection'], 'close')
    const readiness = readAnswer(
      await health.ask('GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    )
    t.equal(readiness.status, 503)
    t.equal(readiness.headers['connection'], 'close')

    resolve()
    const answer = readAnswer(await inFlight)
    t.equal(answer.status, 200)
    t.equal(answer.headers['connection'], 'close')
    await Promise.all([closing, slow.closed, health.closed, other.closed])
  },
)

t.test('an idle connection does not hold the end up', async (t) => {
  const { app, port } = await startApp(t)
  const idle = keptAlive(port)
  t.match(await idle.ask('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'), /^HTTP\/1.1 200/)
  await app.close()
  await idle.closed
})

t.test('a connection that never asked anything does not hold the end up', async (t) => {
  const { app, port } = await startApp(t)
  const silent = net.connect(port, '127.0.0.1')
  await new Promise((resolve) => silent.on('connect', resolve))
  const closed = new Promise((resolve) => silent.on('close', resolve))
  await app.close()
  await closed
})

t.test(
  'an answer that is still being read when the process is told to end arrives whole',
  async (t) => {
    const text = 'x'.repeat(30_000_000)
    const upstream = await startUpstream(t, json({ text }))
    const app = await startApp(t, { API_BASE_URL: upstream.url })
    const client = await connectGreedy(t, app.port, GET)
    await until(() => [...app.app.connections.open].some((socket) => socket.writableLength > 0))
    const idle = keptAlive(app.port)
    await idle.ask('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const closing = app.close()
    await idle.closed
    client.read()
    await closing
    await client.closed
    t.equal(readAnswer(client.answers()).body.length, JSON.stringify({ text }).length)
  },
)

t.test('an answer that nobody reads does not hold the end up', async (t) => {
  const upstream = await startUpstream(t, json({ text: 'x'.repeat(30_000_000) }))
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const client = await connectGreedy(t, app.port, GET)
  await until(() => [...app.app.connections.open].some((socket) => socket.writableLength > 0))
  await app.close()
  client.read()
  await client.closed
  await until(() => app.logged().some(({ msg }) => msg === 'answer cut off'))
})

t.test('open streams of jobs and of lists end, so that the process can', async (t) => {
  const upstream = await startUpstream(t)
  const { app, origin } = await startApp(t, { API_BASE_URL: upstream.url })
  const cookie = { cookie: 'recent_jobs=j1.j2' }
  const paths = ['/api/jobs/j1/events', '/jobs/j1/stream', '/jobs/j1/news/stream']
  const readers = []
  for (const path of [...paths, '/recent-jobs/stream']) {
    const reader = await openStream(t, `${origin}${path}`, cookie)
    t.equal(reader.status, 200, path)
    readers.push(reader)
  }
  t.equal(app.live.streams, 4)
  await Promise.all([app.close(), ...readers.map(({ ended }) => ended)])
  t.equal(app.live.streams, 0)
})
