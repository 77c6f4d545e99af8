import { once } from 'node:events'
import net from 'node:net'
import t, { type Test } from 'tap'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { answer, PNG, startImageStore } from '../support/service/image-store.ts'

// A store that answers nobody is asked for one image at a time, and the rest fails at once.

const given = answer(200, { 'content-type': 'image/png' }, PNG)

async function start(t: Test, waitMs = 300) {
  const store = await startImageStore(t)
  let isSilent = true
  let asked = 0
  let wake = () => {}
  for (let n = 0; n < 40; n += 1) {
    store.on(`/frames/${n}.png`, (socket, head) => {
      asked += 1
      wake()
      if (!isSilent) given(socket, head)
    })
  }
  const { get } = await startFramesApp(t, store, { env: { FRAME_TIMEOUT_MS: String(waitMs) } })
  return {
    asked: () => asked,
    speak: () => {
      isSilent = false
    },
    /** When the store has been asked once more. */
    nextAsked: () =>
      new Promise<void>((resolve) => {
        wake = resolve
      }),
    async image(n: number) {
      const { statusCode, body } = await get(`${FRAMES}/${n}.png`)
      const bytes = Buffer.from(await body.arrayBuffer())
      const code = statusCode === 200 ? null : JSON.parse(bytes.toString()).error.code
      return { status: statusCode, code }
    },
  }
}

const SILENT = { status: 504, code: 'FRAME_TIMEOUT' }
const GIVEN = { status: 200, code: null }

t.test('after three images in vain one alone waits, and the others fail at once', async (t) => {
  // The others are done long before the one that is tried.
  const { image, asked, nextAsked } = await start(t, 4_000)
  t.strictSame(await Promise.all([0, 1, 2].map(image)), [SILENT, SILENT, SILENT])
  t.equal(asked(), 3)
  const isAsked = nextAsked()
  const tried = image(3)
  await isAsked
  const others = await Promise.all([...Array(30).keys()].map((n) => image(n + 4)))
  for (const other of others) t.strictSame(other, SILENT)
  t.equal(asked(), 4, 'none of them reached the store')
  t.strictSame(await tried, SILENT)
  t.strictSame(await image(5), SILENT)
  t.equal(asked(), 5, 'the next one is tried')
})

t.test('one answer makes it a store like others', async (t) => {
  const { image, asked, speak } = await start(t)
  t.strictSame(await Promise.all([0, 1, 2].map(image)), [SILENT, SILENT, SILENT])
  speak()
  t.strictSame(await image(3), GIVEN)
  const all = await Promise.all([...Array(10).keys()].map((n) => image(n + 4)))
  for (const one of all) t.strictSame(one, GIVEN)
  t.equal(asked(), 14)
})

t.test('images that hang between others that come count for nothing', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/good.png', given)
  store.on('/frames/bad.png', () => {})
  const { get } = await startFramesApp(t, store, { env: { FRAME_TIMEOUT_MS: '300' } })
  const status = async (name: string) => {
    const { statusCode, body } = await get(`${FRAMES}/${name}.png`)
    await body.dump()
    return statusCode
  }
  for (let n = 0; n < 2; n += 1) {
    const bad = Promise.all([status('bad'), status('bad'), status('bad'), status('bad')])
    t.equal(await status('good'), 200)
    t.strictSame(await bad, [504, 504, 504, 504])
  }
  const bad = status('bad')
  t.strictSame(await Promise.all([status('good'), status('good')]), [200, 200])
  t.equal(await bad, 504)
})

t.test('people who leave while the store is dialled say nothing of it', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.png', given)
  const dials = Promise.withResolvers<void>()
  let resolved = 0
  const { get } = await startFramesApp(t, store, {
    resolve: async () => {
      resolved += 1
      if (resolved === 6) dials.resolve()
      // The first six wait for their address until their people have left.
      if (resolved <= 6) await new Promise(() => {})
      return [{ address: '127.0.0.1', family: 4 }]
    },
  })
  const leaving = new AbortController()
  const left = [...Array(6).keys()].map((n) =>
    get(`${FRAMES}/a.png?${n}`, { signal: leaving.signal }),
  )
  await dials.promise
  leaving.abort()
  await Promise.allSettled(left)
  const all = await Promise.all(
    [...Array(8).keys()].map(async (n) => {
      const { statusCode, body } = await get(`${FRAMES}/a.png?${n + 6}`)
      await body.dump()
      return statusCode
    }),
  )
  t.strictSame([...new Set(all)], [200])
})

t.test('a store that cannot be reached is said to be that', async (t) => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  const store = { port } as Awaited<ReturnType<typeof startImageStore>>
  const { get } = await startFramesApp(t, store)
  const all = await Promise.all(
    [...Array(8).keys()].map(async (n) => {
      const { statusCode, body } = await get(`${FRAMES}/${n}.png`)
      return [statusCode, ((await body.json()) as { error: { code: string } }).error.code]
    }),
  )
  for (const one of all) t.strictSame(one, [502, 'FRAME_UNAVAILABLE'])
})
