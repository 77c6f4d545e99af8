// One file: the demo makes the video of a match when it is first asked for, which is slow, and here it does so once.

import { Readable } from 'node:stream'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { makeMatch } from '../../../src/demo/match/match.ts'
import { renderPicture } from '../../../src/demo/scene/render-frame.ts'
import { makeVideo } from '../../../src/demo/scene/video.ts'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { movementOf, watchMovement } from '../../support/browser/movement.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

// The match around a frame plays in the place of its picture. The shortest of the demo's matches is made quickest.

const JOB = '00000000-0000-4000-8000-000000000052'
const browser = await launchBrowser(t)

// One for all, because the demo makes the video when it is first asked for.
const store = { knowsRanges: true }
const app = await startDemoApp(t, standingClock(), {}, (demo) => {
  demo.addHook('onRequest', async (request) => {
    if (!store.knowsRanges) delete request.headers.range
  })
  demo.addHook('onSend', async (_request, reply, payload) => {
    if (store.knowsRanges || reply.getHeader('content-type') !== 'video/webm') return payload
    reply.removeHeader('accept-ranges')
    return Readable.from([payload])
  })
})

async function open(
  t: Test,
  path: string,
  heading = /^Frame 5 of 32/,
  options: { javaScriptEnabled?: boolean } = {},
) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  if (options.javaScriptEnabled !== false) await watchMovement(page)
  const answer = await page.goto(app.origin + path)
  t.equal(answer?.status(), 200)
  await page.getByRole('heading', { name: heading }).waitFor()
  const { preview_frames: frames } = (await app.ask(`/api/jobs/${JOB}`)).json().data
  return { ...app, page, frame: frames[4], frames }
}

const summary = (page: Page) => page.locator('summary', { hasText: 'See it move' })
const state = (page: Page) =>
  page.locator('.frame-video video').evaluate((video) => {
    const { currentTime, paused, playbackRate, readyState } = video as HTMLVideoElement
    return { currentTime, paused, playbackRate, readyState }
  })

/** Waits until the video has come to rest on a picture after `sec`, or before it. */
async function restsNear(page: Page, sec: number) {
  await page.waitForFunction((sec) => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    return video.paused && !video.seeking && Math.abs(video.currentTime - sec) < 0.2
  }, sec)
}

/** Opens the video, and waits for its script and its first pictures. */
async function watch(page: Page) {
  await summary(page).click()
  await page.waitForFunction(() => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    return video.readyState >= 3
  })
}

const placeOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return [left, top, width, height].map(Math.round)
  })

// A busy machine takes longer to make it than a page is waited for.
t.test('the video of a job is made when it is first asked for', async (t) => {
  const { headers } = await app.ask(`/jobs/${JOB}/video`)
  const whole = await fetch(String(headers['location']))
  t.equal(whole.status, 200)
  t.ok((await whole.arrayBuffer()).byteLength > 100_000)
})

t.test('the video plays over the picture from three seconds before the frame', async (t) => {
  const { page, frame } = await open(t, `/jobs/${JOB}/frames/5`)
  const picture = await placeOf(page, '.marked-picture img')
  const moved = await movementOf(page)
  await summary(page).click()
  const start = frame.time_sec - 3
  await page.waitForFunction((start) => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    return !video.paused && video.currentTime > start + 0.2
  }, start)
  t.ok((await state(page)).currentTime < frame.time_sec + 20)
  t.strictSame(await placeOf(page, '.film video'), picture, 'in the very place of the picture')
  t.equal(await movementOf(page), moved, 'nothing moves')
  t.strictSame(await violations(page), [])
  await page.getByRole('button', { name: 'This frame' }).click()
  await restsNear(page, frame.time_sec)
  await summary(page).click()
  await summary(page).click()
  await page.waitForFunction((moment) => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    return !video.paused && video.currentTime < moment - 1
  }, frame.time_sec)
  await page.locator('.film-words', { hasText: /^$/ }).waitFor({ state: 'attached' })
})

