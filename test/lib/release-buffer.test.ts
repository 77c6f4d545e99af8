import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { Lease } from '../../src/lib/lease.ts'
import { releaseBuffer } from '../../src/lib/release-buffer.ts'
import { startApp } from '../support/app.ts'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { startImageStore } from '../support/service/image-store.ts'
import { startUpstream } from '../support/service/upstream-server.ts'

t.test('memory of its own is given back, and memory that buffers share never', async (t) => {
  const own = Buffer.alloc(100_000, 1)
  releaseBuffer(own.subarray(10, 20))
  t.equal(own.length, 0)
  const [shared, neighbour] = [Buffer.allocUnsafe(5_000), Buffer.from('neighbour')]
  releaseBuffer(shared)
  t.equal(shared.length, 5_000)
  t.equal(neighbour.toString(), 'neighbour')
})

t.test('an answer stays until its last reader has done with it', async (t) => {
  const chunk = Buffer.alloc(100_000, 1)
  const lease = new Lease([chunk])
  lease.retain(2)
  lease.release()
  t.equal(chunk.length, 100_000)
  lease.release()
  t.equal(chunk.length, 0)
})

/** Bytes that differ from place to place, so that a lost or foreign one is seen. */
const content = (bytes: number) => randomBytes(Math.max(1, bytes)).subarray(0, bytes)

/** Asks for the paths one after the other without waiting (pipelining), and reads in fits and starts. */
async function readSlowly(port: number, paths: string[]): Promise<Buffer> {
  const socket = net.connect(port, '127.0.0.1')
  const last = paths.length - 1
  for (const [i, path] of paths.entries()) {
    const connection = i === last ? 'connection: close\r\n' : ''
    socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept: a/${i}\r\n${connection}\r\n`)
  }
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => {
    chunks.push(chunk)
    socket.pause()
    let turns = 20
    const wait = () => (turns-- > 0 ? setImmediate(wait) : socket.resume())
    wait()
  })
  await once(socket, 'close')
  return Buffer.concat(chunks)
}

const SIZES = [1, 4_000, 8_192, 8_193, 30_000, 65_536, 200_000, 3_000_000]

t.test(
  'every byte of an answer arrives, however it is read and however many share it',
  async (t) => {
    const upstream = await startUpstream(t)
    const { port } = await startApp(t, { API_BASE_URL: upstream.url })
    for (const [n, size] of SIZES.entries()) {
      for (const chunked of [false, true]) {
        const id = `j${n}${chunked ? 'c' : ''}`
        const body = content(size)
        upstream.on(`GET /jobs/${id}`, (_seen, response) => {
          if (!chunked) return { body }
          // Without a length it comes in chunks, several of them in the same memory.
          response.writeHead(200, { 'content-type': 'application/json' })
          for (let at = 0; at < size; at += 5_000) response.write(body.subarray(at, at + 5_000))
          response.end()
          return null
        })
        const path = `/api/jobs/${id}`
        const readers = Array.from({ length: 6 }, () => readSlowly(port, [path, path, path]))
        for (const wire of await Promise.all(readers)) {
          let found = 0
          for (let at = wire.indexOf(body); at !== -1; at = wire.indexOf(body, at + size))
            found += 1
          t.ok(size < 10 ? found >= 3 : found === 3, `${id}: ${found} of 3`)
        }
      }
    }
  },
)

t.test('answers that wait for readers who stall stay whole', async (t) => {
  const upstream = await startUpstream(t)
  const { port } = await startApp(t, { API_BASE_URL: upstream.url })
  // As many as one connection may ask for at once.
  const bodies = Array.from({ length: 16 }, () => content(60_000))
  for (const [i, body] of bodies.entries()) {
    // Late, so that readers share it; small enough to come in one piece.
    upstream.on(`GET /jobs/s${i}`, () => new Promise((answer) => setImmediate(answer, { body })))
  }
  const asked = bodies
    .map((_, i) => `GET /api/jobs/s${i} HTTP/1.1\r\nhost: localhost\r\n\r\n`)
    .join('')
  const readers = Array.from({ length: 6 }, () => net.connect(port, '127.0.0.1'))
  for (const reader of readers) reader.pause().write(asked)
  // Nobody reads until no more is written: the rest waits in the process.
  let before = -1
  while (before !== upstream.requests.length || before < bodies.length) {
    before = upstream.requests.length
    for (let turn = 0; turn < 3_000; turn += 1) await new Promise(setImmediate)
  }
  const all = bodies.reduce((sum, body) => sum + body.length, 0)
  for (const reader of readers) {
    const chunks: Buffer[] = []
    let bytes = 0
    reader.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > all && Buffer.concat(chunks).includes(bodies.at(-1)!)) reader.destroy()
    })
    await once(reader.resume(), 'close')
    const wire = Buffer.concat(chunks)
    const broken = bodies.flatMap((body, i) => (wire.includes(body) ? [] : [i]))
    t.strictSame(broken, [])
  }
})

t.test('every byte of an image arrives, in parts and however slowly it is read', async (t) => {
  const store = await startImageStore(t)
  const { origin } = await startFramesApp(t, store, {
    env: { FRAME_MAX_BYTES: '5000000', FRAME_TIMEOUT_MS: '60000', FRAME_CACHE_MB: '0' },
  })
  const port = Number(new URL(origin).port)
  for (const [n, size] of [3_000, 65_000, 200_000, 3_000_000].entries()) {
    for (const chunked of [false, true]) {
      const image = content(size)
      image.write('\xff\xd8\xff\xe0', 'latin1')
      const name = `${n}${chunked ? 'c' : ''}.jpg`
      store.on(`/frames/${name}`, (socket) => {
        if (!chunked) {
          socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`)
          socket.write(image)
          return
        }
        const parts: (string | Buffer)[] = ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n']
        for (let at = 0; at < size; at += 5_000) {
          const part = image.subarray(at, at + 5_000)
          parts.push(`${part.length.toString(16)}\r\n`, part, '\r\n')
        }
        socket.write(Buffer.concat([...parts, '0\r\n\r\n'].map((part) => Buffer.from(part))))
      })
      const path = `/api/frame-proxy?url=${encodeURIComponent(`${FRAMES}/${name}`)}`
      const readers = Array.from({ length: 4 }, () => readSlowly(port, [path]))
      for (const wire of await Promise.all(readers)) {
        const body = wire.subarray(wire.indexOf('\r\n\r\n') + 4)
        const got = /^transfer-encoding: chunked/im.test(wire.toString('latin1', 0, 2_000))
          ? unchunked(body)
          : body
        t.ok(got.equals(image), `${name}: ${got.length} of ${size} bytes`)
      }
    }
  }
})

function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at)
    const length = Number.parseInt(body.toString('latin1', at, end), 16)
    if (!(length > 0)) return Buffer.concat(parts)
    parts.push(body.subarray(end + 2, end + 2 + length))
    at = end + 2 + length + 2
  }
}
