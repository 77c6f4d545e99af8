// One file: pages that come too early, too late or out of date, most of them opened beside a colleague who changes the job.

import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

/** Track 8 is stored as the player; it is seen on all frames but some. */
const WITH_PLAYER = '00000000-0000-4000-8000-000000000010'

const browser = await launchBrowser(t)

const shown = (page: Page, n: number) =>
  page.getByRole('heading', { level: 1, name: new RegExp(`^Frame ${n} of`) }).waitFor()
const attemptOn = (page: Page) => page.locator('#box-form [name=attempt]').inputValue()

/** The page of a frame, deaf to news or not, and a colleague who stores a target for the same job. */
async function openFrame(t: Test, n: number, { deaf = false } = {}) {
  const { origin, ask, post } = await startDemoApp(t)
  const job = async () => (await ask(`/api/jobs/${WITH_PLAYER}`)).json().data

  /** @returns the attempt that it makes */
  async function colleagueStoresTarget(on = 0): Promise<string> {
    const { preview_frames, target } = await job()
    const frame = preview_frames[on]
    const box = frame.tracks.find((track: { track_id: number }) => track.track_id === 8).bbox
    const attempt = target.analysis_attempt_id
    const stored = await post(
      `/api/jobs/${WITH_PLAYER}/target`,
      { frame_key: frame.key, time_sec: frame.time_sec, bbox: box, track_id: 8 },
      attempt ? { 'x-analysis-attempt-id': attempt } : {},
    )
    t.equal(stored.status, 200)
    return stored.json().data.analysis_attempt_id
  }

  const before = await colleagueStoresTarget(4)
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const ahead = page.waitForResponse(new RegExp(`/frames/${n + 1}`))
  if (deaf) await page.route('**/news**', (route) => route.abort())
  const hears = deaf || page.waitForResponse(/\/stream\?/)
  await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/${n}`)
  await Promise.all([ahead, hears])
  return { page, before, colleagueStoresTarget }
}

t.test('a page fetched ahead is thrown away when the job has changed', async (t) => {
  const { page, colleagueStoresTarget } = await openFrame(t, 2, { deaf: true })
  const attempt = await colleagueStoresTarget()
  await page.getByRole('link', { name: 'Next frame' }).click()
  await shown(page, 3)
  // On a slow machine the check of the page comes after it is shown, and puts the one of now in its place.
  await page.locator(`#box-form [name=attempt][value="${attempt}"]`).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Move right' }).click()
  await page
    .getByRole('button', { name: /^(Confirm target|Add this box|Replace)/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Start analysis' }).waitFor()
})

t.test('where the check is late the page shows at once, and then the one of now', async (t) => {
  const { page, before, colleagueStoresTarget } = await openFrame(t, 2, { deaf: true })
  const held = Promise.withResolvers<void>()
  await page.route('**/frames/3*', async (route) => {
    await held.promise
    await route.continue()
  })
  const after = await colleagueStoresTarget()
  await page.getByRole('link', { name: 'Next frame' }).click()
  await shown(page, 3)
  t.equal(await attemptOn(page), before)
  held.resolve()
  await page.getByText('This job has changed. You see it as it is now.').waitFor()
  await shown(page, 3)
  t.equal(await attemptOn(page), after)
})

t.test('the change of a colleague is said on a frame, and a press there is refused', async (t) => {
  const { page, before, colleagueStoresTarget } = await openFrame(t, 2)
  await colleagueStoresTarget()
  await page
    .getByRole('alert')
    .getByText(/This job has changed since you opened/)
    .waitFor()
  t.equal(await attemptOn(page), before, 'the page stands for what was seen')
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page
    .getByRole('button', { name: /^(Confirm target|Add this box|Replace)/ })
    .first()
    .click()
  t.equal((await answered).status(), 409)
})

t.test('a box at work stays, and the change of a colleague is said beside it', async (t) => {
  const { page, colleagueStoresTarget } = await openFrame(t, 2)
  const left = page.getByRole('spinbutton', { name: 'Left' })
  await left.fill('300')
  await colleagueStoresTarget()
  await page
    .getByRole('alert')
    .getByText(/This job has changed since you opened/)
    .waitFor()
  t.equal(await left.inputValue(), '300')
  await page.getByRole('link', { name: 'Show it as it is now' }).click()
  await page.getByText(/This job has changed/).waitFor({ state: 'detached' })
  await shown(page, 2)
})

t.test('the page of a result says that the job has moved on', async (t) => {
  const { origin, ask, post } = await startDemoApp(t)
  const id = '00000000-0000-4000-8000-000000000019'
  const page = await browser.newPage()
  await page.clock.install()
  await page.goto(`${origin}/jobs/${id}/result`)
  await page.getByRole('heading', { level: 1, name: /^Result of/ }).waitFor()
  const { target, preview_frames } = (await ask(`/api/jobs/${id}`)).json().data
  const [frame] = preview_frames
  const stored = await post(
    `/api/jobs/${id}/target`,
    {
      frame_key: frame.key,
      time_sec: frame.time_sec,
      bbox: { x: 0, y: 0, w: 0.2, h: 0.4 },
      track_id: 8,
      force: true,
    },
    { 'x-analysis-attempt-id': target.analysis_attempt_id },
  )
  t.equal(stored.status, 200)
  await page.clock.runFor(20_000)
  await page
    .getByRole('alert')
    .getByText(/This job has changed since you opened/)
    .waitFor()
  await page.close()
})

/** Holds back the pages of a frame until it is called. */
async function holdBack(page: Page, n: number) {
  const held = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  await page.route(`**/frames/${n}*`, async (route) => {
    asked.resolve()
    await held.promise
    await route.continue()
  })
  return {
    asked: asked.promise,
    async release() {
      const answered = page.waitForResponse(new RegExp(`/frames/${n}\\b`))
      held.resolve()
      await (await answered).finished()
      // The page has read the answer when it has done what it does with it.
      await page.evaluate(() => new Promise((done) => setTimeout(done)))
    },
  }
}
const inStrip = (page: Page, n: number) =>
  page.locator(`#frame .strip a[href*="/frames/${n}?"], #frame .strip a[href$="/frames/${n}"]`)
const addressed = (page: Page) => new URL(page.url()).pathname.split('/').at(-1)

t.test('a late answer to an earlier step does not overtake the last one', async (t) => {
  const { page } = await openFrame(t, 2)
  const late = await holdBack(page, 10)
  await inStrip(page, 10).first().click()
  await late.asked
  await inStrip(page, 20).first().click()
  await shown(page, 20)
  await late.release()
  await shown(page, 20)
  t.equal(addressed(page), '20')
})

t.test('after Back twice the page shows the frame of its address', async (t) => {
  const { page } = await openFrame(t, 2)
  for (const n of [12, 18, 24]) {
    await inStrip(page, n).first().click()
    await shown(page, n)
  }
  await page.reload()
  await shown(page, 24)
  const late = await holdBack(page, 18)
  await page.evaluate(() => history.back())
  await late.asked
  await page.evaluate(() => history.back())
  await shown(page, 12)
  await late.release()
  await shown(page, 12)
  t.equal(addressed(page), '12')
})

for (const way of ['a step', 'Back']) {
  t.test(`${way} that was asked for before a press does not take its answer away`, async (t) => {
    const { page } = await openFrame(t, 20)
    await inStrip(page, 4).first().click()
    await shown(page, 4)
    if (way === 'Back') {
      await page.reload()
      await shown(page, 4)
    }
    const late = await holdBack(page, way === 'Back' ? 20 : 24)
    if (way === 'Back') await page.evaluate(() => history.back())
    else await inStrip(page, 24).first().click()
    await late.asked
    const held = Promise.withResolvers<void>()
    await page.route(/\/target$/, async (route) => {
      await held.promise
      await route.continue()
    })
    const refused = page.waitForRequest((request) => request.method() === 'POST')
    await page.locator('#box-form [name=attempt]').evaluate((field: HTMLInputElement) => {
      field.value = 'of-yesterday'
    })
    await page
      .getByRole('button', { name: /^(Confirm target|Add this box|Replace)/ })
      .first()
      .click()
    await refused
    await late.release()
    held.resolve()
    await page.locator('#problem-title').waitFor()
    await shown(page, 4)
    t.equal(addressed(page), '4')
  })
}

t.test('quick steps count from the frame that was asked for, and stop at the last', async (t) => {
  const { page } = await openFrame(t, 2)
  const last = Number(await page.locator('#go-n').getAttribute('max'))
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  await page.route(/\/frames\/\d+/, async (route) => {
    await opened
    await route.continue()
  })

  for (let press = 0; press < 7; press += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  open()
  await shown(page, 8)
  t.equal(addressed(page), '8')

  for (let press = 0; press < last; press += 1) await page.keyboard.press('ArrowRight')
  await shown(page, last)
  t.equal(addressed(page), String(last))
})
