import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { createDialer } from '../../src/plugins/frames/dial.ts'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import {
  answer,
  type Behaviour,
  JPEG,
  PNG,
  raw,
  startImageStore,
  WEBP,
} from '../support/image-store.ts'

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
  'status 429': [answer(429, { 'retry-after': '9' }, PNG), 502, 'FRAME_NOT_AN_IMAGE'],
  'status 500': [answer(500, {}, PNG), 502, 'FRAME_NOT_AN_IMAGE'],
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

t.test('the first bytes may come one by one', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.png', (socket) => {
    socket.setNoDelay(true)
    socket.write(`${HEAD}content-length: ${WEBP.length}\r\n\r\n`)
    let sent = 0
    const more = () =>
      socket.write(WEBP.subarray(sent, ++sent), () => sent < WEBP.length && setImmediate(more))
    more()
  })
  const { get } = await startFramesApp(t, store)
  const response = await get(IMAGE)
  t.equal(response.headers['content-type'], 'image/webp')
  t.ok(Buffer.from(await response.body.arrayBuffer()).equals(WEBP))
})

t.test('the answer carries headers of our own alone', async (t) => {
  const store = await startImageStore(t)
  store.on(
    '/frames/a.png',
    answer(200, { etag: '"a"', 'set-cookie': 'a=b', 'cache-control': 'public' }, JPEG),
  )
  const { get } = await startFramesApp(t, store)
  const { statusCode, headers, body } = await get(IMAGE)
  await body.dump()
  t.equal(statusCode, 200)
  t.match(headers, {
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=300',
    'content-length': String(JPEG.length),
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': 'image/jpeg',
    'cross-origin-resource-policy': 'same-origin',
    etag: '"a"',
    'x-content-type-options': 'nosniff',
  })
  t.notOk(headers['set-cookie'])
})

t.test('HEAD answers like GET without a body, and asks the store with GET', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.png', answer(200, { etag: '"a"' }, PNG))
  const { get } = await startFramesApp(t, store)
  const response = await get(IMAGE, { method: 'HEAD' })
  t.match(response, {
    statusCode: 200,
    headers: { 'content-type': 'image/png', 'content-length': '2000', etag: '"a"' },
  })
  t.equal((await response.body.arrayBuffer()).byteLength, 0)
  t.match(store.heads, [/^GET /])
})

t.test('If-None-Match is answered 304, whether or not the store knows conditions', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/knows.png', answer(304, { etag: '"a"' }))
  store.on('/frames/ignores.png', answer(200, { etag: '"a"' }, PNG))
  const { get } = await startFramesApp(t, store)
  for (const name of ['knows', 'ignores']) {
    const response = await get(`${FRAMES}/${name}.png`, {
      headers: { 'if-none-match': 'W/"a", "b"' },
    })
    t.match(response, {
      statusCode: 304,
      headers: { etag: '"a"', 'cache-control': 'private, max-age=300' },
    })
    t.equal((await response.body.arrayBuffer()).byteLength, 0)
  }
  const changed = await get(`${FRAMES}/ignores.png`, { headers: { 'if-none-match': '"old"' } })
  t.equal(changed.statusCode, 200)
  await changed.body.dump()
  const odd = await get(`${FRAMES}/ignores.png`, { headers: { 'if-none-match': '"\xff"' } })
  t.equal(odd.statusCode, 200, 'a condition that is no plain text is ignored')
  await odd.body.dump()
})

const RANGES: [string, number, number][] = [
  ['bytes=0-9', 0, 9],
  ['bytes=100-199', 100, 199],
  ['bytes=1990-', 1990, 1999],
  ['bytes=-5', 1995, 1999],
  ['bytes=1999-9999', 1999, 1999],
  ['bytes=0-', 0, 1999],
]
const withRanges: Behaviour = (socket, head) => {
  const [asked, end] = /range: bytes=0-(\d*)/.exec(head) ?? []
  if (asked === undefined) return answer(200, {}, PNG)(socket, head)
  const to = end ? Math.min(Number(end), PNG.length - 1) : PNG.length - 1
  const headers = { 'content-range': `bytes 0-${to}/${PNG.length}` }
  answer(206, headers, PNG.subarray(0, to + 1))(socket, head)
}
for (const [store206, behaviour] of [
  [true, withRanges],
  [false, answer(200, {}, PNG)],
] as const) {
  t.test(
    `a range of bytes is cut out where the store ${store206 ? 'knows' : 'ignores'} ranges`,
    async (t) => {
      const store = await startImageStore(t)
      store.on('/frames/a.png', behaviour)
      const { get } = await startFramesApp(t, store)
      for (const [range, from, to] of RANGES) {
        const response = await get(IMAGE, { headers: { range } })
        t.match(response, {
          statusCode: 206,
          headers: {
            'content-type': 'image/png',
            'content-range': `bytes ${from}-${to}/2000`,
            'content-length': String(to + 1 - from),
          },
        })
        t.ok(
          Buffer.from(await response.body.arrayBuffer()).equals(PNG.subarray(from, to + 1)),
          range,
        )
      }
      for (const range of [
        'bytes=2000-',
        'bytes=-0',
        'bytes=0-1,3-4',
        'bytes=9-1',
        'lines=1-2',
        'bytes=a-b',
      ]) {
        const response = await get(IMAGE, { headers: { range } })
        t.equal(response.statusCode, 200, range)
        t.ok(Buffer.from(await response.body.arrayBuffer()).equals(PNG), range)
      }
      const whole = await get(IMAGE, { headers: { range: 'bytes=0-9', 'if-range': '"a"' } })
      t.equal(whole.statusCode, 200, 'If-Range')
      await whole.body.dump()
    },
  )
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

t.test('a client that leaves frees the store at once, before and during the body', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/silent.png', () => {})
  store.on('/frames/half.png', raw(`${HEAD}content-length: 3000\r\n\r\n`, PNG))
  const { get } = await startFramesApp(t, store, { env: { FRAME_TIMEOUT_MS: '60000' } })
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
  reader.write(`GET /api/frame-proxy?url=${encodeURIComponent(IMAGE)} HTTP/1.1\r\nhost: a\r\n\r\n`)
  await once(reader, 'readable')
  let before = -1
  while (before !== written) {
    before = written
    for (let turn = 0; turn < 2000; turn += 1) await new Promise(setImmediate)
  }
  t.ok(written < 32_000_000, `${written} bytes left the store`)
  reader.destroy()
})

