import sharp from 'sharp'
import t from 'tap'
import { createImageCache } from '../../src/plugins/frames/cache.ts'
import { createFlights } from '../../src/plugins/frames/flights.ts'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { answer, PNG, raw, startImageStore } from '../support/image-store.ts'

const UNSIGNED = `${FRAMES}/a.png`
const inJob = (job: string, rest = '', url = UNSIGNED) =>
  `/api/frame-proxy?job=${job}&url=${encodeURIComponent(url)}${rest}`
const signed = async (_job: string, url: string) => `${url}?X-Amz-Signature=s1`
const CACHED = { cacheBytes: 1_000_000, signedUrl: signed }
const photo = () => sharp({ create: { width: 800, height: 450, channels: 3, background: 'green' } })

t.test(
  'an image of a job is fetched by its signed address once and then served from memory',
  async (t) => {
    const store = await startImageStore(t)
    store.on('/frames/a.png', answer(200, { etag: '"of-the-store"' }, PNG))
    const asked: string[] = []
    const { ask } = await startFramesApp(t, store, {
      ...CACHED,
      signedUrl: async (job, url) => {
        asked.push(`${job} ${url}`)
        return signed(job, url)
      },
    })
    const tags: unknown[] = []
    for (let n = 0; n < 3; n += 1) {
      const { statusCode, headers, body } = await ask(inJob('job-1'))
      t.equal(statusCode, 200)
      t.match(headers, {
        'content-type': 'image/png',
        'content-length': '2000',
        'cache-control': 'private, max-age=86400, immutable',
      })
      t.ok(Buffer.from(await body.arrayBuffer()).equals(PNG))
      tags.push(headers.etag)
    }
    t.match(store.heads, [/^GET \/frames\/a\.png\?X-Amz-Signature=s1 /])
    t.equal(store.heads.length, 1)
    t.strictSame(asked, [`job-1 ${UNSIGNED}`])
    t.match(tags[0], /^"[\w-]{43}"$/, 'a strong tag of the content')
    t.equal(new Set(tags).size, 1)

    const known = await ask(inJob('job-1'), { headers: { 'if-none-match': String(tags[0]) } })
    t.equal(known.statusCode, 304)
    const part = await ask(inJob('job-1'), { headers: { range: 'bytes=10-19' } })
    t.match(part, {
      statusCode: 206,
      headers: { 'content-range': 'bytes 10-19/2000', 'content-length': '10' },
    })
    t.ok(Buffer.from(await part.body.arrayBuffer()).equals(PNG.subarray(10, 20)))
    const head = await ask(inJob('job-1'), { method: 'HEAD' })
    t.match(head, { statusCode: 200, headers: { 'content-length': '2000' } })
    t.equal((await head.body.arrayBuffer()).byteLength, 0)
    t.equal(store.heads.length, 1, 'all from memory')
  },
)

t.test('an image is kept for its own job alone', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.png', answer(200, {}, PNG))
  const { ask } = await startFramesApp(t, store, {
    ...CACHED,
    signedUrl: async (job, url) => (job === 'mine' ? url : null),
  })
  await (await ask(inJob('mine'))).body.dump()
  const other = await ask(inJob('other'))
  t.equal(other.statusCode, 404)
  t.match(await other.body.json(), { error: { code: 'FRAME_NOT_IN_JOB' } })
})

t.test(
  'a job, an address or a width that is not well formed is refused before anything is asked',
  async (t) => {
    const store = await startImageStore(t)
    const { ask, dials } = await startFramesApp(t, store, {
      ...CACHED,
      signedUrl: () => t.fail('asked') as never,
    })
    for (const path of [
      inJob('..%2fadmin'),
      inJob(''),
      inJob('a&job=b'),
      inJob('a', '&w=1'),
      inJob('a', '&w=160&w=320'),
      inJob('a', '', 'http://169.254.169.254/frames/a.png'),
      inJob('a', '', ''),
      '/api/frame-proxy?job=a',
    ]) {
      const response = await ask(path)
      t.equal(response.statusCode, 400, path)
      await response.body.dump()
    }
    t.strictSame(dials, [])
  },
)

t.test('a signed address outside the sources is not fetched, whoever names it', async (t) => {
  const store = await startImageStore(t)
  const { ask, dials } = await startFramesApp(t, store, {
    ...CACHED,
    signedUrl: async () => 'http://169.254.169.254/frames/a.png?s=1',
  })
  const response = await ask(inJob('a'))
  t.equal(response.statusCode, 400)
  t.match(await response.body.json(), { error: { code: 'FRAME_SOURCE_NOT_ALLOWED' } })
  t.strictSame(dials, [])
})

