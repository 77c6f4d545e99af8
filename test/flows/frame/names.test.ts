import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { seedId } from '../../../src/demo/seeds/seed-steps.ts'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

// Somebody else than the job says is chosen on a frame: name, team and number go with the press there too.

const ID = seedId(41)
const FRAME = `/jobs/${ID}/frames/5`
const browser = await launchBrowser(t)

async function open(
  t: Test,
  path = FRAME,
  options: { javaScriptEnabled?: boolean } = {},
  prepare?: Parameters<typeof startDemoApp>[3],
) {
  const app = await startDemoApp(t, standingClock(), {}, prepare)
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  const answer = await page.goto(app.origin + path)
  t.equal(answer?.status(), 200)
  const stored = async () => (await app.ask(`/api/jobs/${ID}`)).json().data
  return { ...app, page, faults, stored }
}

const list = (page: Page) => page.locator('.frame-tracks')
const box = (page: Page) => page.locator('#box-form')
const nameIn = (form: ReturnType<typeof list>) => form.getByLabel('Name of this player')
const numberIn = (form: ReturnType<typeof list>) => form.getByLabel('Number of this player')
const drafts = (page: Page) => page.evaluate(() => Object.keys(sessionStorage))

/** By keyboard, as anybody types it. */
async function typeName(page: Page, form: ReturnType<typeof list>, name: string) {
  await form.getByText('Somebody else?').focus()
  await page.keyboard.press('Enter')
  await nameIn(form).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(name)
}

async function choose(page: Page) {
  await page.locator('.box-track[data-track="8"]').click()
  await page.locator('box-editor[data-ready]').waitFor()
}

