import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { seedId } from '../../src/demo/seeds/seed-steps.ts'
import { violations } from '../support/browser/axe.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { standingClock } from '../support/service/demo-clock.ts'

// Two tracks were mixed up: when the shirts are seen, the pictures of both turn to somebody else.

const MIXED_UP = seedId(52)
const radio = (page: Page) => page.locator('#track-20')
const words = (page: Page) => page.getByText('The picture of this player has changed')
const pictureOf = async (page: Page) =>
  (await page.locator('input[name="seen"]').inputValue())
    .split(' ')
    .find((one) => one.startsWith('20.'))

/** The page as it is while nobody has seen the shirts; `letGo`: then they become known. */
async function opened(t: Test) {
  const { origin } = await startDemoApp(t, standingClock())
  const page = await (await launchBrowser(t)).newPage()
  let isGone = false
  const letGo = () => {
    isGone = true
  }
  await page.route(/\/tracks\?/, (route) =>
    isGone ? route.fallback() : route.fulfill({ status: 204 }),
  )
  const module = page.waitForResponse(/\/pressed-picture\.js$/)
  const answer = await page.goto(`${origin}/jobs/${MIXED_UP}`)
  t.equal(answer?.status(), 200)
  t.equal((await module).status(), 200)
  await page.locator('.shirts-wait').waitFor({ state: 'attached' })
  return { page, letGo }
}
const shirtsKnown = (page: Page) => page.locator('.shirts-wait').waitFor({ state: 'detached' })

t.test('a player stays chosen by his picture, and by no other after a reload', async (t) => {
  const { page, letGo } = await opened(t)
  const pressedBy = await pictureOf(page)
  t.match(pressedBy, /^20\./)
  await radio(page).check()
  letGo()
  await shirtsKnown(page)
  t.equal(await pictureOf(page), pressedBy, 'the picture stays')
  t.equal(await radio(page).isChecked(), true)
  t.equal(await words(page).isVisible(), false)

  await page.reload()
  await words(page).waitFor()
  t.not(await pictureOf(page), pressedBy, 'the server knows nothing of the press')
  t.equal(await radio(page).isChecked(), false)
  t.equal(await page.locator('.tracks :checked').count(), 0, 'and nobody else is chosen')
  t.strictSame(await violations(page), [])

  await radio(page).check()
  t.equal(await words(page).isVisible(), false)
  await page.reload()
  await page.locator('#track-20:checked').waitFor()
  t.equal(await words(page).isVisible(), false, 'it was chosen by the picture that is there')
})

t.test('nor by one that was on its way at the press', async (t) => {
  const { page, letGo } = await opened(t)
  await page.route(/\/tracks\?/, async (route) => {
    const answer = await route.fetch()
    if (answer.status() !== 200) return route.fulfill({ response: answer })
    await radio(page).check()
    return route.fulfill({ response: answer })
  })
  letGo()
  await words(page).waitFor()
  t.equal(await radio(page).isChecked(), false)
  t.equal(await page.locator('.tracks :checked').count(), 0)
})