t.test('a rebinding name is dialled only where it was checked', async (t) => {
  const store = await startImageStore(t)
  const answers = [
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['127.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '127.0.0.1'],
    [],
  ]
  let round = 0
  const dials: string[] = []
  const dial = createDialer({
    networks: ['127.0.0.0/8'],
    timeoutMs: 5000,
    resolve: async () =>
      answers[round++ % answers.length]!.map((address) => ({ address, family: 4 })),
    openSocket: (address) => {
      dials.push(address)
      return net.connect(store.port, '127.0.0.1')
    },
  })
  let connected = 0
  for (let n = 0; n < 1000; n += 1) {
    await new Promise<void>((resolve) => {
      dial({ hostname: 'frames.example.test', protocol: 'http:', port: '80' }, (error, socket) => {
        if (error === null) connected += 1
        socket?.destroy()
        resolve()
      })
    })
  }
  t.equal(connected, 200)
  t.strictSame([...new Set(dials)], ['127.0.0.1'])
  t.equal(round, 1000, 'one look-up for each connection')
})

t.test('an address in place of a name is checked too', async (t) => {
  const dials: string[] = []
  const dial = createDialer({
    networks: null,
    timeoutMs: 1000,
    openSocket: (address) => {
      dials.push(address)
      return new net.Socket()
    },
  })
  for (const hostname of [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '0.0.0.0',
    '::',
    'fe80::1',
  ]) {
    const { promise, resolve } = Promise.withResolvers<Error | null>()
    dial({ hostname, protocol: 'http:', port: '' }, (...[error]) => resolve(error))
    t.match(await promise, { code: 'FRAME_UNAVAILABLE' }, hostname)
  }
  t.strictSame(dials, [])
})

t.test('where one address of a name refuses, the next one is dialled', async (t) => {
  const store = await startImageStore(t)
  const dead = net.createServer().listen(0, '127.0.0.1')
  await once(dead, 'listening')
  const deadPort = (dead.address() as net.AddressInfo).port
  dead.close()
  await once(dead, 'close')
  const dials: string[] = []
  const dial = createDialer({
    networks: ['127.0.0.0/8'],
    timeoutMs: 5000,
    resolve: async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
    openSocket: (address) => {
      dials.push(address)
      return net.connect(address === '127.0.0.2' ? deadPort : store.port, '127.0.0.1')
    },
  })
  const { promise, resolve } = Promise.withResolvers<net.Socket | null>()
  dial({ hostname: 'frames.example.test', protocol: 'http:', port: '' }, (_error, socket) =>
    resolve(socket),
  )
  const socket = await promise
  t.ok(socket)
  t.strictSame(dials, ['127.0.0.2', '127.0.0.1'])
  socket?.destroy()
})

t.test(
  'too many images at once are told to come again, and those that wait are served',
  async (t) => {
    const store = await startImageStore(t)
    const held: (() => void)[] = []
    store.on('/frames/a.png', (socket, head) => held.push(() => answer(200, {}, PNG)(socket, head)))
    const { get } = await startFramesApp(t, store, { env: { FRAME_TIMEOUT_MS: '60000' } })
    const asked = Array.from({ length: 161 }, () => get(IMAGE))
    const busy = await Promise.race(asked)
    t.match(busy, { statusCode: 503, headers: { 'retry-after': '1' } })
    t.match(await busy.body.json(), { error: { code: 'FRAME_BUSY' } })
    t.ok(store.sockets.size <= 32, 'connections to the store')
    let served = 0
    const all = Promise.all(
      asked.map(async (one) => {
        const response = await one
        if (response.statusCode !== 200) return
        await response.body.dump()
        served += 1
      }),
    )
    while (served < 160) {
      for (const release of held.splice(0)) release()
      await new Promise(setImmediate)
    }
    await all
    t.equal(served, 160)
  },
)
