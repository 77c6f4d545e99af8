import t from 'tap'
import { violations } from '../support/browser/axe.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

const { origin, app } = await startDemoApp(t)
const browser = await launchBrowser(t)

t.test('the page for scripts passes axe, dark and light, and fits 320 pixels', async (t) => {
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    const answer = await page.goto(`${origin}/docs`)
    t.equal(answer?.status(), 200)
    t.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'For scripts')
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    t.same(await violations(page), [], `${width} ${colorScheme}`)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    t.ok(overflow <= 0, `${overflow} too wide at ${width}`)
  }
  t.strictSame(problems, [])
})

t.test('without script every link of the page for scripts leads somewhere', async (t) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  for (const from of ['/', '/shortcuts']) {
    t.equal((await page.goto(origin + from))?.status(), 200)
    await page.getByRole('link', { name: 'For scripts' }).click()
    await page.waitForURL('**/docs')
    t.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'For scripts')
  }
  const links = page.locator('main a[href^="#"]')
  const targets = new Set(
    await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? '')),
  )
  t.ok(targets.size > 60, `${targets.size} targets`)
  for (const target of targets)
    t.equal(await page.locator(`[id="${target.slice(1)}"]`).count(), 1, target)
  const document = page.getByRole('link', { name: 'The document of OpenAPI 3.1' })
  t.equal(await document.getAttribute('href'), '/openapi.json')
  t.equal(
    await page.getByRole('button', { name: /Copy/ }).count(),
    0,
    'no button that does nothing',
  )
})

t.test('the page for scripts is read and copied from by keyboard alone', async (t) => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  t.equal((await page.goto(`${origin}/docs`))?.status(), 200)
  const copy = page.getByRole('button', { name: 'Copy the command: Starts the analysis' })
  await copy.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Copied/ }).waitFor()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  t.match(command, `curl -sS -X POST "${origin}/api/jobs/$JOB/enqueue"`)
  t.match(command, '-H "X-Analysis-Attempt-Id: $ATTEMPT"')
})

t.test('the page for scripts has every route of the document', async (t) => {
  const answer = await app.inject({ url: '/openapi.json', headers: { host: 'localhost' } })
  t.equal(answer.statusCode, 200)
  const page = await browser.newPage()
  t.equal((await page.goto(`${origin}/docs`))?.status(), 200)
  const told = await page.locator('.docs-address').allTextContents()
  const paths = Object.entries(answer.json().paths as Record<string, object>)
  const routes = paths.flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  t.strictSame(told.sort(), routes.sort())
})
