import t from 'tap'
import { startApp } from '../../support/app.ts'
import { connectGreedy, GET, until } from '../../support/process/greedy.ts'
import { json, startUpstream, type Told } from '../../support/service/upstream-server.ts'

/** An upstream that holds every answer until `release`. */
async function startHolding(t: Parameters<typeof startUpstream>[0]) {
  const held: (() => void)[] = []
  let most = 0
  const upstream = await startUpstream(
    t,
    ({ path }) =>
      new Promise<Told>((resolve) => {
        held.push(() => resolve(json({ path })))
        most = Math.max(most, held.length)
      }),
  )
  return { ...upstream, held, most: () => most }
}

t.test(
  'of the requests of one connection sixteen run at a time, and all are answered in turn',
  async (t) => {
    const upstream = await startHolding(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url })
    const paths = Array.from({ length: 60 }, (_, i) => `/api/jobs/j${i}`)
    const client = await connectGreedy(t, app.port, paths.map(GET).join(''))
    client.read()
    await until(() => upstream.held.length === 16 && app.app.openRequests === 60)
    while (upstream.requests.length < 60 || upstream.held.length > 0) {
      upstream.held.shift()?.()
      await new Promise(setImmediate)
    }
    await until(() => client.answers().split('HTTP/1.1 200').length === 61)
    t.strictSame(
      [...client.answers().matchAll(/"path":"\/jobs\/(\w+)"/g)].map(([, id]) => `/api/jobs/${id}`),
      paths,
    )
    t.equal(upstream.most(), 16)
  },
)

t.test(
  'a connection that sends more requests than may wait is cut, and its work with it',
  async (t) => {
    const upstream = await startHolding(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url })
    const wire = Array.from({ length: 200 }, (_, i) => GET(`/api/jobs/j${i}`)).join('')
    const client = await connectGreedy(t, app.port, wire)
    client.read()
    await client.closed
    await until(() => app.app.openRequests === 0)
    t.ok(upstream.requests.length <= 16)
    upstream.always(json({}))
    const { text } = await app.ask('/metrics')
    t.match(text, /^touchline_connections_cut_total\{why="pipelined"\} 1$/m)
    t.equal((await app.ask('/api/jobs/other')).status, 200)
    await app.close()
    const cut = app.logged().filter(({ msg }) => msg === 'answer cut off')
    t.ok(cut.length > 16 && cut.length <= 65, `${cut.length} lines`)
    for (const { status } of cut) t.equal(status, 499)
  },
)

t.test('a client that leaves takes what waits with it', async (t) => {
  const upstream = await startHolding(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const wire = Array.from({ length: 40 }, (_, i) => GET(`/api/jobs/j${i}`)).join('')
  const client = await connectGreedy(t, app.port, wire)
  await until(() => app.app.openRequests === 40 && upstream.held.length === 16)
  client.socket.destroy()
  await until(() => app.app.openRequests === 0)
  t.equal(upstream.requests.length, 16)
})
