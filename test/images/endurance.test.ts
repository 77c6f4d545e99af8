import { once } from 'node:events'
import net from 'node:net'
import { promisify } from 'node:util'
import t from 'tap'
import { Agent } from 'undici'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { connectGreedy, GET, until } from '../support/process/greedy.ts'
import { answer, PNG, raw, startImageStore } from '../support/service/image-store.ts'

const IMAGE = `${FRAMES}/a.png`
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n'

t.test('a client that leaves frees the store at once, before and during the body', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/silent.png', () => {})
  store.on('/frames/half.png', raw(`${HEAD}content-length: 3000\r\n\r\n`, PNG))
  // Far beyond the test's own limit: only the client's end can end the transfer.
  const { get } = await startFramesApp(t, store, { env: { FRAME_TIMEOUT_MS: '600000' } })
  for (const name of ['silent', 'half']) {
    const leave = new AbortController()
    const asked = get(`${FRAMES}/${name}.png`, { signal: leave.signal })
    while (store.heads.length === 0) await new Promise(setImmediate)
    const [socket] = store.sockets
    if (name === 'half') await asked
    leave.abort()
    await asked.then(({ body }) => body.dump()).catch(() => {})
    if (!socket!.destroyed) await once(socket!, 'close')
    t.equal(store.sockets.size, 0, name)
    store.heads.length = 0
  }
})

