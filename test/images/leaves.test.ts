import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { connectGreedy, GET, until } from '../support/process/greedy.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')

/** A store whose images begin and then never end; `closed` resolves with each connection that goes. */
async function startDrippingStore(t: Parameters<typeof startApp>[0]) {
  const server = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': 1_000_000 })
    response.write(JPEG)
    response.write(Buffer.alloc(20_000))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Asks for an image, reads the first of it and goes. */
async function leaveEarly(port: number, path: string) {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`)
  await once(socket, 'data')
  socket.destroy()
}

/** Touchline before such a store, and the path of an image of it. */
async function startProxy(t: Parameters<typeof startApp>[0]) {
  const store = await startDrippingStore(t)
  const upstream = await startUpstream(t, json({}))
  const app = await startApp(t, {
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: `${store.origin}/fnh/`,
    FRAME_NETWORKS: '127.0.0.0/8',
    // Far beyond the test's own limit: only the client's end can end the transfer.
    FRAME_TIMEOUT_MS: '600000',
  })
  const url = encodeURIComponent(`${store.origin}/fnh/a.jpg?sig=1`)
  return { store, app, path: `/api/frame-proxy?url=${url}` }
}

t.test('clients that leave in the middle of an image leave its place and the store', async (t) => {
  const { store, app, path } = await startProxy(t)
  const opened: Promise<unknown>[] = []
  store.server.on('connection', (socket) => opened.push(once(socket, 'close')))
  await Promise.all(Array.from({ length: 40 }, () => leaveEarly(app.port, path)))
  await Promise.all(opened)
  while (app.app.openRequests > 0) await new Promise((resolve) => setImmediate(resolve))
  t.equal(app.app.frames.places, 0)
  t.ok(opened.length >= 32)
})

t.test('a client that leaves gets none of the places that its own leaving frees', async (t) => {
  const { store, app, path } = await startProxy(t)
  let asked = 0
  store.server.on('request', () => (asked += 1))
  const image = GET(path)
  // One client has 16 places: half of the second connection's requests wait for one.
  const stays = await connectGreedy(t, app.port, image.repeat(8))
  await until(() => asked === 8)
  const leaves = await connectGreedy(t, app.port, image.repeat(16))
  await until(() => asked === 16 && app.app.frames.places === 24)
  leaves.socket.destroy()
  await until(() => app.app.openRequests === 8)
  await until(() => app.app.frames.places === 8)
  stays.socket.destroy()
  await until(() => app.app.frames.places === 0)
  t.equal(asked, 16, 'the store was asked for nothing more')
})

for (const [what, width] of [
  ['images of a job', ''],
  ['thumbnails', '&w=160'],
] as const) {
  t.test(`clients that leave while their ${what} come leave the store too`, async (t) => {
    const store = await startDrippingStore(t)
    const image = `${store.origin}/fnh/a.jpg`
    const frame = { key: 'a', time_sec: 0, tracks: [], signed_url: `${image}?sig=1` }
    const data = { job_id: 'j1', status: 'WAITING_FOR_PLAYER', preview_frames: [frame] }
    const upstream = await startUpstream(t, json({ ok: true, data }))
    const app = await startApp(t, {
      API_BASE_URL: upstream.url,
      FRAME_SOURCES: `${store.origin}/fnh/`,
      FRAME_NETWORKS: '127.0.0.0/8',
      FRAME_TIMEOUT_MS: '600000',
    })
    const path = `/api/frame-proxy?job=j1&url=${encodeURIComponent(image)}${width}`
    const asked = once(store.server, 'request')
    const clients = await Promise.all(
      Array.from({ length: 5 }, () => connectGreedy(t, app.port, GET(path))),
    )
    const [{ socket }] = await asked
    await until(() => app.app.openRequests === 5)
    for (const { socket } of clients.slice(1)) socket.destroy()
    await until(() => app.app.openRequests === 1)
    t.equal(app.app.frames.places, 1, 'one still wants it')
    const closed = once(socket, 'close')
    clients[0]!.socket.destroy()
    await closed
    await until(() => app.app.openRequests === 0 && app.app.frames.places === 0)
  })
}
