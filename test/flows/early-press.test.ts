import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { seedId } from '../../src/demo/seeds/seed-steps.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { standingClock } from '../support/service/demo-clock.ts'

// Until its scripts are there, a page that was loaded again shows a proposal, not who was chosen before.

const ID = seedId(41)
const form = 'form[data-draft="choice"]'
const radio = (page: Page) => page.getByRole('radio', { name: /track 11\b/ })
const startButton = (page: Page) => page.getByRole('button', { name: 'Start with this player' })

/**
 * Somebody has chosen track 11 and loads the page again; the script that puts the choice back comes with `come`.
 * `standing`: no time passes for the style sheet.
 */
async function loadedAgain(t: Test, { standing = false } = {}) {
  const { origin, upstream } = await startDemoApp(t, standingClock())
  const page = await (await launchBrowser(t)).newPage()
  const answer = await page.goto(`${origin}/jobs/${ID}`)
  t.equal(answer?.status(), 200)
  await page.locator(`${form}[data-htmx-powered]`).waitFor()
  await radio(page).check()
  const { promise: there, resolve: come } = Promise.withResolvers<void>()
  await page.route('**/js/drafts.js', async (route) => {
    await there
    await route.continue()
  })
  if (standing) {
    const tools = await page.context().newCDPSession(page)
    await tools.send('Animation.enable')
    await tools.send('Animation.setPlaybackRate', { playbackRate: 0 })
  }
  await page.reload({ waitUntil: 'commit' })
  await startButton(page).waitFor()
  t.equal(await page.locator(`${form}[data-htmx-powered]`).count(), 0)
  t.equal(await radio(page).isChecked(), false, 'the choice is not back yet')
  const stored = async () => {
    const { data } = await (await fetch(`${upstream}/jobs/${ID}`)).json()
    return data.player_ref?.track_id ?? null
  }
  return { page, come, stored }
}

t.test('a press before the choice is back starts nobody, the next one the choice', async (t) => {
  const { page, come, stored } = await loadedAgain(t, { standing: true })
  const sent: string[] = []
  page.on('request', (request) => void (request.method() === 'POST' && sent.push(request.url())))
  // A page that is being loaded does not scroll to the button by itself.
  await startButton(page).evaluate((button) => button.scrollIntoView({ block: 'center' }))
  const { x, y, width, height } = (await startButton(page).boundingBox())!
  await page.mouse.click(x + width / 2, y + height / 2)
  await startButton(page).evaluate((button) => button.focus())
  await page.keyboard.press('Enter')
  const other = page.getByRole('radio', { name: /track 8\b/ })
  await other.evaluate((one) => one.scrollIntoView({ block: 'center' }))
  const place = (await other.boundingBox())!
  await page.mouse.click(place.x + place.width / 2, place.y + place.height / 2)
  t.equal(await other.isChecked(), false, 'a choice would be undone')
  come()
  await page.locator(`${form}[data-htmx-powered]`).waitFor()
  t.equal(await radio(page).isChecked(), true)
  t.strictSame(sent, [])
  t.equal(await stored(), null)
  await startButton(page).click()
  await page.locator('#flow[data-status]').getByText('Track 11').first().waitFor()
  t.equal(await stored(), 11)
})

t.test('where a script does not come the buttons are held for a moment only', async (t) => {
  const { page, stored } = await loadedAgain(t)
  await page.getByRole('button', { name: 'Use this player', exact: true }).click()
  await page.locator('#target[aria-current="step"]').waitFor()
  t.type(await stored(), 'number')
})
