// One file: `Gathered` by itself, and then what it saves where bytes come in: answers, images and request bodies.

import { once } from 'node:events'
import net from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { Gathered } from '../../src/lib/gathered.ts'
import { startApp } from '../support/app.ts'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { heldBytes } from '../support/process/heap.ts'
import { readAnswer } from '../support/raw-request.ts'
import { startImageStore } from '../support/service/image-store.ts'
import { jobOf } from '../support/service/jobs.ts'
import { startUpstream } from '../support/service/upstream-server.ts'

/** What objects a body may take while it comes, times its bytes. Kept as they came, one-byte pieces take a hundred. */
const MOST_TIMES = 20

/** Bytes as chunks of one byte each, without the last chunk, which ends them. */
function oneByOne(bytes: Buffer): Buffer {
  const wire = Buffer.alloc(bytes.length * 6, '1\r\n \r\n')
  for (const [i, byte] of bytes.entries()) wire[i * 6 + 3] = byte
  return wire
}
const LAST_CHUNK = '0\r\n\r\n'
const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'

/** A server that sends all of an answer but its end, and the end when it is told. */
async function startHolding(t: Test, body: Buffer, head = HEAD) {
  const wire = oneByOne(body)
  const sockets: net.Socket[] = []
  let sent = 0
  const server = net.createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(head)
      socket.write(wire, () => {
        sent += 1
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    async whenSent(answers: number) {
      while (sent < answers) await turn()
      // What the operating system still holds is read in these turns.
      for (let i = 0; i < 200; i += 1) await turn()
    },
    finish: () => {
      for (const socket of sockets) socket.write(LAST_CHUNK)
    },
  }
}

t.test('pieces of any sizes come together as the bytes that they were', async (t) => {
  const sizes = fc.array(fc.oneof(fc.nat(3), fc.nat(5_000), fc.nat(150_000)), { maxLength: 12 })
  fc.assert(
    fc.property(sizes, fc.boolean(), fc.boolean(), (sizes, releases, whole) => {
      const gathered = new Gathered(releases)
      const all: Buffer[] = []
      for (const [i, size] of sizes.entries()) {
        all.push(Buffer.alloc(size, i + 1))
        gathered.add(Buffer.alloc(size, i + 1))
      }
      const bytes = whole ? gathered.whole() : gathered.copy()
      return gathered.length === bytes.length && bytes.equals(Buffer.concat(all))
    }),
  )
  t.pass()
})

t.test('one piece stays as it came; the memory of copied ones is given back', async (t) => {
  const one = Buffer.alloc(10_000, 1)
  const alone = new Gathered(true)
  alone.add(one)
  t.equal(alone.whole(), one)

  const [first, second, third] = [1, 2, 3].map((n) => Buffer.alloc(10_000, n)) as [
    Buffer,
    Buffer,
    Buffer,
  ]
  const many = new Gathered(true)
  for (const piece of [first, second, third.subarray(0, 5_000), third.subarray(5_000)]) {
    many.add(piece)
  }
  t.equal(first.length + second.length, 0)
  t.equal(third.length, 10_000, 'more may come of what was read last')
  t.equal(many.whole().length, 30_000)
  t.strictSame(
    many.pieces.map(({ buffer }) => buffer),
    [third.buffer],
  )
})

t.test('an answer in one-byte chunks takes memory by its bytes', async (t) => {
  const bytes = 1_000_000
  const body = Buffer.from(`{"ok":true,"data":"${'a'.repeat(bytes)}"}`)
  const service = await startHolding(t, body)
  const { ask } = await startApp(t, { API_BASE_URL: service.url })
  const before = heldBytes()
  const asked = ask('/api/jobs/j1')
  await service.whenSent(1)
  const held = heldBytes() - before
  t.ok(held < bytes * MOST_TIMES, `${(held / bytes).toFixed(1)} times`)
  service.finish()
  const answer = await asked
  t.equal(answer.status, 200)
  t.ok(answer.bytes.equals(body))
})

t.test('an image in one-byte chunks takes memory by its bytes', async (t) => {
  const image = Buffer.alloc(500_000, 7)
  image.write('\xff\xd8\xff\xe0', 'latin1')
  const store = await startImageStore(t)
  const wire = oneByOne(image)
  const { promise: sent, resolve } = Promise.withResolvers<net.Socket>()
  store.on('/frames/a.jpg', (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
    socket.write(wire, () => resolve(socket))
  })
  const { app, ask } = await startFramesApp(t, store, {
    env: { FRAME_TIMEOUT_MS: '60000', FRAME_MAX_BYTES: '5000000' },
  })
  const url = `${FRAMES}/a.jpg`
  const frame = { key: 'a', time_sec: 0, tracks: [], signed_url: `${url}?signature=1` }
  app.signedImages.remember(jobOf({ job_id: 'j1', preview_frames: [frame] }), null)
  const before = heldBytes()
  const asked = ask(`/api/frame-proxy?job=j1&url=${encodeURIComponent(url)}`)
  const socket = await sent
  for (let i = 0; i < 200; i += 1) await turn()
  const held = heldBytes() - before
  t.ok(held < image.length * MOST_TIMES, `${(held / image.length).toFixed(1)} times`)
  socket.end(LAST_CHUNK)
  const { statusCode, body } = await asked
  t.equal(statusCode, 200)
  t.ok(Buffer.from(await body.arrayBuffer()).equals(image))
})

t.test(
  'an image in one-byte chunks for a reader that stalls takes memory by its bytes',
  async (t) => {
    const image = Buffer.alloc(300_000, 7)
    image.write('\xff\xd8\xff\xe0', 'latin1')
    const store = await startImageStore(t)
    const wire = Buffer.concat([oneByOne(image), Buffer.from(LAST_CHUNK)])
    store.on('/frames/a.jpg', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      socket.write(wire)
    })
    const { origin } = await startFramesApp(t, store, {
      env: { FRAME_TIMEOUT_MS: '60000', FRAME_MAX_BYTES: '5000000' },
    })
    const before = heldBytes()
    const reader = net.connect(Number(new URL(origin).port), '127.0.0.1')
    const path = `/api/frame-proxy?url=${encodeURIComponent(`${FRAMES}/a.jpg`)}`
    reader.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    await once(reader, 'readable')
    for (let i = 0; i < 500; i += 1) await turn()
    const held = heldBytes() - before
    t.ok(held < image.length * MOST_TIMES, `${(held / image.length).toFixed(1)} times`)
    const parts: Buffer[] = []
    reader.on('data', (part) => parts.push(part))
    await once(reader, 'close')
    const chunks = Buffer.concat(parts)
      .toString('latin1')
      .split('\r\n\r\n')
      .slice(1)
      .join('\r\n\r\n')
    // Chunks of our own, which are not as small as the store's.
    const sizes = chunks.match(/^[0-9a-f]+(?=\r\n)/gm) ?? []
    t.ok(sizes.length < 2_000, `${sizes.length} chunks`)
  },
)

t.test('a request body in one-byte chunks takes memory by its bytes', async (t) => {
  const upstream = await startUpstream(t)
  const { port } = await startApp(t, { API_BASE_URL: upstream.url })
  const bytes = 100_000
  const body = Buffer.from(`{"frame_key":"k","track_id":1,"more":"${'a'.repeat(bytes)}"}`)
  const wire = oneByOne(body)
  const before = heldBytes()
  const socket = net.connect(port, '127.0.0.1')
  const head = `POST /api/jobs/j1/pick-player HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
  socket.write(head)
  await new Promise((resolve) => socket.write(wire, resolve))
  for (let i = 0; i < 200; i += 1) await turn()
  const held = heldBytes() - before
  t.ok(held < bytes * MOST_TIMES, `${(held / bytes).toFixed(1)} times`)
  let text = ''
  socket.on('data', (data) => {
    text += data.toString('latin1')
  })
  socket.write(LAST_CHUNK)
  await once(socket, 'close')
  t.equal(readAnswer(text).status, 200)
  t.ok(upstream.requests[0]?.body.equals(body))
})
