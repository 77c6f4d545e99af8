import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

// The player is chosen on the picture, in place, and started with from there.

const CHOOSING = '00000000-0000-4000-8000-000000000041'
const READY = '00000000-0000-4000-8000-000000000043'
const browser = await launchBrowser(t)

async function open(t: Test, path: string, options: { javaScriptEnabled?: boolean } = {}) {
  const app = await startDemoApp(t)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const answer = await page.goto(app.origin + path)
  t.equal(answer?.status(), 200)
  await page.getByRole('heading', { name: /^Frame 5 of 32/ }).waitFor()
  const stored = async (id: string) => (await app.ask(`/api/jobs/${id}`)).json().data
  return { ...app, page, stored }
}

const startButton = (page: Page) => page.getByRole('button', { name: 'Start with this box' })
const onPicture = (page: Page, track: number) => page.locator(`.box-track[data-track="${track}"]`)
const radio = (page: Page, track: number) =>
  page.getByRole('radio', { name: new RegExp(`^Player [A-Z], track ${track} `) })

/** Where on the screen the middle of the picture is, and how wide it is. */
const pictureOf = (page: Page) =>
  page.locator('.marked-picture img, .box-stage img').evaluate((image) => {
    const { left, top, width } = image.getBoundingClientRect()
    return [left, top, width].map(Math.round)
  })

t.test('two clicks choose a player on the picture and start, without scrolling', async (t) => {
  const { page, stored } = await open(t, `/jobs/${CHOOSING}/frames/5`)
  t.equal(await page.getByRole('radio', { checked: true }).count(), 0, 'nobody is preselected')
  const before = await pictureOf(page)
  await onPicture(page, 8).click()
  await startButton(page).waitFor()
  t.match(page.url(), /frames\/5\?track=8$/)
  t.strictSame(await pictureOf(page), before, 'the picture stays where it is')
  t.equal(await page.evaluate(() => scrollY), 0)
  t.ok(await startButton(page).evaluate((b) => b.getBoundingClientRect().bottom <= innerHeight))
  t.equal(await radio(page, 8).isChecked(), true)
  t.equal(await page.getByRole('button', { name: /^(Confirm|Add|Replace)/ }).count(), 0)
  await startButton(page).click()
  await page.waitForURL(/\/jobs\/[\w-]+#progress$/)
  const { player_ref: player, target, preview_frames: frames } = await stored(CHOOSING)
  t.equal(player.track_id, 8)
  t.equal(target.selection.frame_key, frames[4].key)
})

t.test('another click changes the player in place; Back brings the first one back', async (t) => {
  const { page } = await open(t, `/jobs/${CHOOSING}/frames/5`)
  await onPicture(page, 8).click()
  await page.getByText(/^Player [A-Z], track 8, is not stored yet/).waitFor()
  await onPicture(page, 3).click()
  await page.getByText(/^Player [A-Z], track 3, is not stored yet/).waitFor()
  t.equal(await radio(page, 3).isChecked(), true)
  await page.goBack()
  await page.getByText(/^Player [A-Z], track 8, is not stored yet/).waitFor()
})

t.test(
  'a letter chooses within the list, keeps the focus there, and does nothing elsewhere',
  async (t) => {
    const { page } = await open(t, `/jobs/${CHOOSING}/frames/5`)
    const letter = (await onPicture(page, 3).locator('text').textContent())!
    t.match(letter, /^[A-Z]$/)
    await page.getByRole('link', { name: 'Next frame' }).focus()
    await page.keyboard.press(letter)
    t.notMatch(page.url(), 'track=')
    await radio(page, 8).focus()
    await page.keyboard.press(letter)
    await page.getByText(/^Player [A-Z], track 3, is not stored yet/).waitFor()
    t.match(page.url(), /track=3$/)
    t.equal(await radio(page, 3).evaluate((one) => one === document.activeElement), true)
  },
)

t.test('another player than the stored one is started with in one press', async (t) => {
  const { page, stored } = await open(t, `/jobs/${READY}/frames/5`)
  const before = await stored(READY)
  const other = before.preview_frames[4].tracks.find(
    (one: { track_id: number }) => one.track_id !== before.player_ref.track_id,
  ).track_id
  t.equal(await page.getByRole('button', { name: 'Add this box' }).count(), 1)
  await radio(page, other).check()
  await page.getByText(new RegExp(`track ${other}, is not the stored player`)).waitFor()
  t.equal(await page.getByRole('button', { name: /^(Confirm|Add|Replace)/ }).count(), 0)
  await startButton(page).click()
  await page.waitForURL(/\/jobs\/[\w-]+#progress$/)
  t.equal((await stored(READY)).player_ref.track_id, other)
})

t.test('with script off, a link on the picture chooses, and the list starts', async (t) => {
  const { page, stored } = await open(t, `/jobs/${CHOOSING}/frames/5`, { javaScriptEnabled: false })
  await onPicture(page, 8).click()
  await page.getByRole('heading', { name: /^Frame 5 of 32/ }).waitFor()
  t.match(page.url(), /track=8$/)
  t.equal(await startButton(page).count(), 1)
  await page.goBack()
  await radio(page, 3).check()
  await page.getByRole('button', { name: 'Start with this player' }).click()
  await page.waitForURL(/\/jobs\/[\w-]+#progress$/)
  const { player_ref: player, target, preview_frames: frames } = await stored(CHOOSING)
  t.equal(player.track_id, 3)
  t.equal(target.selection.frame_key, frames[4].key, 'on the frame that was seen')
})

t.test('a player who is not on the frame is not started with from it', async (t) => {
  const { page, stored, origin } = await open(t, `/jobs/${CHOOSING}/frames/5`)
  const { preview_frames: frames } = await stored(CHOOSING)
  const n = frames.findIndex(
    ({ tracks }: { tracks: { track_id: number }[] }) =>
      tracks.length > 0 && tracks.every(({ track_id }) => track_id !== 8),
  )
  t.ok(n >= 0, 'a frame without the player')
  await page.goto(`${origin}/jobs/${CHOOSING}/frames/${n + 1}?track=8`)
  await page.getByText('Track 8 is not seen on this frame.').waitFor()
  t.equal(await startButton(page).count(), 0)
})
