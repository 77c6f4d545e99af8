import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { MAPPED } from '../../support/browser/host-name.ts'
import {
  openRunningJob,
  serviceSilent,
  touchlineSilent,
} from '../../support/browser/running-page.ts'

const browser = await launchBrowser(t, [MAPPED])

t.test('a silent service is another fact than a silent Touchline', async (t) => {
  const { service, page, shows } = await openRunningJob(t, browser)
  service.fails = true
  await serviceSilent(page).waitFor()
  t.equal(await touchlineSilent(page).isVisible(), false)
  service.fails = false
  await serviceSilent(page).waitFor({ state: 'hidden' })
  service.pct = 20
  await shows(20)
})

t.test('without a stream both facts are told apart too', async (t) => {
  const { service, touchline, page, shows } = await openRunningJob(t, browser)
  await page.route('**/stream?*', (route) => route.abort())
  await page.reload()
  service.fails = true
  await serviceSilent(page).waitFor()
  t.equal(await touchlineSilent(page).isVisible(), false)
  service.fails = false
  service.pct = 30
  await shows(30)
  t.equal(await serviceSilent(page).isVisible(), false)
  await touchline.kill()
  t.equal(await serviceSilent(page).isVisible(), false)
})

t.test('the page that compares jobs says all of it too', async (t) => {
  const { service, touchline, page } = await openRunningJob(t, browser)
  const connected = page.waitForResponse(/\/compare\/news\/stream\?/)
  await page.goto(`${touchline.origin}/compare?job=j1&job=j2`)
  await connected
  t.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Compare players')
  service.fails = true
  await serviceSilent(page).waitFor()
  service.fails = false
  await serviceSilent(page).waitFor({ state: 'hidden' })
  service.status = 'COMPLETED'
  await page.getByText('One of these jobs has changed since you opened this page.').waitFor()
  await touchline.kill()
  await touchlineSilent(page).waitFor()
})