t.test('a reader that stalls holds the store back', async (t) => {
  const store = await startImageStore(t)
  const size = 200_000_000
  let written = 0
  store.on('/frames/a.png', (socket) => {
    socket.write(Buffer.concat([Buffer.from(`${HEAD}content-length: ${size}\r\n\r\n`), PNG]))
    const block = Buffer.alloc(65_536)
    const more = () => {
      while (written < size && socket.write(block)) written += block.length
    }
    socket.on('drain', more)
    more()
  })
  const { origin } = await startFramesApp(t, store, {
    env: { FRAME_TIMEOUT_MS: '60000', FRAME_MAX_BYTES: String(size) },
  })
  const { hostname, port } = new URL(origin)
  const reader = net.connect(Number(port), hostname)
  reader.write(
    `GET /api/frame-proxy?url=${encodeURIComponent(IMAGE)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
  )
  await once(reader, 'readable')
  let before = -1
  while (before !== written) {
    before = written
    for (let turn = 0; turn < 2000; turn += 1) await new Promise(setImmediate)
  }
  t.ok(written < 32_000_000, `${written} bytes left the store`)
  reader.destroy()
})

t.test(
  'too many images at once are told to come again, and those that wait are served',
  async (t) => {
    const store = await startImageStore(t)
    const held: (() => void)[] = []
    store.on('/frames/a.png', (socket, head) => held.push(() => answer(200, {}, PNG)(socket, head)))
    const { get } = await startFramesApp(t, store, { env: { FRAME_TIMEOUT_MS: '60000' } })
    const asked = Array.from({ length: 145 }, () => get(IMAGE))
    const busy = await Promise.race(asked)
    t.match(busy, { statusCode: 503, headers: { 'retry-after': '1' } })
    t.match(await busy.body.json(), { error: { code: 'FRAME_BUSY' } })
    t.ok(store.sockets.size <= 16, 'connections to the store for one client')
    let served = 0
    const all = Promise.all(
      asked.map(async (one) => {
        const response = await one
        if (response.statusCode !== 200) return
        await response.body.dump()
        served += 1
      }),
    )
    while (served < 144) {
      for (const release of held.splice(0)) release()
      await new Promise(setImmediate)
    }
    await all
    t.equal(served, 144)
  },
)

t.test('a reader that stalls for ever is cut when the time is over', async (t) => {
  const store = await startImageStore(t)
  const body = Buffer.concat([PNG, Buffer.alloc(20_000_000)])
  store.on('/frames/a.png', answer(200, {}, body))
  const { origin, app } = await startFramesApp(t, store, {
    env: { FRAME_TIMEOUT_MS: '300', FRAME_MAX_BYTES: String(body.length) },
  })
  const { hostname, port } = new URL(origin)
  const reader = net.connect(Number(port), hostname)
  reader.write(
    `GET /api/frame-proxy?url=${encodeURIComponent(IMAGE)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
  )
  await once(reader, 'readable')
  const connections = promisify(app.server.getConnections.bind(app.server))
  while ((await connections()) + store.sockets.size > 0) await new Promise(setImmediate)
  // No connection is left on either side, and it was not the limit of unread answers that cut it.
  t.equal(app.connections.cuts.unread, 0)
  reader.destroy()
})

t.test('a client that asks for many images and reads none keeps nobody else waiting', async (t) => {
  const store = await startImageStore(t)
  const large = Buffer.concat([PNG, Buffer.alloc(20_000_000)])
  store.on('/frames/large.png', answer(200, {}, large))
  store.on('/frames/a.png', answer(200, {}, PNG))
  const { origin, app, get } = await startFramesApp(t, store, {
    env: { FRAME_TIMEOUT_MS: '60000', FRAME_MAX_BYTES: String(large.length) },
  })
  const path = `/api/frame-proxy?url=${encodeURIComponent(`${FRAMES}/large.png`)}`
  const { port } = new URL(origin)
  // Three connections of one address, each with as many requests as may be open on it.
  const greedy = await Promise.all(
    [1, 2, 3].map(() => connectGreedy(t, Number(port), GET(path).repeat(60), '127.0.0.9')),
  )
  await until(() => app.frames.places === 48)
  t.ok(store.sockets.size <= 16, 'places of one client')
  const { statusCode, body } = await get(IMAGE)
  t.equal(statusCode, 200)
  t.ok(Buffer.from(await body.arrayBuffer()).equals(PNG))
  for (const { socket } of greedy) socket.destroy()
  await until(() => app.frames.places === 0)
})

t.test('a store that does not answer keeps the pictures of no other away', async (t) => {
  const store = await startImageStore(t)
  let asked = 0
  let isFull = () => {}
  const full = new Promise<void>((resolve) => {
    isFull = resolve
  })
  store.on('/dead/a.png', () => {
    asked += 1
    if (asked === 24) isFull()
  })
  store.on('/frames/a.png', answer(200, {}, PNG))
  const { get } = await startFramesApp(t, store, {
    env: {
      FRAME_SOURCES: `${FRAMES}/,http://dead.example.test/dead/`,
      FRAME_TIMEOUT_MS: '5000',
    },
  })
  const leaving = new AbortController()
  const clients = ['127.0.0.2', '127.0.0.3'].map((localAddress) => new Agent({ localAddress }))
  const waiting = clients.flatMap((dispatcher) =>
    Array.from({ length: 20 }, (_, n) =>
      get(`http://dead.example.test/dead/a.png?${n}`, { dispatcher, signal: leaving.signal }),
    ),
  )
  await full
  const other = await get(IMAGE)
  t.equal(other.statusCode, 200)
  await other.body.dump()
  t.equal(asked, 24)
  leaving.abort()
  await Promise.allSettled(waiting)
  await Promise.all(clients.map((client) => client.destroy()))
})

t.test('a wait for a place that takes too long is told as such, not as of the store', async (t) => {
  const store = await startImageStore(t)
  // It begins each image and ends none.
  store.on('/frames/a.png', raw(`${HEAD}content-length: 3000\r\n\r\n`, PNG))
  const { get } = await startFramesApp(t, store, { env: { FRAME_TIMEOUT_MS: '3000' } })
  const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => get(`${IMAGE}?${n}`)))
  const told = await Promise.all(
    answers.map(async ({ statusCode, body }) => {
      if (statusCode === 200) return t.rejects(body.arrayBuffer()).then(() => 'begun')
      const { error } = (await body.json()) as { error: { code: string } }
      return `${statusCode} ${error.code}`
    }),
  )
  t.strictSame([...new Set(told)].sort(), ['503 FRAME_BUSY', 'begun'])
  t.ok(told.filter((one) => one === 'begun').length <= store.heads.length)
})
