import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { startApp } from '../../support/app.ts'
import { GET, until } from '../../support/process/greedy.ts'
import { json, READY_JOB, startUpstream, type Told } from '../../support/service/upstream-server.ts'

const HEAD = (path: string) => GET(path).replace('GET', 'HEAD')
/** Now and then the late request is read only when its connection has closed: then it is tried again. */
const MOST_TRIES = 50

t.test('a request that comes after the last answer of its connection is not begun', async (t) => {
  let answer = () => {}
  const upstream = await startUpstream(t)
  upstream.on('GET /jobs/silent', () => new Promise<Told>(() => {}))
  upstream.on(
    'GET /jobs/slow/status',
    () =>
      new Promise<Told>((resolve) => {
        answer = () => resolve(json(READY_JOB))
      }),
  )
  const { app, port } = await startApp(t, { API_BASE_URL: upstream.url })
  const late: { kind: string; wasOpen: boolean }[] = []
  app.onRequestEnd(({ url, raw }, _reply, kind) => {
    if (url === '/api/jobs/late') late.push({ kind, wasOpen: !raw.socket.destroyed })
  })

  for (let tries = 0; tries < MOST_TRIES && late.length === 0; tries += 1) {
    const socket = net.connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.resume()
    await once(socket, 'connect')
    upstream.requests.length = 0
    // A stream closes its connection when it ends. Behind it waits an answer that never comes.
    socket.write(HEAD('/api/jobs/slow/events') + GET('/api/jobs/silent'))
    await until(() => upstream.requests.length === 2)
    // The end of the stream and the late request come in the same turn of the event loop.
    answer()
    await Promise.resolve().then(() => {})
    socket.write(GET('/api/jobs/late'))
    await once(socket, 'close')
    await until(() => app.openRequests === 0)
  }
  t.strictSame(late, [{ kind: 'left', wasOpen: true }])
})
