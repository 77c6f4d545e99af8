import type { Locator } from 'playwright-core'
import sharp from 'sharp'
import t from 'tap'
import { startApp } from '../../support/app.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// A camera notes how it was held, and browsers turn the picture by it. Boxes are of the stored pixels,
// so the stored pixels are shown.

const WIDTH = 1280
const HEIGHT = 720
const QUARTER = { width: WIDTH / 2, height: HEIGHT / 2, channels: 3 as const }
const quarter = (background: string, left: number, top: number) => ({
  input: { create: { ...QUARTER, background } },
  left,
  top,
})
/** Stored with the colours of `CORNERS`; EXIF says that it is to be turned by a quarter, clockwise. */
const picture = await sharp({
  create: { ...QUARTER, width: WIDTH, height: HEIGHT, background: 'red' },
})
  .composite([
    quarter('lime', WIDTH / 2, 0),
    quarter('blue', 0, HEIGHT / 2),
    quarter('white', WIDTH / 2, HEIGHT / 2),
  ])
  .withMetadata({ orientation: 6 })
  .jpeg()
  .toBuffer()

const upstream = await startUpstream(t)
const frame = {
  key: 'frame-1',
  time_sec: 1,
  width: WIDTH,
  height: HEIGHT,
  signed_url: `${upstream.url}/fnh/a.jpg`,
  tracks: [{ track_id: 8, bbox: { x: 0.1, y: 0.1, w: 0.06, h: 0.2 } }],
}
const job = {
  job_id: 'j1',
  status: 'WAITING_FOR_TARGET',
  preview_frames: [frame],
  player_ref: { track_id: 8 },
}
upstream.always(json({ ok: true, data: job }))
upstream.on('GET /fnh/a.jpg', { headers: { 'content-type': 'image/jpeg' }, body: picture })
const app = await startApp(t, {
  API_BASE_URL: upstream.url,
  FRAME_SOURCES: `${upstream.url}/fnh/`,
  FRAME_NETWORKS: '127.0.0.0/8',
})
const browser = await launchBrowser(t)

const COLOURS: Record<string, string> = {
  '100': 'red',
  '010': 'lime',
  '001': 'blue',
  '111': 'white',
}

/** The colour at a place of what is shown, in fractions of it: the nearest of the four. */
async function colourAt(shown: Buffer, x: number, y: number): Promise<string> {
  const { data, info } = await sharp(shown).raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
  const [red, green, blue] = [0, 1, 2].map((n) => (data[at + n]! > 127 ? 1 : 0))
  return COLOURS[`${red}${green}${blue}`] ?? '?'
}
const CORNERS = ['red', 'lime', 'blue', 'white']
const cornersOf = (shown: Buffer) =>
  Promise.all(
    [
      [0.03, 0.05],
      [0.97, 0.05],
      [0.03, 0.95],
      [0.97, 0.95],
    ].map(([x, y]) => colourAt(shown, x!, y!)),
  )
async function loaded(image: Locator): Promise<Locator> {
  await image.evaluate((element: HTMLImageElement) => element.decode())
  return image
}

t.test('the sample would be turned by what is noted in it', async (t) => {
  t.equal((await sharp(picture).metadata()).orientation, 6)
  t.not((await cornersOf(await sharp(picture).autoOrient().toBuffer())).join(), CORNERS.join())
})

t.test('the frame page shows the stored pixels, with script and without', async (t) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await browser.newPage({
      viewport: { width: 1600, height: 1200 },
      javaScriptEnabled,
    })
    const answer = await page.goto(`${app.origin}/jobs/j1/frames/1`)
    t.equal(answer?.status(), 200)
    const image = page.locator(javaScriptEnabled ? '.box-stage > img' : '.box-stage input')
    if (javaScriptEnabled) await loaded(image)
    await page.waitForLoadState('load')
    const corners = await cornersOf(await image.screenshot())
    // Without script the picture has its full size, and its right edge lies beyond the window.
    for (const n of javaScriptEnabled ? [0, 1, 2, 3] : [0, 2]) t.equal(corners[n], CORNERS[n])
    const size = await image.boundingBox()
    t.ok(Math.abs(size!.width / size!.height - WIDTH / HEIGHT) < 0.02, JSON.stringify(size))
  }
})

t.test('the job page shows the stored pixels, and cuts the player out of them', async (t) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const answer = await page.goto(`${app.origin}/jobs/j1`)
  t.equal(answer?.status(), 200)
  await loaded(page.locator('.picture img').first())
  t.same(await cornersOf(await page.locator('.picture img').first().screenshot()), CORNERS)
  await page.waitForLoadState('networkidle')
  t.equal(await colourAt(await page.locator('svg.crop').first().screenshot(), 0.5, 0.5), 'red')
})

t.test('thumbnails are the stored pixels, and note nothing', async (t) => {
  const { text } = await app.ask('/jobs/j1', { headers: { accept: 'text/html' } })
  const paths = new Set(
    [...text.matchAll(/"(\/api\/frame-proxy[^" ]*&amp;w=\d+)/g)].map(([, path]) => path!),
  )
  t.ok(paths.size > 0)
  for (const path of paths) {
    const { status, bytes } = await app.ask(path.replaceAll('&amp;', '&'))
    t.equal(status, 200)
    t.equal((await sharp(bytes).metadata()).orientation, undefined)
    t.same(await cornersOf(bytes), CORNERS, path)
  }
})
