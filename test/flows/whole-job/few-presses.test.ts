import type { Locator, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

// How many presses it takes from a page that shows the candidates until the run is queued. Each is counted where it is
// made: a real key, or a real click on what is in sight.

const CHOOSING = '00000000-0000-4000-8000-000000000041'
const WITH_PLAYER = '00000000-0000-4000-8000-000000000010'
const LIST = { DATABASE_URL: 'sqlite::memory:' }
const VIEW = { width: 1280, height: 800 }

const browser = await launchBrowser(t)

async function open(t: Test, path: string, javaScriptEnabled: boolean) {
  const app = await startDemoApp(t, standingClock(), LIST)
  const context = await browser.newContext({ viewport: VIEW, javaScriptEnabled })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  const answer = await page.goto(app.origin + path, { waitUntil: 'domcontentloaded' })
  t.equal(answer?.status(), 200)
  const stored = async (id: string) => (await app.ask(`/api/jobs/${id}`)).json().data
  return { page, stored, faults, ...counter(t, page) }
}

/** Keys and clicks as a person makes them; nothing is brought into sight for a click. */
function counter(t: Test, page: Page) {
  const made = { keys: 0, clicks: 0 }
  const key = async (name: string) => {
    made.keys += 1
    await page.keyboard.press(name)
  }
  const click = async (what: Locator) => {
    await what.waitFor()
    await (await what.elementHandle())!.waitForElementState('stable')
    const { x, y, width, height } = (await what.boundingBox())!
    const [left, top] = [x + width / 2, y + height / 2]
    t.ok(left > 0 && top > 0 && left < VIEW.width && top < VIEW.height, `${what} is in sight`)
    made.clicks += 1
    await page.mouse.click(left, top)
  }
  return { made, key, click }
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** The run has begun, with the player that is given. */
async function isQueued(
  t: Test,
  page: Page,
  stored: (id: string) => Promise<{ status: string; player_ref: { track_id: number } }>,
  track: number,
) {
  await page.getByRole('progressbar', { name: 'Analysis progress' }).waitFor()
  const { status, player_ref: player } = await stored(CHOOSING)
  t.match(status, /^(QUEUED|RUNNING)$/)
  t.equal(player.track_id, track)
}

/** The track that the page has ticked. */
const shownTrack = async (page: Page) =>
  Number(await page.getByRole('radio', { checked: true }).inputValue())

for (const script of [true, false]) {
  const way = script ? 'with script' : 'with script off'

  const most = script ? 6 : 9
  t.test(`the shown player is queued in ${most} keys, ${way}`, async (t) => {
    const { page, stored, made, key, faults } = await open(t, `/jobs/${CHOOSING}`, script)
    const track = await shownTrack(page)
    const isOn = (what: Locator) => what.evaluate((one) => one === document.activeElement)
    const reach = async (what: Locator) => {
      // A key before the next page stands at its step would count.
      await what.waitFor()
      await page.waitForLoadState()
      while (made.keys < 40 && !(await isOn(what))) await key('Tab')
      await key('Enter')
    }
    await key('Tab')
    await key('Enter')
    await reach(page.getByRole('radio', { checked: true }))
    // Without script Enter in the list does what it does in a text field: it starts nothing.
    if (!script)
      for (const name of ['Confirm target', 'Start analysis']) await reach(button(page, name))
    await isQueued(t, page, stored, track)
    t.ok(made.keys <= most, `${made.keys} keys`)
    t.strictSame(faults, [])
  })

  t.test(`the shown player is queued in two clicks, ${way}`, async (t) => {
    const { page, stored, made, click, faults } = await open(t, `/jobs/${CHOOSING}`, script)
    const track = await shownTrack(page)
    const start = button(page, 'Start with this player')
    await page.mouse.move(VIEW.width / 2, VIEW.height / 2)
    await page.mouse.wheel(0, (await start.boundingBox())!.y - VIEW.height / 2)
    await page.waitForFunction(
      (one) => one!.getBoundingClientRect().bottom < innerHeight,
      await start.elementHandle(),
    )
    await click(start)
    await isQueued(t, page, stored, track)
    t.ok(made.clicks <= 2, `${made.clicks} clicks`)
    t.strictSame(faults, [])
  })

  t.test(`another player is queued in three clicks, and nothing scrolls, ${way}`, async (t) => {
    const { page, stored, made, click, faults } = await open(t, `/jobs/${CHOOSING}`, script)
    const { preview_frames: frames } = await stored(CHOOSING)
    const shown = await shownTrack(page)
    await click(page.locator('a[href*="/frames/5"]:visible').first())
    await page.getByRole('heading', { name: /^Frame 5 of 32/ }).waitFor()
    const other = frames[4].tracks.find(
      ({ track_id: id }: { track_id: number }) => id !== shown,
    ).track_id
    // Without script the list beside the picture starts: the button below it would be out of sight.
    if (script) await click(page.locator(`.box-track[data-track="${other}"]`))
    else await click(page.getByRole('radio', { name: new RegExp(`, track ${other} `) }))
    await click(button(page, script ? 'Start with this box' : 'Start with this player'))
    await isQueued(t, page, stored, other)
    t.equal(made.clicks, 3)
    t.equal((await stored(CHOOSING)).target.selection.frame_key, frames[4].key)
    t.strictSame(faults, [])
  })

  t.test(`three boxes on three frames take a press each, ${way}`, async (t) => {
    const { page, stored, made, click, faults } = await open(
      t,
      `/jobs/${WITH_PLAYER}/frames/1`,
      script,
    )
    for (const n of [1, 2, 3]) {
      await page.getByRole('heading', { name: new RegExp(`^Frame ${n} of 32`) }).waitFor()
      const store = button(page, n === 1 ? 'Confirm target' : 'Add this box')
      // Without script the button stands below the picture.
      if (!script) await store.scrollIntoViewIfNeeded()
      await click(store)
      await page.locator('#stored-boxes li', { hasText: '(this frame)' }).waitFor()
      t.equal((await stored(WITH_PLAYER)).target.selections.length, n)
      const next = page.getByRole('link', { name: 'Next frame', exact: true })
      if (!script) await next.scrollIntoViewIfNeeded()
      await click(next)
    }
    await page.getByRole('heading', { name: /^Frame 4 of 32/ }).waitFor()
    const { selections } = (await stored(WITH_PLAYER)).target
    t.equal(made.clicks, 6, 'one for each box, one to the next frame')
    t.strictSame(
      selections.map((one: { frame_key: string }) => one.frame_key.slice(-8, -4)),
      ['0001', '0002', '0003'],
    )
    t.strictSame(faults, [])
  })
}
