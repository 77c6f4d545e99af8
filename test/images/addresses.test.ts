import t, { type Test } from 'tap'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { answer, JPEG, PNG, startImageStore, WEBP } from '../support/service/image-store.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

/** Touchline before a job with these frames and a store that names its objects in the query. */
async function start(t: Test, frames: object[], candidates: object[] = []) {
  const store = await startImageStore(t)
  const upstream = await startUpstream(t)
  const told = { frames }
  upstream.on('GET /jobs/j1/candidates', json({ ok: true, data: { candidates } }))
  upstream.always(() =>
    json({
      ok: true,
      data: { job_id: 'j1', status: 'WAITING_FOR_SELECTION', preview_frames: told.frames },
    }),
  )
  const app = await startFramesApp(t, store, { env: { API_BASE_URL: upstream.url } })
  store.on('/frames/download', (socket, head) => {
    const path = head.split(' ')[1] ?? ''
    const image = path.includes('frame_1') ? PNG : path.includes('frame_2') ? WEBP : JPEG
    answer(200, {}, image)(socket, head)
  })
  async function page(path: string): Promise<string> {
    const { statusCode, body } = await app.ask(path, { headers: { accept: 'text/html' } })
    t.equal(statusCode, 200, path)
    return body.text()
  }
  async function picture(path: string): Promise<Buffer | number> {
    const { statusCode, body } = await app.ask(path)
    const bytes = Buffer.from(await body.arrayBuffer())
    return statusCode === 200 ? bytes : statusCode
  }
  return { store, upstream, told, page, picture, ask: app.ask }
}

/** The addresses of the images on a page, thumbnails left out. */
const imagesOn = (page: string) => [
  ...new Set(
    [...page.matchAll(/"(\/api\/frame-proxy[^"]*)"/g)]
      .map(([, path]) => path!.replaceAll('&amp;', '&'))
      .filter((path) => !/&w=/.test(path)),
  ),
]

const frame = (n: number, query: string, more: object = {}) => ({
  key: `frames/frame_${n}.jpg`,
  time_sec: 2.9 * n,
  width: 1280,
  height: 720,
  signed_url: `${FRAMES}/download?${query}`,
  tracks: [],
  ...more,
})

t.test(
  'frames whose addresses differ in their query alone show each its own picture',
  async (t) => {
    const { page, picture } = await start(t, [
      frame(1, 'key=frames%2Fframe_1.jpg&sig=0'),
      frame(2, 'key=frames%2Fframe_2.jpg&sig=1'),
    ])
    const [first] = imagesOn(await page('/jobs/j1/frames/1'))
    const [second] = imagesOn(await page('/jobs/j1/frames/2'))
    t.strictSame(await picture(first!), PNG)
    t.strictSame(await picture(second!), WEBP)
    t.notMatch(first + second!, /sig=/)
  },
)

t.test(
  'nor does it matter where the picture is asked for first, or under which name',
  async (t) => {
    const { page, picture } = await start(t, [
      frame(1, 'blob=frame_1&sig=0', { key: null }),
      frame(2, 'blob=frame_2&sig=1', { key: null }),
    ])
    const [first] = imagesOn(await page('/jobs/j1/frames/1'))
    const [second] = imagesOn(await page('/jobs/j1/frames/2'))
    t.strictSame([await picture(second!), await picture(first!)], [WEBP, PNG])
  },
)

t.test('an address that stands for several pictures is answered with none of them', async (t) => {
  const { picture, page } = await start(t, [
    frame(1, 'key=frame_1&sig=0'),
    frame(2, 'key=frame_2&sig=1'),
  ])
  const bare = `/api/frame-proxy?job=j1&url=${encodeURIComponent(`${FRAMES}/download`)}`
  t.equal(await picture(bare), 404)
  await page('/jobs/j1')
  t.equal(await picture(bare), 404)
  t.equal(await picture(`${bare}&id=made-up`), 404)
  t.equal(await picture(`${bare}&id=a&id=b`), 400)
})

t.test(
  'the address stays when the picture is signed anew, and changes with the picture',
  async (t) => {
    const { page, picture, told } = await start(t, [frame(1, 'key=frame_1&sig=0')])
    const [address] = imagesOn(await page('/jobs/j1/frames/1'))
    told.frames = [frame(1, 'key=frame_1&sig=1')]
    t.strictSame(imagesOn(await page('/jobs/j1/frames/1')), [address])
    told.frames = [frame(1, 'key=frame_1&sig=2', { time_sec: 47.3 })]
    const [rewritten] = imagesOn(await page('/jobs/j1/frames/1'))
    t.not(rewritten, address, 'a worker wrote another picture under the key')
    t.strictSame(await picture(rewritten!), PNG)
  },
)

t.test('pictures of candidates are told apart too', async (t) => {
  const sample = (n: number) => ({
    trackId: n,
    sampleFrames: [{ time_sec: 1, image_url: `${FRAMES}/download?key=frame_${n}&sig=0` }],
  })
  const { page, picture } = await start(t, [frame(9, 'key=frame_9')], [sample(1), sample(2)])
  const html = await page('/jobs/j1')
  const samples = [...html.matchAll(/class="crop" src="([^"]*)&amp;w=320"/g)].map(([, path]) =>
    path!.replaceAll('&amp;', '&'),
  )
  t.strictSame(await Promise.all(samples.map(picture)), [PNG, WEBP])
})

const STS = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAEXAMPLE%2F20261122%2Feu-south-1%2Fs3%2Faws4_request&X-Amz-Date=20261122T082439Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Security-Token=${'Ab%2B'.repeat(380)}&X-Amz-Signature=${'b'.repeat(64)}`

t.test('an address signed with session credentials is asked for as it is', async (t) => {
  const { page, picture, store } = await start(t, [frame(1, `frame_1&${STS}`)])
  const html = await page('/jobs/j1/frames/1')
  t.notMatch(html, 'FRAME_SOURCES')
  t.strictSame(await picture(imagesOn(html)[0]!), PNG)
  t.ok(store.heads[0]?.startsWith(`GET /frames/download?frame_1&${STS} `))
})

t.test('8,192 characters are taken of the service, and 2,048 of a client', async (t) => {
  const long = (length: number) => {
    const start = 'frame_1&X-Amz-Security-Token='
    return start + 'a'.repeat(length - `${FRAMES}/download?${start}`.length)
  }
  const { page, picture, told } = await start(t, [frame(1, long(8_192))])
  t.strictSame(await picture(imagesOn(await page('/jobs/j1/frames/1'))[0]!), PNG)
  told.frames = [frame(1, long(8_193))]
  t.match(await page('/jobs/j1/frames/1'), 'The service gives no picture for this frame')
  const direct = (length: number) =>
    `/api/frame-proxy?url=${encodeURIComponent(`${FRAMES}/download?${long(length)}`)}`
  t.strictSame(await picture(direct(2_048)), PNG)
  t.equal(await picture(direct(2_049)), 400)
})

t.test('an address that could not stand on a page is no image', async (t) => {
  for (const signed_url of [
    `http://anna:secret@frames.example.test/frames/a.jpg`,
    encodeURIComponent(`${FRAMES}/a.jpg?X-Amz-Signature=secret`),
    'token=secret',
    'javascript:alert(1)//secret',
    `${FRAMES}/\u202esecret.jpg`,
    '//frames.example.test/secret.jpg',
    42,
    null,
  ]) {
    const { page } = await start(t, [frame(1, '', { signed_url })])
    const html = await page('/jobs/j1/frames/1')
    t.match(html, 'The service gives no picture for this frame', String(signed_url))
    t.notMatch(html, 'secret')
  }
})