t.test('what is typed beside the list goes with the box, on whichever frame', async (t) => {
  const { page, stored, faults } = await open(t)
  await typeName(page, list(page), 'Abe Bead')
  t.notMatch(page.url(), 'track=', 'a letter of a name chooses nobody')
  await choose(page)
  t.equal(await nameIn(box(page)).inputValue(), 'Abe Bead')
  t.equal(await nameIn(box(page)).isVisible(), true, 'where it can be seen')
  await numberIn(box(page)).fill('12')
  t.equal(await numberIn(list(page)).inputValue(), '12', 'both forms send the same')
  t.strictSame(await violations(page), [])
  await page.getByRole('link', { name: 'Next frame' }).click()
  await page.getByRole('heading', { name: /^Frame 6 / }).waitFor()
  t.equal(await numberIn(box(page)).inputValue(), '12')
  await page.getByRole('button', { name: 'Start with this box' }).click()
  await page.waitForURL(/#progress$/)
  const { player_ref, target } = await stored()
  t.equal(player_ref.track_id, 8)
  t.match(target.player, { player_name: 'Abe Bead', shirt_number: 12 })
  t.strictSame(await drafts(page), [], 'what was taken is no draft any more')
  t.strictSame(faults, [])
})

t.test('a choice alone takes the names, and so does one whose player is stored', async (t) => {
  const { page, stored } = await open(t)
  await page.getByRole('radio', { name: /track 8 / }).check()
  await page.locator('box-editor[data-ready]').waitFor()
  await nameIn(list(page)).waitFor({ state: 'attached' })
  await typeName(page, list(page), 'M. Bianchi')
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page.getByText('The player is stored.').waitFor()
  t.match((await stored()).target.player, { player_name: 'M. Bianchi' })
  await typeName(page, box(page), 'N. Rossi')
  await page.getByRole('button', { name: 'Confirm target' }).click()
  await page.getByText('The target is stored.').waitFor()
  const { target } = await stored()
  t.match(target.player, { player_name: 'N. Rossi' })
  t.equal(target.confirmed, true)
  t.strictSame(await drafts(page), [])
})

t.test('a reload and the page of the job leave what was typed, and a way back', async (t) => {
  const { page, origin } = await open(t, `${FRAME}?track=8`)
  await page.locator('box-editor[data-ready]').waitFor()
  await typeName(page, box(page), 'M. Bianchi')
  // What keeps it is loaded after the editor, and then keeps what is there.
  while ((await drafts(page)).length === 0)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  await page.reload()
  await page.locator('#box-form details[open]').waitFor()
  t.equal(await nameIn(box(page)).inputValue(), 'M. Bianchi')
  await page.goto(`${origin}/jobs/${ID}`)
  await page.getByRole('radio', { name: /track 11\b/ }).check()
  t.equal(await page.getByLabel('Name of this player').inputValue(), 'M. Bianchi')
  await page.goBack()
  await page.locator('#box-form details[open]').waitFor()
  await page.goForward()
  await page.locator('#flow').waitFor()
  const radio = page.getByRole('radio', { name: /track 11\b/ })
  t.equal(await radio.isChecked(), true, 'nor does a frame take the choice on the page of the job')
})

t.test('a number that is refused leads to its field, and nothing was sent', async (t) => {
  const { page, stored } = await open(t, `${FRAME}?track=8`)
  await page.locator('box-editor[data-ready]').waitFor()
  await typeName(page, box(page), 'M. Bianchi')
  await numberIn(box(page)).fill('100')
  await page.getByRole('button', { name: 'Start with this box' }).click()
  await page.getByRole('link', { name: /whole number from 0 to 99/ }).click()
  t.equal(await page.evaluate(() => document.activeElement?.id), 'box-shirtNumber')
  t.equal(await numberIn(box(page)).inputValue(), '100')
  t.equal(await nameIn(box(page)).inputValue(), 'M. Bianchi')
  t.equal((await stored()).player_ref, null)
})

t.test('without script each form sends the names that stand in it', async (t) => {
  const off = { javaScriptEnabled: false }
  const { page, stored } = await open(t, FRAME, off)
  await list(page).getByText('Somebody else?').click()
  await nameIn(list(page)).fill('M. Bianchi')
  await page.getByRole('radio', { name: /track 8 / }).check()
  await page.getByRole('button', { name: 'Use this player' }).click()
  t.match(page.url(), /frames\/5$/)
  t.match((await stored()).target.player, { player_name: 'M. Bianchi' })
  await box(page).getByText('Somebody else?').click()
  await nameIn(box(page)).fill('N. Rossi')
  await page.getByRole('button', { name: 'Move left' }).click()
  t.equal(await nameIn(box(page)).inputValue(), 'N. Rossi', 'a move of the box leaves the name')
  t.equal(await nameIn(box(page)).isVisible(), true)
  await page.getByRole('button', { name: 'Start with this box' }).click()
  t.match(page.url(), /#progress$/)
  t.match((await stored()).target.player, { player_name: 'N. Rossi' })
})

t.test('a box drawn by hand says why no name goes with it', async (t) => {
  const { page } = await open(t, `${FRAME}?draw=player`, { javaScriptEnabled: false })
  t.equal(await page.getByText('Somebody else?').count(), 0)
  t.equal(await page.getByText(/only for a player on a track/).count(), 1)
})

t.test('a page says nothing of its own change, though it heard of the first half', async (t) => {
  const halfDone = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const { page, stored, origin } = await open(t, `${FRAME}?track=8`, {}, (demo) => {
    demo.addHook('onRequest', async ({ url }) => {
      if (!url.endsWith('/player-profile')) return
      halfDone.resolve()
      await goOn.promise
    })
  })
  await page.locator('box-editor[data-ready]').waitFor()
  const other = await page.context().newPage()
  t.equal((await other.goto(origin + FRAME))?.status(), 200)
  const told = (page: Page) => page.getByText(/^This job has changed since you opened this page/)
  await typeName(page, list(page), 'M. Bianchi')
  await page.getByRole('button', { name: 'Use this player' }).click()
  await halfDone.promise
  // Both pages are told in the same moment.
  await told(other).waitFor()
  t.equal(await told(page).count(), 0)
  const askedAnew = page.waitForResponse((answer) => answer.url().includes('/news?'))
  goOn.resolve()
  await page.getByText('The player is stored.').waitFor()
  await (await askedAnew).finished()
  await page.evaluate(() => new Promise(requestAnimationFrame))
  t.equal(await told(page).count(), 0)
  t.match((await stored()).target.player, { player_name: 'M. Bianchi' })
})
