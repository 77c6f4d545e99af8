import t, { type Test } from 'tap'
import { seedId } from '../../src/demo/seeds/seed-steps.ts'
import { violations } from '../support/browser/axe.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

/** Touchline on the demo, whose image store answers when `give` is called. */
async function start(t: Test) {
  const opened = Promise.withResolvers<void>()
  const service = { isAway: false }
  // A picture is waited for until it is given, however slow the machine is.
  const app = await startDemoApp(t, {}, { FRAME_TIMEOUT_MS: '600000' }, (demo) => {
    demo.addHook('onRequest', async ({ url }, reply) => {
      if (url.startsWith('/fnh/')) await opened.promise
      else if (service.isAway) await reply.code(503).send({ detail: 'away' })
    })
  })
  const page = await (await launchBrowser(t)).newPage()
  return { page, path: `${app.origin}/jobs/${seedId(52)}`, give: opened.resolve, service }
}

t.test('when the shirts are seen the tracks are sorted, and choice and focus stay', async (t) => {
  const { page, path, give } = await start(t)
  const pictures: string[] = []
  const modules: string[] = []
  page.on('response', (response) => {
    const url = response.url()
    if (url.includes('/api/frame-proxy')) pictures.push(url)
    if (/\/js\/.*\.js$/.test(url)) modules.push(url)
  })
  const answer = await page.goto(path, { waitUntil: 'domcontentloaded' })
  t.equal(answer?.status(), 200)
  t.strictSame(pictures, [], 'its script does not wait for pictures')
  const named = await page
    .locator('link[rel=modulepreload]')
    .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href))
  t.ok(named.length > 10)
  const atOnce = modules.filter((url) => !/\/copy\.js$/.test(url))
  t.strictSame(atOnce.sort(), named.sort(), 'its head names every module that it needs at once')
  t.equal(await page.locator('.shirt-group').count(), 0, 'the page does not wait for pictures')
  const third = page.locator('input[name=trackId]').nth(2)
  const id = (await third.getAttribute('id'))!
  await third.check()
  await third.focus()
  await page.mouse.move(0, 0)
  give()
  await page.locator('.shirt-group').first().waitFor()
  t.equal(await page.locator('input[name=trackId]:checked').getAttribute('id'), id)
  t.equal(await page.evaluate(() => document.activeElement?.id), id)
  t.equal(await page.locator('.doubt').count(), 2)
  t.strictSame(await violations(page), [])
  await page.setViewportSize({ width: 320, height: 640 })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  t.equal(wide, 320, 'nothing is wider than 320 pixels')

  await page.locator('.doubt a').first().click()
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: /^Frame 15 of 32/ })
    .waitFor()
  // Its style is there too.
  await page.waitForLoadState('load')
  t.equal(await page.locator('.doubt').count(), 2)
  t.strictSame(await violations(page), [])
})

t.test('nothing is sorted under the pointer', async (t) => {
  const { page, path, give } = await start(t)
  // Else their requests take all connections of the browser.
  await page.route('**/api/frame-proxy**', (route) => route.abort())
  const answer = await page.goto(path, { waitUntil: 'domcontentloaded' })
  t.equal(answer?.status(), 200)
  await page.waitForResponse(/\/tracks\?/)
  await page.locator('.track').nth(1).hover()
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/tracks?')) asked.push(request.url())
  })
  give()
  const wait = page.locator('.shirts-wait')
  for (let times = 0; times < 2; times += 1) {
    await wait.evaluate((one) => new Promise((go) => one.addEventListener('every', go)))
  }
  t.strictSame(asked, [])
  await page.mouse.move(0, 0)
  await page.locator('.shirt-group').first().waitFor()
})

t.test('a player is chosen while the shirts are still looked at', async (t) => {
  const { page, path, give } = await start(t)
  // Else their requests take all connections of the browser.
  await page.route('**/api/frame-proxy**', (route) => route.abort())
  const asked = page.waitForResponse((response) => response.url().includes('/tracks?'))
  const answer = await page.goto(path, { waitUntil: 'domcontentloaded' })
  t.equal(answer?.status(), 200)
  t.equal((await asked).status(), 204, 'nobody has seen them')
  await page.getByRole('button', { name: 'Use this player', exact: true }).click()
  await page.locator('#target[aria-current="step"]').waitFor()
  t.match(await page.locator('#player').textContent(), /Track \d+/)
  give()
})

t.test('who only looks at the choice is not told that a question of the page failed', async (t) => {
  const { page, path, give, service } = await start(t)
  await page.route('**/api/frame-proxy**', (route) => route.abort())
  const answer = await page.goto(path, { waitUntil: 'domcontentloaded' })
  t.equal(answer?.status(), 200)
  const asked = (status: number) =>
    page.waitForResponse((one) => one.url().includes('/tracks?') && one.status() === status)
  service.isAway = true
  await asked(503)
  // The answer to the first has been put into the page by the time the second is sent.
  await asked(503)
  t.equal(await page.locator('#problem-title').count(), 0)
  service.isAway = false
  give()
  await page.locator('.shirt-group').first().waitFor()
  t.equal(await page.locator('#problem-title').count(), 0)
})
