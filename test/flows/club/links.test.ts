import t from 'tap'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { HOST, MAPPED } from '../../support/browser/host-name.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const RATED = '00000000-0000-4000-8000-000000000046'
const TRACKED = '00000000-0000-4000-8000-000000000045'
const { port, ask } = await startDemoApp(t, {}, { DATABASE_URL: 'sqlite::memory:' })
const browser = await launchBrowser(t, [MAPPED])
const ORIGIN = `http://${HOST}:${port}`

/** An analyst presses the button on a page; the coach's address. */
async function pressed(path: string, script: boolean): Promise<string> {
  const context = await browser.newContext({ javaScriptEnabled: script })
  const page = await context.newPage()
  t.equal((await page.goto(ORIGIN + path))?.status(), 200)
  await page.getByRole('button', { name: 'Make a link for the coach' }).click()
  await page.getByRole('heading', { name: 'Link for the coach', level: 1 }).waitFor()
  const address = (await page.locator('#link-address').innerText()).trim()
  t.match(address, new RegExp(`^${ORIGIN}/shared/[\\w-]{43}$`))
  await context.close()
  return address
}

/** Every address that a text names: href, src, srcset, action, poster, url(). */
function addressesIn(text: string): string[] {
  const named = text.matchAll(
    /(?:href|src|srcset|action|formaction|poster|data|chart|content)\s*=\s*["']([^"']*)["']|url\(["']?([^"')]*)|import\s*(?:[^'"]*from\s*)?['"]([^'"]+)['"]|import\(['"]([^'"]+)/g,
  )
  return [...named].map(([, a, b, c, d]) => a ?? b ?? c ?? d ?? '')
}

const kindOf = (path: string) => /\.(css|js)$/.test(path) || /^\/shared\/[\w-]{43}$/.test(path)

/** Follows every address from a link; the paths that were reached, and the texts of those that are ours. */
async function crawl(address: string) {
  const reached = new Map<string, string>()
  const waiting = [new URL(address)]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { origin, pathname, search } = next
    t.equal(origin, ORIGIN, `${next} is of Touchline`)
    if (reached.has(pathname)) continue
    const answer = await ask(pathname + search, { headers: { host: `${HOST}:${port}` } })
    t.equal(answer.status, 200, pathname)
    reached.set(pathname, answer.text)
    if (!kindOf(pathname) || pathname.includes('/vendor/')) continue
    for (const named of addressesIn(answer.text)) {
      if (named === '' || named.startsWith('#') || !/^[./]|^https?:/.test(named)) continue
      waiting.push(new URL(named, next))
    }
  }
  return reached
}

for (const [what, path] of [
  ['a rated result', `/jobs/${RATED}/result`],
  ['a result without ratings', `/jobs/${TRACKED}/result`],
  ['a comparison', `/compare?job=${RATED}&job=${TRACKED}`],
] as const) {
  t.test(`from the link of ${what} nothing else is reached`, async (t) => {
    const address = await pressed(path, false)
    const { pathname: own } = new URL(address)
    const reached = await crawl(address)
    const others = [...reached.keys()].filter((one) => !/^\/assets\/[0-9a-f]{12}\//.test(one))
    const wanted = what === 'a comparison' ? [] : [`${own}/image/target`]
    t.strictSame(others.sort(), [own, ...wanted, `${own}/result.csv`].sort())
    const page = reached.get(own) ?? ''
    t.notMatch(page, /<form|<video|<nav| hx-/, 'no action, no clip, no way')
    t.notMatch(page, new RegExp(`${RATED}|${TRACKED}`), 'no job id')
    const texts = page + (reached.get(`${own}/result.csv`) ?? '')
    t.notMatch(texts, /X-Amz|Signature|Expires=|sig=|\/fnh\//i, 'no signed address')
  })
}

t.test('the page of a link asks for nothing but itself', async (t) => {
  const address = await pressed(`/jobs/${RATED}/result`, true)
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 900 } })
  ).newPage()
  const asked: string[] = []
  const faults: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  t.equal((await page.goto(address, { waitUntil: 'networkidle' }))?.status(), 200)
  t.strictSame(
    asked.filter((path) => !path.startsWith('/assets/') && !path.startsWith('/shared/')),
    [],
  )
  t.strictSame(faults, [])
  t.ok(
    await page
      .locator('svg.crop image')
      .evaluate((image) => image.getBoundingClientRect().width > 0),
  )
  t.strictSame(await violations(page), [])
  await page.emulateMedia({ media: 'print' })
  t.notOk(await page.getByText('Download CSV').isVisible(), 'not on paper')
  t.ok(await page.getByRole('heading', { name: /^Result of K\. Adeyemi/ }).isVisible())
})

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`at 320 pixels every page of links fits and is accessible: ${colorScheme}`, async (t) => {
    const address = await pressed(`/jobs/${RATED}/result`, true)
    const compared = await pressed(`/compare?job=${RATED}&job=${TRACKED}`, true)
    const context = await browser.newContext({ viewport: { width: 320, height: 800 }, colorScheme })
    const page = await context.newPage()
    const paths = [address, compared, `${ORIGIN}/jobs/${RATED}/result`, `${ORIGIN}/shared/nothing`]
    for (const path of paths) {
      t.ok(await page.goto(path))
      t.strictSame(await violations(page), [], path)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      t.ok(over <= 0, `${path} fits`)
    }
    await page.goto(`${ORIGIN}/jobs/${RATED}/result`)
    await page.getByRole('button', { name: 'Make a link for the coach' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Link for the coach', level: 1 }).waitFor()
    t.strictSame(await violations(page), [])
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
  })
}

t.test('without script a link is made, opened and revoked', async (t) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  t.equal((await page.goto(`${ORIGIN}/jobs/${TRACKED}/result`))?.status(), 200)
  await page.getByLabel('Ends after').selectOption('7')
  await page.getByRole('button', { name: 'Make a link for the coach' }).click()
  const address = (await page.locator('#link-address').innerText()).trim()
  await page.getByRole('link', { name: 'Back to the result' }).click()
  t.equal((await page.goto(address))?.status(), 200)
  t.match(await page.locator('main').innerText(), /Clips are not part of this link\./)
  await page.goto(`${ORIGIN}/jobs/${TRACKED}/result`)
  while ((await page.getByRole('button', { name: 'Revoke' }).count()) > 0) {
    await page.getByRole('button', { name: 'Revoke' }).first().click()
  }
  t.equal((await page.goto(address))?.status(), 404)
})