t.test('a refused signature is looked up anew, once', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.png', (socket, head) =>
    answer(head.includes('s=new') ? 200 : 403, {}, PNG)(socket, head),
  )
  store.on('/frames/gone.png', answer(404, {}))
  const { ask } = await startFramesApp(t, store, {
    ...CACHED,
    signedUrl: async (_job, url, { fresh }) => `${url}?s=${fresh ? 'new' : 'old'}`,
  })
  const renewed = await ask(inJob('a'))
  t.equal(renewed.statusCode, 200)
  await renewed.body.dump()
  t.equal(store.heads.length, 2)
  const gone = await ask(inJob('a', '', `${FRAMES}/gone.png`))
  t.equal(gone.statusCode, 502)
  t.match(await gone.body.json(), { error: { code: 'FRAME_REFUSED' } })
  t.equal(store.heads.length, 4)
})

t.test('many who ask at once cost one request, and a failure is not kept', async (t) => {
  const store = await startImageStore(t)
  const held: (() => void)[] = []
  let status = 500
  store.on('/frames/a.png', (socket, head) =>
    held.push(() => answer(status, {}, PNG)(socket, head)),
  )
  const { ask, app } = await startFramesApp(t, store, CACHED)
  let arrived = 0
  app.server.on('request', () => {
    arrived += 1
  })
  for (const wanted of [502, 200]) {
    const asked = Array.from({ length: 20 }, () => ask(inJob('a')))
    while (arrived < 20 || held.length === 0) await new Promise(setImmediate)
    arrived = 0
    held.pop()?.()
    for (const one of asked) {
      const { statusCode, body } = await one
      t.equal(statusCode, wanted)
      await body.dump()
    }
    status = 200
  }
  t.equal(store.heads.length, 2)
})

t.test('an image too large to be kept is streamed each time', async (t) => {
  const large = Buffer.concat([PNG, Buffer.alloc(5_000_000)])
  const store = await startImageStore(t)
  store.on('/frames/a.png', answer(200, { etag: '"a"' }, large))
  store.on(
    '/frames/chunked.png',
    raw(
      'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n',
      PNG,
      '\r\n0\r\n\r\n',
    ),
  )
  const { ask } = await startFramesApp(t, store, { ...CACHED, maxBytes: 10_000_000 })
  for (const rest of ['', '&w=160']) {
    const { headers, body } = await ask(inJob('a', rest))
    t.match(headers, { 'content-length': String(large.length), etag: '"a"' })
    t.ok(Buffer.from(await body.arrayBuffer()).equals(large))
  }
  const chunked = await ask(inJob('a', '', `${FRAMES}/chunked.png`))
  t.match(
    chunked.headers,
    { 'content-length': '2000' },
    'kept although its length was not announced',
  )
  await chunked.body.dump()
})

t.test('a thumbnail is a smaller JPEG, made once', async (t) => {
  const png = await photo().png().toBuffer()
  const store = await startImageStore(t)
  store.on('/frames/a.png', answer(200, {}, png))
  const { ask } = await startFramesApp(t, store, CACHED)
  for (const width of [160, 320, 640, 160]) {
    const { statusCode, headers, body } = await ask(inJob('a', `&w=${width}`))
    t.equal(statusCode, 200)
    t.equal(headers['content-type'], 'image/jpeg')
    const { format, width: made } = await sharp(Buffer.from(await body.arrayBuffer())).metadata()
    t.strictSame({ format, made }, { format: 'jpeg', made: width })
  }
  t.equal(store.heads.length, 1)
})

t.test('an image that cannot be made smaller is served as it is', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.png', answer(200, {}, PNG))
  const { ask } = await startFramesApp(t, store, CACHED)
  const { headers, body } = await ask(inJob('a', '&w=160'))
  t.equal(headers['content-type'], 'image/png')
  t.ok(Buffer.from(await body.arrayBuffer()).equals(PNG))
})

t.test(
  'memory for images is bounded, and what was asked for longest ago leaves first',
  async (t) => {
    const cache = createImageCache(100)
    const image = (bytes: number) => ({
      type: 'image/png' as const,
      bytes: Buffer.alloc(bytes),
      etag: '"a"',
    })
    cache.set('a', image(40))
    cache.set('b', image(40))
    t.ok(cache.get('a'))
    cache.set('c', image(40))
    t.equal(cache.get('b'), undefined)
    t.ok(cache.get('a') && cache.get('c'))
    cache.set('a', image(60))
    t.ok(cache.get('a') && cache.get('c'), 'a replaced image counts once')
    cache.set('d', image(101))
    t.equal(cache.get('d'), undefined)
    t.ok(cache.get('a'), 'what does not fit displaces nothing')
  },
)

t.test(
  'shared work goes on while one still wants it and ends when the last has left',
  async (t) => {
    const flights = createFlights<string>()
    const done = Promise.withResolvers<string>()
    let shared: AbortSignal | undefined
    const work = async (signal: AbortSignal) => {
      shared = signal
      return done.promise
    }
    const [first, second] = [new AbortController(), new AbortController()]
    const one = flights.join('a', first.signal, work)
    const two = flights.join('a', second.signal, () => t.fail('begun twice') as never)
    first.abort()
    await t.rejects(one)
    t.equal(shared?.aborted, false)
    second.abort()
    await t.rejects(two)
    t.equal(shared?.aborted, true)
    t.equal(await flights.join('a', new AbortController().signal, async () => 'anew'), 'anew')
  },
)