t.test(
  'each player of the frame is in its box at its moment, and in none two seconds later',
  async (t) => {
    const { page, frame } = await open(t, `/jobs/${JOB}/frames/5`)
    await watch(page)
    await page.getByRole('button', { name: 'This frame' }).click()
    await restsNear(page, frame.time_sec)
    await page.locator('.film .box-line').first().waitFor({ state: 'attached' })
    const [left = 0, top = 0, width = 0, height = 0] = await placeOf(page, '.film video')
    const boxes = await page.locator('.film .box-line').evaluateAll((rects) =>
      rects.map((rect) => {
        const at = rect.getBoundingClientRect()
        return [at.left, at.top, at.width, at.height]
      }),
    )
    t.equal(boxes.length, frame.tracks.length)
    for (const [index, { bbox }] of frame.tracks.entries()) {
      const wanted = [left + bbox.x * width, top + bbox.y * height, bbox.w * width, bbox.h * height]
      const [x = 0, y = 0, w = 0, h = 0] = boxes[index]!
      const off = wanted.map((value, at) => Math.abs(value - [x, y, w, h][at]!))
      t.ok(Math.max(...off) < 4, `box ${index} lies where the service has it: ${off}`)
    }
    const later = page.locator('.film .box-line')
    for (let step = 0; step < 5; step += 1) {
      const { currentTime } = await state(page)
      await page.getByRole('button', { name: 'On 1 picture' }).click()
      await page.waitForFunction((before) => {
        const video = document.querySelector('.frame-video video') as HTMLVideoElement
        return !video.seeking && video.currentTime > before
      }, currentTime)
    }
    await later.first().waitFor({ state: 'detached' })
    t.equal(await later.count(), 0)
  },
)

t.test('speed, single pictures and the way back work by keyboard', async (t) => {
  const { page, frame } = await open(t, `/jobs/${JOB}/frames/5`)
  await summary(page).focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    return video.readyState >= 3
  })
  await page.getByLabel('Speed').selectOption('0.25')
  t.equal((await state(page)).playbackRate, 0.25)
  await page.getByRole('button', { name: 'This frame' }).press('Enter')
  await restsNear(page, frame.time_sec)
  const { currentTime } = await state(page)
  await page.keyboard.press(',')
  await page.waitForFunction((before) => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    return !video.seeking && video.currentTime < before
  }, currentTime)
  const back = await state(page)
  t.ok(back.paused && currentTime - back.currentTime < 0.3, 'one picture, and it rests')
  t.match(page.url(), /frames\/5$/, 'no key led to another frame')
  await page.keyboard.press('Escape')
  t.equal(await page.locator('.frame-video').getAttribute('open'), null)
  await page.waitForFunction(() => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    return video.networkState === HTMLMediaElement.NETWORK_EMPTY
  })
  t.equal(await summary(page).evaluate((one) => one === document.activeElement), true)
  await watch(page)
  t.equal((await state(page)).playbackRate, 0.25, 'and the speed is kept')
})

t.test('a video that is left stops, and lets go of its connection', async (t) => {
  const { page } = await open(t, `/jobs/${JOB}/frames/5`)
  await summary(page).click()
  await page.waitForFunction(() => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    Object.assign(globalThis, { left: video })
    return video.readyState >= 3
  })
  await page.getByRole('link', { name: 'Next frame' }).click()
  await page.getByRole('heading', { name: /^Frame 6 of 32/ }).waitFor()
  await page.waitForFunction(() => {
    const { left } = globalThis as never as { left: HTMLVideoElement }
    return left.paused && left.networkState === HTMLMediaElement.NETWORK_EMPTY
  })
  t.equal(await page.locator('.frame-video').getAttribute('open'), null)
})

t.test('a video that is gone is said, and plays once it is there again', async (t) => {
  const { page, demo } = await open(t, `/jobs/${JOB}/frames/5`)
  demo.demoFaults.storageDown = true
  await summary(page).click()
  await page.getByText(/^The video cannot be played/).waitFor()
  demo.demoFaults.storageDown = false
  await summary(page).click()
  await watch(page)
  t.equal(await page.getByText(/^The video cannot be played/).count(), 0)
})

/** A second of silence. */
function wav(): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + 8_000, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(8_000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(8_000, 40)
  return Buffer.concat([head, Buffer.alloc(8_000, 128)])
}

async function shortVideo(): Promise<Buffer> {
  const scene = makeMatch({ seed: 'short', durationSec: 2, mixUps: 0, outfielders: 2 })
  return makeVideo(scene, (sec, width) => renderPicture(scene, sec, width))
}

const FOREIGN: [what: string, type: string, body: () => Buffer | Promise<Buffer>, said: RegExp][] =
  [
    ['without pictures', 'audio/wav', wav, /^This file holds no pictures/],
    ['that ends before the frame', 'video/webm', shortVideo, /^The video ends before this frame/],
    ['that is none', 'video/webm', () => Buffer.from('<html>'), /^The video cannot be played/],
  ]

for (const [what, contentType, body, said] of FOREIGN) {
  t.test(`a video ${what} is said`, async (t) => {
    const { page } = await open(t, `/jobs/${JOB}/frames/5`)
    const answer = { status: 200, contentType, body: await body() }
    await page.route('**/video', (route) => route.fulfill(answer))
    await summary(page).click()
    await page.locator('.film-words', { hasText: said }).waitFor()
    await page.getByRole('button', { name: 'This frame' }).click()
    t.match(await page.locator('.film-words').textContent(), said)
  })
}

