import t from 'tap'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import {
  answer,
  type Behaviour,
  PNG,
  raw,
  startImageStore,
} from '../support/service/image-store.ts'

const IMAGE = `${FRAMES}/a.png`
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n'
const INSTEAD_OF_AN_IMAGE: Record<string, [Behaviour, number, string]> = {
  'an empty body': [answer(200, {}), 502, 'FRAME_NOT_AN_IMAGE'],
  'fewer bytes than a magic number': [answer(200, {}, '\x89PN'), 502, 'FRAME_NOT_AN_IMAGE'],
  'a GIF': [
    answer(200, { 'content-type': 'image/png' }, 'GIF89a and more'),
    502,
    'FRAME_NOT_AN_IMAGE',
  ],
  'an SVG': [
    answer(200, {}, '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    502,
    'FRAME_NOT_AN_IMAGE',
  ],
  'compressed bytes': [answer(200, { 'content-encoding': 'br' }, PNG), 502, 'FRAME_NOT_AN_IMAGE'],
  'status 201': [answer(201, {}, PNG), 502, 'FRAME_NOT_AN_IMAGE'],
  'status 203': [answer(203, {}, PNG), 502, 'FRAME_NOT_AN_IMAGE'],
  'status 205': [answer(205, {}), 502, 'FRAME_NOT_AN_IMAGE'],
  'status 226': [answer(226, {}, PNG), 502, 'FRAME_NOT_AN_IMAGE'],
  'a 304 that nobody asked for': [answer(304, {}), 502, 'FRAME_NOT_AN_IMAGE'],
  'a part that nobody asked for': [
    answer(206, { 'content-range': 'bytes 0-1999/2000' }, PNG),
    502,
    'FRAME_NOT_AN_IMAGE',
  ],
  'status 400': [answer(400, {}, PNG), 502, 'FRAME_NOT_AN_IMAGE'],
  'status 401': [answer(401, {}, PNG), 502, 'FRAME_REFUSED'],
  'status 403': [answer(403, {}, '<Error><Code>AccessDenied</Code></Error>'), 502, 'FRAME_REFUSED'],
  'status 404': [answer(404, {}, PNG), 502, 'FRAME_REFUSED'],
  'status 410': [answer(410, {}, PNG), 502, 'FRAME_REFUSED'],
  'status 418': [answer(418, {}, PNG), 502, 'FRAME_NOT_AN_IMAGE'],
  'status 429': [answer(429, { 'retry-after': '9' }, PNG), 502, 'FRAME_STORE_FAILED'],
  'status 500': [answer(500, {}, PNG), 502, 'FRAME_STORE_FAILED'],
  'status 600': [raw('HTTP/1.1 600 X\r\ncontent-length: 0\r\n\r\n'), 502, 'FRAME_'],
  'status 000': [raw('HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n'), 502, 'FRAME_'],
  'status 1000': [raw('HTTP/1.1 1000 X\r\ncontent-length: 0\r\n\r\n'), 502, 'FRAME_'],
  'a switch of protocols': [
    raw('HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    502,
    'FRAME_',
  ],
  'no HTTP at all': [raw('SSH-2.0-OpenSSH_9.6\r\n'), 502, 'FRAME_UNAVAILABLE'],
  'HTTP/0.9': [raw(PNG), 502, 'FRAME_UNAVAILABLE'],
  'two lengths': [
    raw(`${HEAD}content-length: 5\r\ncontent-length: 6\r\n\r\nabcdef`),
    502,
    'FRAME_',
  ],
  'a length and chunks': [
    raw(`${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
    502,
    'FRAME_',
  ],
  'a negative length': [raw(`${HEAD}content-length: -1\r\n\r\n`), 502, 'FRAME_'],
  'a bad chunk size': [raw(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`), 502, 'FRAME_'],
  'endless headers': [raw(HEAD, `x: ${'a'.repeat(100_000)}\r\n\r\n`), 502, 'FRAME_'],
  'a NUL in a header': [raw(`${HEAD}x: a\0b\r\n\r\n`), 502, 'FRAME_'],
  'a closed connection': [(socket) => socket.end(), 502, 'FRAME_UNAVAILABLE'],
  'a reset connection': [(socket) => socket.resetAndDestroy(), 502, 'FRAME_UNAVAILABLE'],
  'a cut before the first bytes': [
    (socket) => socket.end(`${HEAD}content-length: 99\r\n\r\n\x89P`),
    502,
    'FRAME_UNAVAILABLE',
  ],
  'a declared size over the limit': [
    answer(200, { 'content-length': '100001' }, PNG),
    502,
    'FRAME_TOO_LARGE',
  ],
  silence: [() => {}, 504, 'FRAME_TIMEOUT'],
  'headers and then silence': [raw(`${HEAD}content-length: 99\r\n\r\n`), 504, 'FRAME_TIMEOUT'],
  'interim answers and then silence': [
    raw('HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\n\r\n'),
    504,
    'FRAME_TIMEOUT',
  ],
}

for (const [what, [behaviour, status, code]] of Object.entries(INSTEAD_OF_AN_IMAGE)) {
  t.test(
    `a store that answers with ${what} gives ${status}, and the next image still comes`,
    async (t) => {
      const store = await startImageStore(t)
      store.on('/frames/a.png', behaviour)
      store.on('/frames/next.png', answer(200, {}, PNG))
      const { get } = await startFramesApp(t, store, {
        env: { FRAME_TIMEOUT_MS: status === 504 ? '150' : '5000' },
      })
      const response = await get(`${IMAGE}?X-Amz-Signature=canary`)
      const body = await response.body.text()
      t.equal(response.statusCode, status)
      t.match(JSON.parse(body), { ok: false, error: { code: new RegExp(`^${code}`) } })
      t.notMatch(body, /canary|127\.0\.0\.1|ECONN|HPE|UND_ERR|AccessDenied/)
      const next = await get(`${FRAMES}/next.png`)
      t.equal(next.statusCode, 200)
      t.ok(Buffer.from(await next.body.arrayBuffer()).equals(PNG))
    },
  )
}

const CUT_SHORT: Record<string, Behaviour> = {
  'is cut by its store': (socket) =>
    socket.end(Buffer.concat([Buffer.from(`${HEAD}content-length: 3000\r\n\r\n`), PNG])),
  'is reset by its store': (socket) => {
    socket.write(Buffer.concat([Buffer.from(`${HEAD}content-length: 3000\r\n\r\n`), PNG]), () =>
      socket.resetAndDestroy(),
    )
  },
  'grows over the limit': raw(
    `${HEAD}transfer-encoding: chunked\r\n\r\n7d0\r\n`,
    PNG,
    '\r\n1adb0\r\n',
    Buffer.alloc(110_000),
    '\r\n0\r\n\r\n',
  ),
  'grows over the limit without a length': (socket) =>
    socket.end(Buffer.concat([Buffer.from(`${HEAD}\r\n`), PNG, Buffer.alloc(110_000)])),
  'stops in the middle': raw(`${HEAD}content-length: 3000\r\n\r\n`, PNG),
}
for (const [what, behaviour] of Object.entries(CUT_SHORT)) {
  t.test(`an image that ${what} is never a clean 200`, async (t) => {
    const store = await startImageStore(t)
    store.on('/frames/a.png', behaviour)
    const { get } = await startFramesApp(t, store, { env: { FRAME_TIMEOUT_MS: '300' } })
    await t.rejects(get(IMAGE).then(({ body }) => body.arrayBuffer()))
  })
}

t.test('a part that is shorter than it says is never clean', async (t) => {
  const store = await startImageStore(t)
  store.on(
    '/frames/a.png',
    answer(206, { 'content-range': 'bytes 0-1999/2000' }, PNG.subarray(0, 500)),
  )
  const { get } = await startFramesApp(t, store)
  await t.rejects(
    get(IMAGE, { headers: { range: 'bytes=0-' } }).then(({ body }) => body.arrayBuffer()),
  )
})
