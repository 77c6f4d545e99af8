import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { seedId } from '../../../src/demo/seeds/seed-steps.ts'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

// The player that is shown as chosen is the one that is started with, also while his box is still on its way.

const CHOOSING = seedId(41)
const browser = await launchBrowser(t)

/** The page of a frame with the box of track 8, and what was sent from it. */
async function open(t: Test, options: { javaScriptEnabled?: boolean } = {}) {
  const { origin, ask } = await startDemoApp(t)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname.split('/').at(-1)!)
  })
  const answer = await page.goto(`${origin}/jobs/${CHOOSING}/frames/5?track=8`)
  t.equal(answer?.status(), 200)
  const isReady = options.javaScriptEnabled === false ? '' : '[data-ready]'
  await page.locator(`box-editor${isReady}`).waitFor()
  const player = async () => (await ask(`/api/jobs/${CHOOSING}`)).json().data.player_ref?.track_id
  return { page, sent, player }
}

/** Holds the page of a track back until it is let come. */
async function hold(page: Page, track: number) {
  const held = Promise.withResolvers<'come' | 'fail'>()
  await page.route(
    `**/frames/5?track=${track}`,
    async (route) => {
      if ((await held.promise) === 'come') await route.continue()
      else await route.abort()
    },
    { times: 1 },
  )
  const asked = page.waitForRequest(`**/frames/5?track=${track}`)
  return { asked, come: () => held.resolve('come'), fail: () => held.resolve('fail') }
}

const radio = (page: Page, track: number) =>
  page.locator(`.frame-tracks [type=radio][value="${track}"]`)
const start = (page: Page) => page.getByRole('button', { name: 'Start with this box' })
const waits = (page: Page) => page.getByText('The box of the player you chose comes next.')
const boxOf = (page: Page, track: number) =>
  page.locator(`#box-form [name=track_id][value="${track}"]`).waitFor({ state: 'attached' })

for (const way of ['list', 'picture', 'letter'] as const) {
  t.test(`the box of one player does not start another, chosen by ${way}`, async (t) => {
    const { page, sent, player } = await open(t)
    await page.locator('#box-form').getByText('Somebody else?').click()
    t.equal(await waits(page).isVisible(), false)
    const { asked, come } = await hold(page, 3)
    const before = (await start(page).boundingBox())!
    if (way === 'list') await radio(page, 3).check()
    if (way === 'picture') await page.locator('.box-track[data-track="3"]').click()
    if (way === 'letter')
      await radio(page, 8).press((await radio(page, 3).getAttribute('data-letter'))!)
    await asked
    t.equal(await radio(page, 3).isChecked(), true)
    t.equal(await start(page).isVisible(), false)
    t.equal(await waits(page).isVisible(), true)
    t.strictSame(await violations(page), [])
    await page.locator('#box-playerName').press('Enter')
    await page.keyboard.press('Control+Enter')
    t.strictSame(sent, [])

    come()
    await boxOf(page, 3)
    t.equal(await waits(page).isVisible(), false)
    t.equal((await start(page).boundingBox())!.x, before.x)
    await start(page).click()
    await page.waitForURL(/\/jobs\/[\w-]+#progress$/)
    t.equal(await player(), 3)
    t.strictSame(sent, ['start'])
  })
}

t.test('arrow keys in the list bring the box of the next player', async (t) => {
  const { page } = await open(t)
  await radio(page, 8).press('ArrowDown')
  const next = page.locator('.frame-tracks :checked')
  const track = Number(await next.inputValue())
  t.not(track, 8)
  await boxOf(page, track)
  t.equal(await start(page).isVisible(), true)
  t.equal(await next.evaluate((one) => one === document.activeElement), true)
})

t.test('it starts again with who is chosen once the step is left or has failed', async (t) => {
  const { page, player } = await open(t)
  const left = await hold(page, 3)
  await radio(page, 3).check()
  await left.asked
  await radio(page, 8).check()
  await start(page).waitFor()
  left.come()
  await boxOf(page, 8)

  const failed = await hold(page, 3)
  await radio(page, 3).check()
  await failed.asked
  failed.fail()
  await boxOf(page, 3)
  t.equal(await radio(page, 3).isChecked(), true)
  await start(page).click()
  await page.waitForURL(/\/jobs\/[\w-]+#progress$/)
  t.equal(await player(), 3)
})

t.test('a player whose box was given up for a press can be chosen again', async (t) => {
  const { page } = await open(t)
  const { asked, come } = await hold(page, 3)
  await radio(page, 3).check()
  await asked
  await page.route('**/pick-player**', (route) => route.abort(), { times: 1 })
  await page.route('**/select-track**', (route) => route.abort(), { times: 1 })
  const lost = page.waitForEvent('requestfailed')
  await page.getByRole('button', { name: 'Use this player' }).click()
  await lost
  await page.locator('#unsure').waitFor()
  come()
  t.equal(await radio(page, 3).isChecked(), true)
  t.equal(await start(page).isVisible(), false)
  await radio(page, 3).click()
  await boxOf(page, 3)
  t.equal(await start(page).isVisible(), true)
})

t.test('without script too, no box of one player is beside the choice of another', async (t) => {
  const { page } = await open(t, { javaScriptEnabled: false })
  t.equal(await start(page).isVisible(), true)
  await radio(page, 3).check()
  t.equal(await start(page).isVisible(), false)
  await radio(page, 8).check()
  t.equal(await start(page).isVisible(), true)
})

t.test('a number that is corrected by the press itself is shown, and not sent', async (t) => {
  const { page, sent } = await open(t)
  const left = page.getByRole('spinbutton', { name: 'Left' })
  await left.fill('99999')
  await start(page).click()
  await page.locator('#left-fault').filter({ hasText: /\w/ }).waitFor()
  t.equal(await left.evaluate((field) => field === document.activeElement), true)
  t.strictSame(sent, [])
})