t.test('a video that cannot be moved to the frame is said', async (t) => {
  const { page } = await open(t, `/jobs/${JOB}/frames/15`, /^Frame 15 of 32/)
  store.knowsRanges = false
  t.teardown(() => {
    store.knowsRanges = true
  })
  const said = page.getByText(/^The video cannot be moved to this frame/)
  await summary(page).click()
  await said.waitFor()
  await page.getByRole('button', { name: 'This frame' }).click()
  t.equal(await said.count(), 1)
})

t.test('opened before the script has come it plays all the same', async (t) => {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const held = Promise.withResolvers<void>()
  await page.route('**/js/frame-page.js', async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(`${app.origin}/jobs/${JOB}/frames/5`, { waitUntil: 'commit' })
  await page.getByRole('heading', { name: /^Frame 5 of 32/ }).waitFor()
  await summary(page).click()
  held.resolve()
  await page.waitForFunction(() => {
    const video = document.querySelector('.frame-video video') as HTMLVideoElement
    return !video.paused && video.readyState >= 3
  })
  t.equal(await page.locator('.frame-video[open]').count(), 1)
})

t.test('where the script of the video cannot be had, it is said', async (t) => {
  const { page } = await open(t, `/jobs/${JOB}/frames/5`)
  await page.route('**/js/frame/video.js', (route) => route.abort())
  await summary(page).click()
  await page.getByText(/^The controls could not be loaded/).waitFor()
  t.equal(await page.locator('.frame-video[open]').count(), 1)
})

t.test('arrow keys on the video are the video’s own', async (t) => {
  const { page } = await open(t, `/jobs/${JOB}/frames/5`)
  await watch(page)
  await page.locator('.frame-video video').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape')
  await page.locator('.frame-video:not([open])').waitFor({ state: 'attached' })
  t.match(page.url(), /frames\/5$/)
  await page.keyboard.press('ArrowRight')
  await page.getByRole('heading', { name: /^Frame 6 of 32/ }).waitFor()
})

t.test('the box stays as it was drawn while the video lies over it', async (t) => {
  const { page } = await open(t, `/jobs/${JOB}/frames/5?draw=player`)
  const box = page.getByRole('group', { name: 'Player box' })
  for (const [name, value] of Object.entries({ Left: 300, Top: 200, Width: 60, Height: 120 })) {
    await box.getByRole('spinbutton', { name }).fill(String(value))
  }
  const onPicture = async () => {
    const [grip, image] = [await placeOf(page, '.box-grip'), await placeOf(page, '.box-stage img')]
    return grip.map((value, at) => value - (at < 2 ? image[at]! : 0))
  }
  const before = await onPicture()
  await watch(page)
  await page.getByLabel('Speed').selectOption('2')
  await page.keyboard.press('Escape')
  await page.locator('.frame-video:not([open])').waitFor({ state: 'attached' })
  t.strictSame(await onPicture(), before)
  t.equal(await box.getByRole('spinbutton', { name: 'Left' }).inputValue(), '300')
})

t.test('a colleague’s change does not take away the video that is watched', async (t) => {
  const other = '00000000-0000-4000-8000-000000000041'
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.route('**/news**', (route) => route.abort())
  await page.route('**/video', (route) => route.abort())
  const ahead = page.waitForResponse(/\/frames\/6/)
  const answer = await page.goto(`${app.origin}/jobs/${other}/frames/5`)
  t.equal(answer?.status(), 200)
  await ahead
  const held = Promise.withResolvers<void>()
  await page.route('**/frames/6*', async (route) => {
    await held.promise
    await route.continue()
  })
  const { preview_frames: frames } = (await app.ask(`/api/jobs/${other}`)).json().data
  const { key: frame_key, tracks } = frames[5]
  const { track_id } = tracks[0]
  const chosen = await app.post(`/api/jobs/${other}/pick-player`, { frame_key, track_id })
  t.equal(chosen.status, 200)
  await page.getByRole('link', { name: 'Next frame' }).click()
  await page.getByRole('heading', { name: /^Frame 6 of 32/ }).waitFor()
  await summary(page).click()
  held.resolve()
  await page.getByText(/^This job has changed since you opened this page/).waitFor()
  t.equal(await page.locator('.frame-video[open]').count(), 1)
})

t.test('without script the browser plays it below the picture', async (t) => {
  const { page, frame, ask } = await open(t, `/jobs/${JOB}/frames/5`, undefined, {
    javaScriptEnabled: false,
  })
  await summary(page).click()
  const video = page.locator('.frame-video video')
  t.ok((await video.boundingBox())!.width > 100)
  const src = await video.getAttribute('src')
  t.equal(src, `/jobs/${JOB}/video#t=${(frame.time_sec - 3).toFixed(3)}`)
  const answer = await ask(src!.split('#')[0]!)
  t.equal(answer.status, 302)
  t.match(answer.headers['location'], /\/fnh\/matches\/.*\.webm\?/)
})
