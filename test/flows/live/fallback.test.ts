import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const READY = '00000000-0000-4000-8000-000000000013'

t.test('where streams are blocked the page still follows the job', async (t) => {
  const { origin, post, ask } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  await page.route('**/stream?*', (route) => route.abort())
  await page.goto(`${origin}/jobs/${READY}`)
  await page.getByRole('button', { name: 'Start analysis' }).waitFor()

  const { data } = (await ask(`/api/jobs/${READY}`)).json()
  const attempt = { 'x-analysis-attempt-id': data.target.analysis_attempt_id }
  t.equal((await post(`/api/jobs/${READY}/enqueue`, {}, attempt)).status, 200, 'somebody starts it')
  await page.getByRole('link', { name: 'Open the result' }).waitFor()
  await page
    .getByRole('status', { name: 'Job status' })
    .filter({ hasText: /finished/i })
    .waitFor()
})

t.test('a service that stops answering is said, with the time, and taken back', async (t) => {
  const { origin, demo } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  const connected = page.waitForResponse(/\/stream\?/)
  await page.goto(`${origin}/jobs/${READY}`)
  await connected
  const notice = page.getByText(/has not answered since \d/)
  demo.demoFaults.databaseDown = true
  await notice.waitFor()
  demo.demoFaults.databaseDown = false
  await notice.waitFor({ state: 'hidden' })
  t.pass('it was said and taken back')
})

t.test('a page that could not be shown is shown when the service is back', async (t) => {
  const { origin, demo } = await startDemoApp(t)
  const browser = await launchBrowser(t)
  for (const javaScriptEnabled of [true, false]) {
    const page = await browser.newPage({ javaScriptEnabled })
    demo.demoFaults.databaseDown = true
    t.equal((await page.goto(`${origin}/jobs/${READY}`))?.status(), 500)
    await page.getByText('loads again by itself').waitFor()
    demo.demoFaults.databaseDown = false
    await page.getByRole('button', { name: 'Start analysis' }).waitFor()
    await page.close()
  }
})

t.test('a page that comes back by itself stands at the place of its address', async (t) => {
  const { origin, demo } = await startDemoApp(t)
  const browser = await launchBrowser(t)
  const place = `${origin}/jobs/${READY}#progress`
  for (const isSameAddress of [false, true]) {
    const page = await browser.newPage({ viewport: { width: 800, height: 200 } })
    demo.demoFaults.databaseDown = true
    t.equal((await page.goto(place))?.status(), 500)
    const again = await page.locator('[data-again]').getAttribute('data-again')
    // A page that is no job's comes back by the very address that it has.
    if (isSameAddress)
      await page.evaluate((path) => history.replaceState(null, '', path), `${again}#progress`)
    demo.demoFaults.databaseDown = false
    await page.locator('#progress:target').waitFor()
    if (!isSameAddress) await page.waitForFunction(() => scrollY > 0)
    t.equal(page.url(), place)
    await page.close()
  }
})

t.test('a stream that could not be opened is tried again', async (t) => {
  const { origin } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  let opened = 0
  page.on('response', (answer) => {
    if (/\/stream\?/.test(answer.url()) && answer.ok()) opened += 1
  })
  await page.route('**/stream?*', (route) => route.abort(), { times: 1 })
  await page.goto(`${origin}/jobs/${READY}`)
  await page.waitForResponse(/\/stream\?/)
  t.equal(opened, 1)
})

t.test('a change that gets no answer says that it may have been made', async (t) => {
  const { origin } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/${READY}`)
  await page.route('**/enqueue', (route) => route.abort())
  await page.getByRole('button', { name: 'Start analysis' }).click()
  await page.getByText(/not known whether your last change was made/).waitFor()
  t.pass('it is said')
})

t.test('a page that shows the newest state is told so, and nothing is swapped', async (t) => {
  const { ask } = await startDemoApp(t)
  const page = (await ask(`/jobs/${READY}`)).text
  const live = page.match(/data-ask="([^"]+)"/)?.[1] ?? ''
  const seen = page.match(/data-seen="([^"]+)"/)?.[1] ?? ''
  t.equal((await ask(`${live}?seen=${seen}`)).status, 204)
  t.equal((await ask(`${live}?seen=other`)).status, 200)
})

t.test(
  'a rated result that arrives live brings its sentence, and leads to its radar',
  async (t) => {
    const { origin } = await startDemoApp(t, { dialect: 'd650813' })
    const page = await (await launchBrowser(t)).newPage()
    await page.goto(`${origin}/jobs/${READY}`)
    await page.getByRole('button', { name: 'Start analysis' }).click()
    const link = page.getByRole('link', { name: 'Open the result' })
    await link.waitFor()
    t.match(await page.locator('.result-sentence').textContent(), /strongest in/)
    await link.click()
    await page.getByRole('img', { name: 'Radar of the result' }).waitFor()
  },
)
