import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
/** Track 8 is stored as the player; it is seen on all frames but some. */
const WITH_PLAYER = id(10)

const shown = (page: Page, n: number) =>
  page.getByRole('heading', { level: 1, name: new RegExp(`^Frame ${n} of`) }).waitFor()

t.test('frames are browsed in place, each with its own address, and Back goes back', async (t) => {
  const { origin } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  let loads = 0
  page.on('load', () => {
    loads += 1
  })
  await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/3`)
  t.match(await page.title(), /^Frame 3 at 00:08\.7/)
  await page.evaluate(() => {
    const shifts = { total: 0 }
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
        shifts.total += shift.value
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })

  await page.getByRole('link', { name: 'Next frame' }).click()
  await shown(page, 4)
  t.equal(new URL(page.url()).pathname, `/jobs/${WITH_PLAYER}/frames/4`)
  t.match(await page.title(), /^Frame 4 at/)
  await page.locator('body').press('ArrowRight')
  await shown(page, 5)
  await page.goBack()
  await shown(page, 4)
  await page.goBack()
  await shown(page, 3)
  await page.goForward()
  await shown(page, 4)
  t.equal(loads, 1, 'no page was loaded anew')

  const shift = await page.evaluate(
    () => (window as unknown as { shifts: { total: number } }).shifts,
  )
  t.equal(shift.total, 0, 'nothing moved on the page')
})

t.test('frame, box, key and time come from one record on every frame', async (t) => {
  const { origin, ask } = await startDemoApp(t)
  const frames = (await ask(`/api/jobs/${WITH_PLAYER}`)).json().data.preview_frames
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/1`)
  for (const n of [1, 2, 3, 4, 5]) {
    if (n > 1) await page.getByRole('link', { name: 'Next frame' }).click()
    await shown(page, n)
    const frame = frames[n - 1]
    const form = page.locator('#box-form')
    t.equal(await form.locator('[name=frame_key]').inputValue(), frame.key)
    t.equal(await form.locator('[name=time_sec]').inputValue(), String(frame.time_sec))
    const image = await form.locator('.box-stage img').getAttribute('src')
    t.equal(new URL(image ?? '', origin).searchParams.get('url'), frame.signed_url.split('?')[0])
    const track = frame.tracks.find((one: { track_id: number }) => one.track_id === 8)
    const left = await page.getByRole('spinbutton', { name: 'Left' }).inputValue()
    t.equal(Number(left), Math.round(track.bbox.x * frame.width * 10) / 10)
  }
})

t.test(
  'one goes straight to a frame by number, by time, and to the next with the track',
  async (t) => {
    const { origin, ask } = await startDemoApp(t)
    const frames = (await ask(`/api/jobs/${WITH_PLAYER}`)).json().data.preview_frames
    const page = await (await launchBrowser(t)).newPage()
    await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/1`)
    await page.getByRole('spinbutton', { name: 'Go to frame' }).fill('12')
    await page.keyboard.press('Enter')
    await shown(page, 12)
    await page.getByLabel('or time').fill('0:20')
    await page.getByRole('button', { name: 'Go', exact: true }).click()
    await shown(page, 7)

    const without = frames.findIndex(
      ({ tracks }: { tracks: { track_id: number }[] }) =>
        !tracks.some(({ track_id }) => track_id === 8),
    )
    await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/${without}`)
    await page.getByRole('link', { name: /^Next with [A-Z]$/ }).click()
    await shown(page, without + 2)
    await page.getByRole('link', { name: /^Previous with [A-Z]$/ }).click()
    await shown(page, without)
  },
)

t.test('a time that cannot be read leaves frame and box where they are', async (t) => {
  const { origin } = await startDemoApp(t)
  const browser = await launchBrowser(t)
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/3?track=8`)
    const left = page.getByRole('spinbutton', { name: 'Left' })
    await left.fill('300')
    if (javaScriptEnabled) await left.press('Tab')
    else await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByLabel('or time').fill('soon')
    await page.getByRole('button', { name: 'Go', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await shown(page, 3)
    const time = page.getByLabel('or time')
    t.equal(await time.inputValue(), 'soon')
    t.equal(await time.getAttribute('aria-invalid'), 'true')
    t.ok(await page.locator('#go-fault').getByText('Enter a time such as 1:05.').isVisible())
    t.equal(await left.inputValue(), '300', javaScriptEnabled ? 'scripted' : 'unscripted')
    await time.fill('0:20')
    await time.press('Enter')
    await shown(page, 7)
    await context.close()
  }
})

t.test('a wheel over a number field in focus scrolls the page and leaves the number', async (t) => {
  const { origin } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage({ viewport: { width: 1280, height: 500 } })
  await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/1?track=8`)
  for (const name of ['Left', 'Top', 'Width', 'Go to frame']) {
    const field = page.getByRole('spinbutton', { name })
    await field.click()
    const before = await field.inputValue()
    await page.mouse.wheel(0, 120)
    await page.waitForFunction(() => scrollY > 0)
    t.equal(await field.inputValue(), before, name)
    await page.keyboard.press('ArrowUp')
    t.equal(Number(await field.inputValue()), Number(before) + 1, 'the keys still change it')
    await page.mouse.wheel(0, -1000)
    await page.waitForFunction(() => scrollY === 0)
  }
})

t.test('links that look like buttons have their words in the middle', async (t) => {
  const { origin } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage({ colorScheme: 'dark' })
  await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/3?track=8`)
  const offCentre = await page.locator('a.button').evaluateAll((links) =>
    links.map((link) => {
      const words = document.createRange()
      words.selectNodeContents(link)
      const [inner, outer] = [words.getBoundingClientRect(), link.getBoundingClientRect()]
      return Math.abs(inner.top + inner.bottom - outer.top - outer.bottom) / 2
    }),
  )
  t.ok(offCentre.length > 3)
  t.ok(Math.max(...offCentre) <= 1, `${offCentre} pixels`)
  const colour = await page
    .locator('.strip')
    .evaluate((one) => getComputedStyle(one).scrollbarColor)
  t.not(colour, 'auto', 'and a scrollbar within the page is of its colours')
})
