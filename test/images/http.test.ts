import t from 'tap'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import {
  answer,
  type Behaviour,
  JPEG,
  PNG,
  startImageStore,
  WEBP,
} from '../support/service/image-store.ts'

const IMAGE = `${FRAMES}/a.png`
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n'

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

t.test('a signature stands in no log line and no error', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.png', answer(200, {}, PNG))
  const { app, get, ask, log } = await startFramesApp(t, store)
  const bodies: string[] = []
  for (const url of [IMAGE, `${FRAMES}/gone.png`, `${FRAMES}//a.png`, 'http://evil.test/a.png']) {
    const response = await get(`${url}?X-Amz-Signature=canary`)
    bodies.push((await response.body.text()).replace(String(PNG), ''))
  }
  await (await ask('/api/frame-proxy?url[]=http://a/?s=canary')).body.dump()
  await app.close()
  t.match(log.join(), 'answered')
  t.notMatch([...log, ...bodies].join(), 'canary')
})

t.test('bytes of images are counted, and nothing else that the route answers', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.png', answer(200, { 'content-length': String(PNG.length) }, PNG))
  const { get, ask } = await startFramesApp(t, store)
  await (await get(IMAGE)).body.dump()
  await (await get(IMAGE, { method: 'HEAD' })).body.dump()
  await (await get('http://evil.test/a.png')).body.dump()
  const metrics = await (await ask('/metrics')).body.text()
  t.match(metrics, new RegExp(`^touchline_frame_bytes_total ${PNG.length}$`, 'm'))
})
