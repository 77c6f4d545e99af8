// One file: images that are asked for by their job need a job service and an image store, which `start` brings up together.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { answer, PNG, raw, startImageStore } from '../support/service/image-store.ts'

const UNSIGNED = `${FRAMES}/a.png`
const inJob = (job: string, rest = '', url = UNSIGNED) =>
  `/api/frame-proxy?job=${job}&url=${encodeURIComponent(url)}${rest}`
const photo = () => sharp({ create: { width: 800, height: 450, channels: 3, background: 'green' } })

/** The signed addresses of a job's preview frames; `read` counts from 1. */
type SignedOf = (job: string, read: number) => string[]

/** A job service whose jobs have these images; `reads` names every job that was read. */
async function startJobs(t: Test, signedOf: SignedOf) {
  const reads: string[] = []
  const server = createServer((request, response) => {
    const [, job = '', rest] = /^\/jobs\/([^/?]+)(\/.*)?/.exec(request.url ?? '') ?? []
    if (rest) return response.writeHead(404).end('{"ok":false}')
    reads.push(job)
    const frames = signedOf(job, reads.length).map((signed_url, n) => ({
      key: `frame_${n}.jpg`,
      time_sec: n,
      tracks: [],
      signed_url,
    }))
    const data = { job_id: job, status: 'WAITING_FOR_PLAYER', preview_frames: frames }
    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify({ ok: true, data }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return { reads, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function start(
  t: Test,
  signedOf: SignedOf = () => [`${UNSIGNED}?X-Amz-Signature=s1`],
  env: Record<string, string> = {},
) {
  const store = await startImageStore(t)
  const jobs = await startJobs(t, signedOf)
  const app = await startFramesApp(t, store, { env: { API_BASE_URL: jobs.url, ...env } })
  return { store, jobs, ...app }
}

t.test(
  'an image of a job is fetched by its signed address once, then served from memory',
  async (t) => {
    const { store, jobs, ask } = await start(t)
    store.on('/frames/a.png', answer(200, { etag: '"of-the-store"' }, PNG))
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
    t.strictSame(jobs.reads, ['job-1'])
    t.match(tags[0], /^"[\w-]{43}"$/, 'a strong tag of the content')
    t.equal(new Set(tags).size, 1)

    const known = await ask(inJob('job-1'), { headers: { 'if-none-match': String(tags[0]) } })
    t.equal(known.statusCode, 304)
    await known.body.dump()
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

t.test('FRAME_CACHE_MB=0 keeps nothing', async (t) => {
  const { store, ask } = await start(t, undefined, { FRAME_CACHE_MB: '0' })
  store.on('/frames/a.png', answer(200, {}, PNG))
  for (const _ of [1, 2]) await (await ask(inJob('job-1'))).body.dump()
  t.equal(store.heads.length, 2)
})

t.test('an image is kept for its own job alone', async (t) => {
  const { store, ask } = await start(t, (job) => (job === 'mine' ? [UNSIGNED] : []))
  store.on('/frames/a.png', answer(200, {}, PNG))
  await (await ask(inJob('mine'))).body.dump()
  const other = await ask(inJob('other'))
  t.equal(other.statusCode, 404)
  t.match(await other.body.json(), { error: { code: 'FRAME_NOT_IN_JOB' } })
})

t.test(
  'a job, address or width that is not well formed is refused before anything is asked',
  async (t) => {
    const { jobs, ask, dials } = await start(t)
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
    t.strictSame(jobs.reads, [])
  },
)

t.test('the signed address that a job gives is judged like any other', async (t) => {
  const { ask, dials } = await start(t, () => [`${UNSIGNED}?s=%zz`])
  const response = await ask(inJob('a'))
  t.equal(response.statusCode, 400)
  t.strictSame(await response.body.json(), { ok: false, error: 'Invalid url' })
  t.strictSame(dials, [])
})

t.test('a refused signature is looked up anew, once', async (t) => {
  const lost = `${FRAMES}/lost.png`
  const { store, jobs, ask } = await start(t, (_job, read) => [
    `${UNSIGNED}?s=${read}`,
    `${lost}?s=${read}`,
  ])
  store.on('/frames/a.png', (socket, head) =>
    answer(head.includes('s=2') ? 200 : 403, {}, PNG)(socket, head),
  )
  const renewed = await ask(inJob('a'))
  t.equal(renewed.statusCode, 200)
  await renewed.body.dump()
  t.equal(store.heads.length, 2)
  t.equal(jobs.reads.length, 2)
  const gone = await ask(inJob('a', '', lost))
  t.equal(gone.statusCode, 502)
  t.match(await gone.body.json(), { error: { code: 'FRAME_REFUSED' } })
  t.equal(store.heads.length, 4)
})

t.test('many who ask at once cost one request, and a failure is not kept', async (t) => {
  const { store, ask, app } = await start(t)
  const held: (() => void)[] = []
  let status = 500
  store.on('/frames/a.png', (socket, head) =>
    held.push(() => answer(status, {}, PNG)(socket, head)),
  )
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
  const { store, ask } = await start(t, undefined, { FRAME_MAX_BYTES: '10000000' })
  store.on('/frames/a.png', answer(200, { etag: '"a"' }, large))
  for (const rest of ['', '&w=160']) {
    const { headers, body } = await ask(inJob('a', rest))
    t.match(headers, { 'content-length': String(large.length), etag: '"a"' })
    t.ok(Buffer.from(await body.arrayBuffer()).equals(large))
  }
})

t.test('an image of unannounced length is kept too', async (t) => {
  const { store, ask } = await start(t)
  const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n'
  store.on('/frames/a.png', raw(head, PNG, '\r\n0\r\n\r\n'))
  for (const _ of [1, 2]) {
    const { headers, body } = await ask(inJob('a'))
    t.match(headers, { 'content-length': '2000' })
    await body.dump()
  }
  t.equal(store.heads.length, 1)
})

t.test('a thumbnail is a smaller JPEG, made once', async (t) => {
  const png = await photo().png().toBuffer()
  const { store, ask } = await start(t)
  store.on('/frames/a.png', answer(200, {}, png))
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
  const { store, ask } = await start(t)
  store.on('/frames/a.png', answer(200, {}, PNG))
  const { headers, body } = await ask(inJob('a', '&w=160'))
  t.equal(headers['content-type'], 'image/png')
  t.ok(Buffer.from(await body.arrayBuffer()).equals(PNG))
})

t.test('where too many thumbnails wait the images themselves come', async (t) => {
  // As many as one client may fetch at once: together more bytes than may wait.
  const count = 16
  const address = (n: number) => `${FRAMES}/${n}.png`
  const addresses = Array.from({ length: count }, (_, n) => `${address(n)}?X-Amz-Signature=s1`)
  const { store, ask } = await start(t, () => addresses, { FRAME_MAX_BYTES: '4000000' })
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const grain = await sharp({ create: { width: 1000, height: 1000, channels: 3, noise } as never })
    .png()
    .toBuffer()
  // So many pixels that they come faster than they are made small.
  const image = await sharp({
    create: { width: 3000, height: 3000, channels: 3, background: 'green' },
  })
    .composite([{ input: grain, left: 0, top: 0 }])
    .png()
    .toBuffer()
  t.ok(image.length * count > 32_000_000 && image.length < 4_000_000, `${image.length} bytes`)
  const held: (() => void)[] = []
  for (let n = 0; n < count; n += 1) {
    store.on(`/frames/${n}.png`, (socket, head) => {
      held.push(() => answer(200, {}, image)(socket, head))
      if (held.length === count) for (const release of held) release()
    })
  }
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const { statusCode, headers, body } = await ask(inJob('a', '&w=160', address(n)))
      await body.dump()
      return `${statusCode} ${headers['content-type']}`
    }),
  )
  const small = answers.filter((one) => one === '200 image/jpeg').length
  t.ok(small > 0 && small < count, `${small} thumbnails`)
  t.equal(answers.filter((one) => one === '200 image/png').length, count - small)
})
