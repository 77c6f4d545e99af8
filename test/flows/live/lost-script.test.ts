import type { BrowserContext } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { MAPPED } from '../../support/browser/host-name.ts'
import { openRunningJob, touchlineSilent } from '../../support/browser/running-page.ts'

const browser = await launchBrowser(t, [MAPPED])

/** Refuses a script as a Touchline does that has just ended, until `come` is called. */
async function lose(context: BrowserContext, name: string) {
  const pattern = `**/js/${name}`
  await context.route(pattern, (route) => route.abort('connectionrefused'))
  return { come: () => context.unroute(pattern) }
}

for (const [path, name] of [
  ['/jobs/j1', 'live/follow-runs.js'],
  ['/jobs/j1', 'live.js'],
  ['/', 'live/follow-runs.js'],
  ['/compare?job=j1', 'live/follow-news.js'],
] as const) {
  t.test(`${path} without ${name} says that it does not hear, until it does`, async (t) => {
    const { service, page, touchline } = await openRunningJob(t, browser)
    const { come } = await lose(page.context(), name)
    t.equal((await page.goto(touchline.origin + path))?.status(), 200)
    await touchlineSilent(page).waitFor()
    const connected = page.waitForResponse(/\/stream\?/)
    await come()
    t.equal((await connected).status(), 200)
    await touchlineSilent(page).waitFor({ state: 'hidden' })
    if (path.startsWith('/compare')) {
      service.status = 'COMPLETED'
      await page.getByText('has changed since you opened this page').waitFor()
    } else {
      service.pct = 30
      await page.locator('progress[value="30"]').waitFor()
    }
  })
}
