// One file: the ways in which a request can end, each looked up in the log, the counters and the locks, which follow it.

import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { type App, startApp } from '../support/app.ts'
import { startProcess } from '../support/process/touchline-process.ts'
import { json, READY_JOB, startUpstream, type Told } from '../support/service/upstream-server.ts'

const ENQUEUE_FORM =
  'POST /api/jobs/j1/enqueue HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\n' +
  'content-type: application/x-www-form-urlencoded\r\ncontent-length: 0\r\n\r\n'
const ENQUEUE_JSON =
  'POST /api/jobs/j1/enqueue HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n'

/** Sends the bytes; `leave` closes the connection at once. */
async function connect(app: App, bytes: string) {
  const socket = net.connect(app.port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(bytes)
  return { socket, leave: () => socket.destroy() }
}

/** The next line of the log that is wanted, from the first one on. */
async function logged(app: App, wanted: (line: Record<string, unknown>) => boolean) {
  for (;;) {
    const found = app.logged().find(wanted)
    if (found) return found
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** An upstream that holds back what `held` matches until `release` is called. */
async function startSlowUpstream(t: Parameters<typeof startUpstream>[0], held: RegExp) {
  const waiting: (() => void)[] = []
  let wake = () => {}
  const upstream = await startUpstream(t, ({ method, path }) => {
    const answer: Told = json(READY_JOB)
    if (!held.test(`${method} ${path}`)) return answer
    return new Promise((resolve) => {
      waiting.push(() => resolve(answer))
      wake()
    })
  })
  return {
    ...upstream,
    async holds(count: number) {
      while (waiting.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    release: () => {
      for (const go of waiting.splice(0)) go()
    },
  }
}

for (const [when, held] of [
  ['while the job is read', /^GET \/jobs\/j1/],
  ['while the change runs', /^POST \/jobs\/j1\/enqueue/],
] as const) {
  t.test(`a client that leaves ${when} locks nobody out`, async (t) => {
    const upstream = await startSlowUpstream(t, held)
    const app = await startApp(t, { API_BASE_URL: upstream.url })
    const first = await connect(app, ENQUEUE_FORM)
    await upstream.holds(1)
    t.equal(app.app.lockedJobs, 1)
    first.leave()
    const line = await logged(app, ({ status }) => status === 499)
    t.match(line, { msg: 'client left', method: 'POST', action: 'enqueue', job: 'j1' })
    upstream.always(json(READY_JOB))
    upstream.release()
    const next = await app.ask('/api/jobs/j1/enqueue', {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    })
    t.equal(next.status, 303)
    t.equal(app.app.lockedJobs, 0)
  })
}

t.test('a client that leaves while it waits for its turn leaves the queue', async (t) => {
  const upstream = await startSlowUpstream(t, /^POST/)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const first = await connect(app, ENQUEUE_FORM)
  await upstream.holds(1)
  const waiting = await connect(app, ENQUEUE_FORM)
  while (app.app.openRequests < 2) await new Promise((resolve) => setImmediate(resolve))
  waiting.leave()
  await logged(app, ({ status }) => status === 499)
  upstream.release()
  const answer = await once(first.socket, 'data')
  t.match(String(answer), /^HTTP\/1.1 303/)
  t.equal(upstream.requests.filter(({ method }) => method === 'POST').length, 1)
  t.equal(app.app.lockedJobs, 0)
  first.leave()
})

t.test('a change that is pipelined behind a stream ends with its connection', async (t) => {
  const upstream = await startSlowUpstream(t, /^POST/)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const events = 'GET /api/jobs/j1/events HTTP/1.1\r\nhost: localhost\r\n\r\n'
  const client = await connect(app, events + ENQUEUE_FORM)
  await upstream.holds(1)
  client.leave()
  const line = await logged(app, ({ method, status }) => method === 'POST' && status === 499)
  t.match(line, { job: 'j1', action: 'enqueue' })
  upstream.always(json(READY_JOB))
  upstream.release()
  const next = await app.ask('/api/jobs/j1/enqueue', {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
  t.equal(next.status, 303)
  while (app.app.openRequests > 0) await new Promise((resolve) => setImmediate(resolve))
  t.equal(app.app.lockedJobs, 0)
})

t.test("a script's change whose client left has its line and its count", async (t) => {
  const upstream = await startSlowUpstream(t, /^POST/)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const client = await connect(app, ENQUEUE_JSON)
  await upstream.holds(1)
  client.leave()
  const line = await logged(app, ({ status }) => status === 499)
  t.match(line, { msg: 'client left', job: 'j1', action: 'enqueue', path: '/api/jobs/j1/enqueue' })
  upstream.release()
  const late = await logged(app, ({ msg }) => String(msg).includes('client had left'))
  t.match(late, { upstream: { method: 'POST', path: '/jobs/j1/enqueue', status: 200 } })
  const { text } = await app.ask('/metrics')
  t.match(
    text,
    'touchline_http_requests_total{method="POST",route="/api/jobs/:jobId/enqueue",status="499"} 1',
  )
})

t.test('every request has one line, whatever its end', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'debug' })
  const asked = [
    ['/api/jobs/j1', 200],
    ['/nothing-here', 404],
    ['/api/jobs/%ff', 400],
    ['/healthz', 200],
  ] as const
  for (const [path, status] of asked) t.equal((await app.ask(path)).status, status, path)
  await app.close()
  const lines = app.logged().filter(({ msg }) => msg === 'answered')
  t.strictSame(
    lines.map(({ path, status }) => [path, status]),
    asked.map(([path, status]) => [path, status]),
  )
})

t.test(
  'a client that has gone before its request is read has left: no fault of ours',
  async (t) => {
    const { child, port, ask, ended } = await startProcess(t, {
      env: { FRAME_SOURCES: 'http://store.test/' },
      stdout: 'pipe',
    })
    let log = ''
    child.stdout!.on('data', (text) => {
      log += text
    })
    // The request waits in the system, and its connection is reset, before the process reads either.
    child.kill('SIGSTOP')
    const socket = net.connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const path = '/api/frame-proxy?url=http://store.test/a.jpg'
    await new Promise((done) =>
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`, done),
    )
    socket.resetAndDestroy()
    await once(socket, 'close')
    child.kill('SIGCONT')

    t.equal((await ask('/healthz')).status, 200)
    child.kill('SIGTERM')
    t.strictSame(await ended, [0, null])
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    t.strictSame(
      lines.filter(({ level }) => level >= 50),
      [],
    )
    t.match(
      lines.find(({ path }) => path?.startsWith('/api/frame-proxy')),
      { status: 499 },
    )
  },
)

t.test('the end of a request comes once, however often it is told', async (t) => {
  const { app, ask } = await startApp(t)
  const ends: string[] = []
  app.onRequestEnd((request, _reply, kind) => {
    ends.push(kind)
    if (ends.length > 9) return
    request.ending.answered()
    request.ending.connectionClosed()
  })
  t.equal((await ask('/healthz')).status, 200)
  while (app.openRequests > 0) await new Promise(setImmediate)
  t.strictSame(ends, ['answered'])
  t.equal(app.openRequests, 0)
})
