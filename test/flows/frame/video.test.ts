import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { movementOf, watchMovement } from '../../support/browser/movement.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

// The match around a frame plays in the place of its picture. The shortest of the demo's matches is made quickest.

const JOB = '00000000-0000-4000-8000-000000000052'
const browser = await launchBrowser(t)

// One for all, because the demo makes the video when it is first asked for.
const app = await startDemoApp(t, standingClock())

async function open(t: Test, path: string, options: { javaScriptEnabled?: boolean } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  if (options.javaScriptEnabled !== false) await watchMovement(page)
  const answer = await page.goto(app.origin + path)
  t.equal(answer?.status(), 200)
  await page.getByRole('heading', { name: /^Frame 5 of 32/ }).waitFor()
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

const placeOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return [left, top, width, height].map(Math.round)
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
})

t.test(
  'each player of the frame is in its box at its moment, and in none two seconds later',
  async (t) => {
    const { page, frame } = await open(t, `/jobs/${JOB}/frames/5`)
    await summary(page).click()
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
  t.equal(await summary(page).evaluate((one) => one === document.activeElement), true)
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
  await summary(page).click()
  await page.getByText(/^The video cannot be played/).waitFor({ state: 'detached' })
  t.equal((await state(page)).readyState >= 2, true)
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
  await summary(page).click()
  await page.getByLabel('Speed').selectOption('2')
  await page.keyboard.press('Escape')
  await page.locator('.frame-video:not([open])').waitFor({ state: 'attached' })
  t.strictSame(await onPicture(), before)
  t.equal(await box.getByRole('spinbutton', { name: 'Left' }).inputValue(), '300')
})

t.test('without script the browser plays it below the picture', async (t) => {
  const { page, frame, ask } = await open(t, `/jobs/${JOB}/frames/5`, { javaScriptEnabled: false })
  await summary(page).click()
  const video = page.locator('.frame-video video')
  t.ok((await video.boundingBox())!.width > 100)
  const src = await video.getAttribute('src')
  t.equal(src, `/jobs/${JOB}/video#t=${(frame.time_sec - 3).toFixed(3)}`)
  const answer = await ask(src!.split('#')[0]!)
  t.equal(answer.status, 302)
  t.match(answer.headers['location'], /\/fnh\/matches\/.*\.webm\?/)
})
