import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { hashPassword } from '../../src/auth/passwords.ts'
import { StreamLimits } from '../../src/live/limits.ts'
import { startApp } from '../support/app.ts'
import { basic, CHEAP, guarded, PASSWORD } from '../support/guarded-app.ts'
import { until } from '../support/process/greedy.ts'
import { json, READY_JOB, startUpstream, type Told } from '../support/service/upstream-server.ts'

const OF_A_USER = 200
const JOBS = 500
const events = (job: string, headers = '') =>
  `GET /api/jobs/${job}/events HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`

/** Opens a stream and waits for its first bytes; gives back status line and connection. */
async function open(port: number, wire: string) {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(wire)
  const [head] = await once(socket, 'data')
  return { socket, head: String(head) }
}

t.test(
  'a user has a bounded number of streams, and gets one more when one has ended',
  async (t) => {
    const hash = await hashPassword(PASSWORD, CHEAP)
    const { port, app, ask } = await guarded(t, {}, Date.now, { anna: hash, ben: hash })
    const wireOf = (name: string) =>
      events('j1', `authorization: ${basic(name, PASSWORD).authorization}\r\n`)
    const streams = await Promise.all(
      Array.from({ length: OF_A_USER }, () => open(port, wireOf('anna'))),
    )
    t.teardown(() => {
      for (const { socket } of streams) socket.destroy()
    })
    for (const { head } of streams) t.match(head, /^HTTP\/1\.1 200 /)
    const metrics = await ask('/metrics', { headers: basic('anna', PASSWORD) })
    t.match(metrics.text, new RegExp(`^touchline_event_streams ${OF_A_USER}$`, 'm'))

    const refused = await ask('/api/jobs/j1/events', { headers: basic('anna', PASSWORD) })
    t.equal(refused.status, 503)
    t.match(refused.headers, { 'retry-after': '10' })
    t.match(refused.json(), { ok: false, error: { code: 'STREAMS_BUSY' } })
    const other = await open(port, wireOf('ben'))
    t.match(other.head, /^HTTP\/1\.1 200 /, 'another user has a stream')
    other.socket.destroy()

    streams[0]!.socket.destroy()
    await until(() => app.live.streams === OF_A_USER - 1)
    const again = await open(port, wireOf('anna'))
    t.match(again.head, /^HTTP\/1\.1 200 /)
    again.socket.destroy()
  },
)

t.test(
  'a bounded number of jobs is watched; who watches one of them already is not refused',
  async (t) => {
    const upstream = await startUpstream(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url })
    const ids = Array.from({ length: JOBS }, (_, i) => `j${i}`)
    const sockets: net.Socket[] = []
    t.teardown(() => {
      for (const socket of sockets) socket.destroy()
    })
    for (let begun = 0; begun < JOBS; begun += 50) {
      const some = ids.slice(begun, begun + 50)
      const opened = await Promise.all(some.map((id) => open(app.port, events(id))))
      for (const { socket, head } of opened) {
        sockets.push(socket)
        if (!head.startsWith('HTTP/1.1 200 ')) t.fail(head)
      }
    }
    t.equal(app.app.live.watchedJobs, JOBS)
    t.equal((await app.ask('/api/jobs/more/events')).status, 503)
    const several = await Promise.all(
      ids.slice(0, 20).map((_, i) => app.ask(`/api/jobs/m${i}/events`)),
    )
    t.ok(several.every(({ status }) => status === 503))
    const same = await open(app.port, events('j7'))
    t.match(same.head, /^HTTP\/1\.1 200 /)
    sockets.push(same.socket)
    sockets[0]!.destroy()
    await until(() => app.app.live.watchedJobs === JOBS - 1)
    const more = await open(app.port, events('more'))
    t.match(more.head, /^HTTP\/1\.1 200 /)
    sockets.push(more.socket)
  },
)

t.test('streams that are being opened count as watched jobs', async (t) => {
  const held: (() => void)[] = []
  const upstream = await startUpstream(
    t,
    () => new Promise<Told>((resolve) => held.push(() => resolve(json(READY_JOB)))),
  )
  const { app, ask, port } = await startApp(t, { API_BASE_URL: upstream.url })
  const sockets = Array.from({ length: JOBS }, (_, i) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(events(`j${i}`))
    return socket
  })
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
  })
  await until(() => app.openRequests === JOBS)
  t.equal((await ask('/api/jobs/more/events')).status, 503)
  for (const socket of sockets) socket.destroy()
  await until(() => app.openRequests === 0)
  const more = ask('/api/jobs/more/events', { method: 'HEAD' })
  while (held.length > 0 || app.openRequests > 0) {
    held.shift()?.()
    await new Promise(setImmediate)
  }
  t.equal((await more).status, 200)
})

t.test('a list that finds no room for a job leaves no watch behind', async (t) => {
  const upstream = await startUpstream(t)
  const { app, port, ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const sockets: net.Socket[] = []
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
  })
  for (let begun = 0; begun < JOBS - 2; begun += 83) {
    const some = Array.from({ length: 83 }, (_, i) => open(port, events(`j${begun + i}`)))
    for (const { socket } of await Promise.all(some)) sockets.push(socket)
  }
  t.equal(app.live.watchedJobs, JOBS - 2)
  const cookie = 'recent_jobs=a1.a2.a3.a4'
  const list = await ask('/recent-jobs/stream', { headers: { cookie } })
  t.equal(list.status, 503)
  t.equal(app.live.watchedJobs, JOBS - 2)
})

t.test('streams are counted in all, of a user and of an address', (t) => {
  const limits = new StreamLimits({ all: 5, ofUser: 2, ofAddress: 3 })
  const from = (ip: string, user: string | null = null) =>
    ({ ip, user, ending: { aborted: false } }) as unknown as Parameters<StreamLimits['enter']>[0]
  const anna = [from('10.0.0.1', 'anna'), from('10.0.0.2', 'anna')]
  for (const request of anna) limits.enter(request)
  t.throws(() => limits.enter(from('10.0.0.3', 'anna')), { code: 'STREAMS_BUSY' })
  const strangers = Array.from({ length: 3 }, () => from('10.0.0.1'))
  for (const request of strangers) limits.enter(request)
  t.throws(() => limits.enter(from('10.0.0.1')), { code: 'STREAMS_BUSY' })
  t.throws(() => limits.enter(from('10.0.0.9')), { code: 'STREAMS_BUSY' }, 'in all')
  for (const _ of [1, 2]) limits.leave(strangers[0]!)
  limits.enter(from('10.0.0.9'))
  t.throws(() => limits.enter(from('10.0.0.8')), { code: 'STREAMS_BUSY' }, 'an end counts once')
  t.end()
})
