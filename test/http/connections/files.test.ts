import { readdirSync } from 'node:fs'
import t from 'tap'
import { startBurdened } from '../../support/process/burdened.ts'
import { connectGreedy, GET, until } from '../../support/process/greedy.ts'
import { startProcess } from '../../support/process/touchline-process.ts'
import { startUpstream } from '../../support/service/upstream-server.ts'

t.test('two clients that ask for a thousand files and read none end nothing', async (t) => {
  const touchline = await startProcess(t, { files: 1024 })
  const page = await touchline.ask('/')
  const [, chart] = /href="(\/assets\/[0-9a-f]{12}\/)css/.exec(page.text) ?? []
  t.ok(chart)
  const wire = GET(`${chart}vendor/chart.js`).repeat(1_100)
  for (const _ of [1, 2]) await connectGreedy(t, touchline.port, wire)
  await until(
    async () => (await touchline.metric('touchline_connections_cut_total{why="pipelined"}')) === 2,
  )
  t.equal((await touchline.ask(`${chart}css/base.css`)).status, 200)
  t.equal((await touchline.ask('/healthz')).status, 200)
  t.equal(touchline.child.exitCode, null)
})

t.test('one address cannot take all connections, and is told so', async (t) => {
  const upstream = await startUpstream(t)
  upstream.on('GET /jobs/held', () => new Promise(() => {}))
  // Of 256 files clients get 96, and one address three quarters of them.
  const touchline = await startProcess(t, { files: 256, env: { API_BASE_URL: upstream.url } })
  const clients: Awaited<ReturnType<typeof connectGreedy>>[] = []
  await until(async () => {
    clients.push(await connectGreedy(t, touchline.port, GET('/api/jobs/held')))
    // The question itself is one more; its connection may be closed to make room.
    return (await touchline.metric('touchline_open_requests').catch(() => 0)) === 73
  })
  const asked = async (from?: string, path = '/api/jobs/j1') => {
    const client = await connectGreedy(t, touchline.port, GET(path), from)
    client.read()
    await until(() => client.answers().includes('\r\n\r\n'))
    client.socket.destroy()
    return client.answers()
  }
  const refused = await asked()
  t.match(refused, /^HTTP\/1\.1 503 /)
  t.match(refused, /retry-after: 1\r\n/i)
  t.match(refused, /connection: close\r\n/i)
  t.match(refused, /OVERLOADED/)
  t.match(await asked('127.0.0.2'), /^HTTP\/1\.1 200 /, 'another address is served')
  t.match(await asked(undefined, '/healthz'), /^HTTP\/1\.1 200 /, 'health is told to all')
  for (const { socket } of clients) socket.destroy()
  await until(async () => (await asked()).startsWith('HTTP/1.1 200'))
  t.ok((await touchline.metric('touchline_turned_away_total{code="OVERLOADED"}')) >= 1)
})

t.test('a process that has no file left to open answers 503, and recovers', async (t) => {
  const upstream = await startUpstream(t)
  const touchline = await startBurdened(t, {
    files: 128,
    env: {
      API_BASE_URL: upstream.url,
      FRAME_SOURCES: `${upstream.url}/fnh/`,
      FRAME_NETWORKS: '127.0.0.0/8',
    },
  })
  const client = await touchline.connect()
  const image = `/api/frame-proxy?url=${encodeURIComponent(`${upstream.url}/fnh/a.jpg`)}`
  const paths = ['/api/jobs/j1', '/jobs/j1', image]
  await client.askAll('/healthz')
  await touchline.carry('files')
  const answers = await client.askAll(...paths)
  for (const [i, path] of paths.entries()) {
    t.match(answers[i], /^HTTP\/1\.1 503 /, path)
    t.match(answers[i], /\r\nretry-after: 1\r\n/i, path)
  }
  t.match(answers[0], /"code":"OVERLOADED"/)
  t.match(answers[2], /"code":"FRAME_BUSY"/)
  const [health, metrics] = await client.askAll('/healthz', '/metrics')
  t.match(health, /^HTTP\/1\.1 200 /)
  t.match(metrics, /^touchline_turned_away_total\{code="OVERLOADED"\} 2$/m)
  t.match(metrics, /^touchline_turned_away_total\{code="FRAME_BUSY"\} 1$/m)
  t.match(metrics, /^touchline_upstream_breaker_open 0$/m, 'the service is not to blame')

  await touchline.carry('nothing')
  const [again] = await client.askAll('/api/jobs/j1')
  t.match(again, /^HTTP\/1\.1 200 /)
  t.equal((await touchline.ask('/healthz')).status, 200, 'on a new connection')
  t.equal(touchline.child.exitCode, null)
  t.equal(touchline.errors(), '')
})

t.test('clients that take every file end nothing', async (t) => {
  const upstream = await startUpstream(t)
  const files = 48
  const touchline = await startProcess(t, { files, env: { API_BASE_URL: upstream.url } })
  const openFiles = () => readdirSync(`/proc/${touchline.child.pid}/fd`).length
  const greedy: Awaited<ReturnType<typeof connectGreedy>>[] = []
  while (openFiles() < files) {
    // From several addresses and with half a request, so that the system's limit is reached before ours.
    const more = Array.from({ length: files }, (_, i) =>
      connectGreedy(t, touchline.port, GET('/').slice(0, -2), `127.0.0.${2 + (i % 8)}`),
    )
    greedy.push(...(await Promise.all(more)))
  }
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, () => touchline.ask('/api/jobs/j1')),
  )
  for (const answer of answers) {
    if (answer.status === 'fulfilled') t.match(String(answer.value.status), /^(200|503)$/)
  }
  t.equal(touchline.child.exitCode, null)
  for (const { socket } of greedy) socket.destroy()
  await until(async () => {
    const answer = await touchline.ask('/api/jobs/j1').catch(() => null)
    return answer?.status === 200
  })
  t.equal(touchline.errors(), '')
})

t.test('connections that say nothing take the room of their own address alone', async (t) => {
  // Of 256 files clients get 96, and are told so on 32 more.
  const touchline = await startProcess(t, { files: 256 })
  const healthFrom = async (address: string) => {
    const client = await connectGreedy(t, touchline.port, GET('/healthz'), address)
    client.read()
    await Promise.race([client.closed, until(() => client.answers().includes('\r\n\r\n'))])
    client.socket.destroy()
    return client.answers()
  }
  for (let n = 0; n < 300; n += 1) await connectGreedy(t, touchline.port, '')
  t.match(await healthFrom('127.0.0.2'), /^HTTP\/1\.1 200 /)
  const silent = await touchline.metric('touchline_connections_cut_total{why="silent"}')
  t.ok(silent > 200, `${silent} cut`)
})
