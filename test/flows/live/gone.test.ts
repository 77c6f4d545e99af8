import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { MAPPED } from '../../support/browser/host-name.ts'
import {
  openRunningJob,
  serviceSilent,
  touchlineSilent,
} from '../../support/browser/running-page.ts'

const browser = await launchBrowser(t, [MAPPED])

t.test('a page whose Touchline was killed says so with the time, until it is back', async (t) => {
  for (const path of ['/jobs/j1', '/']) {
    const { service, touchline, page, shows } = await openRunningJob(t, browser, path)
    t.equal(await touchlineSilent(page).isVisible(), false)
    await touchline.kill()
    await touchlineSilent(page).waitFor()
    t.equal(await serviceSilent(page).isVisible(), false, 'of the service nobody knows')
    service.pct = 20
    await touchline.startAgain()
    await touchlineSilent(page).waitFor({ state: 'hidden' })
    await shows(20)
  }
})

t.test('a page whose Touchline is frozen says so, though its connection stands', async (t) => {
  const { service, touchline, page, shows } = await openRunningJob(t, browser)
  touchline.freeze()
  await touchlineSilent(page).waitFor()
  service.pct = 20
  touchline.goOn()
  await touchlineSilent(page).waitFor({ state: 'hidden' })
  await shows(20)
})

t.test('a machine that slept says since when nothing was heard, and takes it back', async (t) => {
  const { service, touchline, page, shows } = await openRunningJob(t, browser)
  await page.clock.install()
  await page.reload()
  await shows(10)
  await touchline.kill()
  await page.clock.fastForward('08:00:00')
  await page.clock.runFor(4_000)
  await touchlineSilent(page).waitFor()
  service.pct = 20
  await touchline.startAgain()
  await page.clock.runFor(4_000)
  await page.clock.resume()
  await touchlineSilent(page).waitFor({ state: 'hidden' })
  await shows(20)
})

t.test('a clock that is set back hides no silence', async (t) => {
  const { touchline, page } = await openRunningJob(t, browser)
  await page.evaluate(() => {
    const now = Date.now
    Date.now = () => now() - 600_000
  })
  await touchline.kill()
  await touchlineSilent(page).waitFor()
})
