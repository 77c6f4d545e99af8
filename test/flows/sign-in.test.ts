import t from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { settingsFor, startProvider, TOUCHLINE } from '../support/sign-in/provider.ts'

/** The job that waits for its player, of the demo's own. */
const WAITING = '00000000-0000-4000-8000-000000000005'

t.test('signing in, going on after the session has ended, and signing out', async (t) => {
  const people = { anna: { groups: ['scouts'] } }
  const provider = await startProvider(t, { people })
  const groups = { ANALYST_GROUPS: 'scouts' }
  const app = await startDemoApp(t, {}, { ...settingsFor(provider.issuer), ...groups })
  const mapped = `--host-resolver-rules=MAP touchline.test 127.0.0.1:${app.port}`
  const browser = await launchBrowser(t, [mapped])
  const context = await browser.newContext()
  const page = await context.newPage()

  await page.goto(`${TOUCHLINE}/jobs/${WAITING}`, { waitUntil: 'domcontentloaded' })
  t.equal(new URL(page.url()).origin, provider.issuer)
  await page.locator('input[name=login]').fill('anna')
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit]').click()
  await page.waitForURL(`${TOUCHLINE}/jobs/${WAITING}`)
  t.match(await page.locator('.who').innerText(), /anna\s+analyst\s+Sign out/)
  const cookies = await context.cookies(TOUCHLINE)
  const session = cookies.find(({ name }) => name === 'touchline_session')
  t.match(session, { httpOnly: true, sameSite: 'Lax', secure: false, path: '/' })
  t.notMatch(await page.evaluate(() => document.cookie), 'touchline')

  await page.getByText('Somebody else? Change name, team and number').click()
  const name = page.locator('#choice-playerName')
  await name.fill('L. Okafor')
  await page.locator('#player input[type=radio]').first().check()
  const notice = page.locator('#signed-out')
  await context.clearCookies({ name: 'touchline_session' })
  await page.getByRole('button', { name: 'Use this player' }).click()
  await notice.waitFor({ state: 'visible' })
  await notice.getByRole('link', { name: 'Load it again' }).click()
  await page.waitForFunction(() => document.querySelector('#signed-out')?.hasAttribute('hidden'))
  await name.waitFor()
  t.equal(await name.inputValue(), 'L. Okafor', 'the page that was loaded again has it')

  await context.clearCookies({ name: 'touchline_session' })
  const posted = page.waitForResponse((one) => one.request().method() === 'POST')
  await page.getByRole('button', { name: 'Use this player' }).click()
  t.equal((await posted).status(), 401)
  await notice.waitFor({ state: 'visible' })
  t.equal(await name.inputValue(), 'L. Okafor', 'what was typed is there')

  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    notice.getByRole('link', { name: 'sign in in another tab' }).click(),
  ])
  await tab.waitForURL(`${TOUCHLINE}/jobs/${WAITING}`)
  await tab.locator('.who').waitFor()
  await tab.close()
  t.equal(await name.inputValue(), 'L. Okafor')
  const again = page.waitForResponse((one) => one.request().method() === 'POST')
  await page.getByRole('button', { name: 'Use this player' }).click()
  t.equal((await again).status(), 200)
  await page.locator('.step-summary', { hasText: 'track' }).first().waitFor()
  t.match(await page.locator('h1').innerText(), 'L. Okafor')

  await page.getByRole('link', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.origin === provider.issuer)
  await page.locator('button[value=yes]').click()
  await page.waitForURL((url) => url.href.startsWith(`${TOUCHLINE}/signed-out`))
  t.equal(await page.locator('h1').innerText(), 'Signed out')
  await page.getByRole('link', { name: 'Sign in again' }).click()
  await page.locator('input[name=login]').waitFor()
  t.equal(new URL(page.url()).origin, provider.issuer)
})
