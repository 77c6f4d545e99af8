import type { Page, Route } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

// A proxy in front of Touchline answers in its place, or the service is away: the job stays on its page.

const READY = '00000000-0000-4000-8000-000000000013'
const browser = await launchBrowser(t)

async function openReady(t: Test) {
  const app = await startDemoApp(t)
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(`${app.origin}/jobs/${READY}`)
  await start(page).waitFor()
  return { ...app, page }
}

const start = (page: Page) => page.getByRole('button', { name: 'Start analysis' })
const unsure = (page: Page) => page.getByText(/not known whether your last change was made/)
const signedOut = (page: Page) => page.getByText(/You are no longer signed in/)
const ofTheProxy = (status: number) => (route: Route) =>
  route.fulfill({
    status,
    contentType: 'text/html',
    body: `<html><body><h1>${status} of nginx</h1><form><input name="password"></form></body></html>`,
  })

for (const status of [502, 504]) {
  t.test(
    `a proxy's ${status} takes nothing from the page, which says what is unknown`,
    async (t) => {
      const { page } = await openReady(t)
      await page.route('**/enqueue', ofTheProxy(status), { times: 1 })
      await start(page).click()
      await unsure(page).waitFor()
      t.equal(await page.getByText('of nginx').count(), 0)
      t.equal(await signedOut(page).isVisible(), false)
      await start(page).click()
      await page.getByRole('link', { name: 'Open the result' }).waitFor()
      t.equal(await unsure(page).isVisible(), false, 'the next answer is known')
    },
  )
}

t.test('the sign-in page of a proxy takes nothing from the page, which says it', async (t) => {
  const { page } = await openReady(t)
  await page.route('**/enqueue', ofTheProxy(200), { times: 1 })
  await start(page).click()
  await signedOut(page).waitFor()
  t.equal(await page.getByText('of nginx').count(), 0)
  t.equal(await unsure(page).isVisible(), false)
  t.equal(await start(page).isEnabled(), true)
})

for (const [what, answer] of [
  ['nothing', { status: 200, body: '' }],
  ['204', { status: 204 }],
  ['empty lines', { status: 200, body: '\n\n' }],
  ['JSON', { status: 200, contentType: 'application/json', body: '{"error":1}' }],
  ['the beginning of a tag', { status: 200, body: '<div id="fl' }],
] as const) {
  t.test(
    `an answer of ${what} does not say whether the change was made, or who is signed in`,
    async (t) => {
      const { page } = await openReady(t)
      await page.route(
        '**/enqueue',
        (route) => route.fulfill({ contentType: 'text/html', ...answer }),
        {
          times: 1,
        },
      )
      await start(page).click()
      await unsure(page).waitFor()
      t.equal(await signedOut(page).isVisible(), false)
      t.equal(await start(page).isEnabled(), true)
    },
  )
}

t.test(
  'an action while the service is away leaves the job, which goes on when it is back',
  async (t) => {
    const { page, demo } = await openReady(t)
    demo.demoFaults.databaseDown = true
    const answered = page.waitForResponse(/\/enqueue/)
    await start(page).click()
    t.equal((await answered).status(), 500)
    await page.getByRole('alert').filter({ hasText: 'Request id' }).waitFor()
    t.equal(await start(page).isEnabled(), true)
    demo.demoFaults.databaseDown = false
    await start(page).click()
    await page.getByRole('link', { name: 'Open the result' }).waitFor()
  },
)
