import { once } from 'node:events'
import net from 'node:net'
import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { GET, until } from '../../support/process/greedy.ts'
import { json, READY_JOB, startUpstream, type Told } from '../../support/service/upstream-server.ts'

// What is no HTTP, or never ends, behind requests that wait for their answers.

const POST = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
const CREATE = POST(
  '/api/jobs',
  '{"video_url":"http://video.test/a.mp4","role":"GOALKEEPER","category":"SENIOR"}',
)

async function start(t: Test) {
  let answer = () => {}
  const upstream = await startUpstream(t)
  upstream.on(
    'POST /jobs',
    () =>
      new Promise<Told>((resolve) => {
        answer = () => resolve(json(READY_JOB, 201))
      }),
  )
  const { app, port } = await startApp(t, { API_BASE_URL: upstream.url })
  const socket = net.connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => {})
  let text = ''
  socket.on('data', (data) => {
    text += data.toString('latin1')
  })
  await once(socket, 'connect')
  return { app, socket, upstream, answer: () => answer(), text: () => text }
}

for (const [what, behind] of [
  ['is no HTTP', 'garbage\r\n\r\n'],
  ['is no HTTP and comes again and again', 'garbage\r\n\r\n'.repeat(50)],
  [
    'breaks off in its body',
    'POST /api/jobs/j1/enqueue HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  ],
  [
    'has two lengths',
    'GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
  ],
] as const) {
  t.test(`a change is answered though what comes behind it ${what}`, async (t) => {
    const { app, socket, upstream, answer, text } = await start(t)
    socket.write(CREATE)
    await until(() => upstream.requests.length === 1)
    socket.write(behind)
    // Touchline has read it when it has answered somebody who came later.
    await fetch(`http://127.0.0.1:${socket.remotePort}/healthz`).then((other) => other.text())
    t.equal(text(), '', 'nothing is said in its place')
    const closed = once(socket, 'close')
    answer()
    await closed
    t.match(text(), /^HTTP\/1\.1 201 /)
    // Only a request of its own gets an answer of its own, after that.
    t.match(text().slice(1).split('HTTP/1.1 ').slice(1).join(), /^(400 .*)?$/s)
    await until(() => app.openRequests === 0)
  })
}

for (const behind of ['garbage\r\n\r\n', 'GE']) {
  t.test(
    `a client with ${JSON.stringify(behind)} behind its request leaves as any other`,
    async (t) => {
      const { app, socket, upstream } = await start(t)
      socket.write(CREATE)
      await until(() => upstream.requests.length === 1)
      socket.write(behind)
      await fetch(`http://127.0.0.1:${socket.remotePort}/healthz`).then((other) => other.text())
      t.equal(app.openRequests, 1)
      socket.destroy()
      // The service has not answered.
      await until(() => app.openRequests === 0)
    },
  )
}

t.test('too slow a request behind one that waits says nothing in its place', async (t) => {
  const { app, socket, upstream, text } = await start(t)
  socket.write(CREATE)
  await until(() => upstream.requests.length === 1)
  const closed = once(socket, 'close')
  socket.write(POST('/api/jobs/j1/enqueue', '{"much": "more"}').slice(0, -5))
  await closed
  t.equal(text(), '', 'whether the change was made is not known')
  await until(() => app.openRequests === 0)
})

t.test('a request behind one that closes the connection takes nothing from it', async (t) => {
  const { socket, upstream, answer, text } = await start(t)
  const closing = CREATE.replace('host: localhost', 'host: localhost\r\nconnection: close')
  socket.write(closing + GET('/healthz'))
  await until(() => upstream.requests.length === 1)
  const closed = once(socket, 'close')
  answer()
  await closed
  t.match(text(), /^HTTP\/1\.1 201 /)
})

t.test('a stream ends where no HTTP follows it, and nothing is written into it', async (t) => {
  const { app, socket, text } = await start(t)
  socket.write(GET('/api/jobs/j1/events'))
  await until(() => text().includes('data: '))
  const closed = once(socket, 'close')
  socket.write('garbage\r\n\r\n')
  await closed
  t.equal(text().split('HTTP/1.1 ').length, 2, 'one answer alone')
  await until(() => app.openRequests === 0)
})

t.test('a body that is no HTTP is answered itself', async (t) => {
  const { app, socket, text } = await start(t)
  const closed = once(socket, 'close')
  const chunked = 'content-type: application/json\r\ntransfer-encoding: chunked'
  socket.write(`POST /api/jobs HTTP/1.1\r\nhost: localhost\r\n${chunked}\r\n\r\nzz\r\n`)
  await closed
  t.match(text(), /^HTTP\/1\.1 400 .*"BAD_REQUEST"/s)
  await until(() => app.openRequests === 0)
})
