import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

// While a change is being sent the page sends no other: the answer to one takes away what the other was sent from.

const READY = '00000000-0000-4000-8000-000000000013'
const browser = await launchBrowser(t)

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const sending = (page: Page) => page.getByText('Your change is being sent.')

/** Holds the start of the analysis until it is let go; counts what is sent. */
async function openReady(t: Test) {
  const app = await startDemoApp(t)
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url().split('/').at(-1) ?? '')
  })
  const held = Promise.withResolvers<void>()
  await page.route('**/enqueue', async (route) => {
    await held.promise
    await route.continue()
  })
  t.equal((await page.goto(`${app.origin}/jobs/${READY}`))?.status(), 200)
  await page.locator('details').evaluateAll((all) => {
    for (const one of all) one.setAttribute('open', '')
  })
  return { ...app, page, sent, letGo: held.resolve }
}

t.test('while a change is being sent no other can be, and the page says why', async (t) => {
  const { page, demo, sent, letGo } = await openReady(t)
  const save = press(page, 'Save')
  await page.getByLabel('Player name').fill('Changed Name')
  await press(page, 'Start analysis').click()
  await sending(page).waitFor()
  t.equal(await save.isDisabled(), true)
  await save.evaluate((button: HTMLButtonElement) => button.form?.requestSubmit())
  demo.demoFaults.databaseDown = true
  letGo()
  await page.locator('#problem-title').waitFor()
  t.equal(await sending(page).isVisible(), false)
  t.equal(await save.isEnabled(), true)
  t.same(sent, ['enqueue'])
})

t.test('what comes while a change is being sent has its buttons off too', async (t) => {
  const { page, ask, post, sent, letGo } = await openReady(t)
  const { target, preview_frames } = (await ask(`/api/jobs/${READY}`)).json().data
  const { key, time_sec, tracks } = preview_frames[4]
  await press(page, 'Start analysis').click()
  await sending(page).waitFor()
  const stored = await post(
    `/api/jobs/${READY}/target`,
    { frame_key: key, time_sec, bbox: tracks[0].bbox, track_id: tracks[0].track_id },
    target.analysis_attempt_id ? { 'x-analysis-attempt-id': target.analysis_attempt_id } : {},
  )
  t.equal(stored.status, 200)
  await page.getByRole('link', { name: /^Frame 5 at/ }).waitFor()
  t.equal(await press(page, 'Save').isDisabled(), true)
  t.equal(await press(page, 'Start analysis').isDisabled(), true)
  letGo()
  await page.locator('#problem-title').waitFor()
  t.same(sent, ['enqueue'])
})

t.test('the buttons that come with an answer are off until all of it is there', async (t) => {
  const { page, letGo } = await openReady(t)
  letGo()
  await page.evaluate(() => {
    const seen = { on: -1 }
    Object.assign(globalThis, { seen })
    addEventListener('htmx:before:settle', () => {
      const buttons = '#main form[method="post"] button:enabled'
      seen.on = Math.max(seen.on, document.querySelectorAll(buttons).length)
    })
  })
  await page.getByLabel('Player name').fill('Changed Name')
  await press(page, 'Save').click()
  await page.getByRole('heading', { level: 1, name: /Changed Name/ }).waitFor()
  await sending(page).waitFor({ state: 'hidden' })
  const on = () => (globalThis as never as { seen: { on: number } }).seen.on
  t.equal(await page.evaluate(on), 0)
  t.equal(await press(page, 'Start analysis').isEnabled(), true)
})

t.test(
  'where the page after a change does not come, it is said, and the link opens it',
  async (t) => {
    const { origin } = await startDemoApp(t)
    const context = await browser.newContext()
    t.teardown(() => context.close())
    const page = await context.newPage()
    await page.clock.install()
    t.equal((await page.goto(origin))?.status(), 200)
    // A navigation that is answered so ends where it began, as with the browser's Stop.
    await page.route('**/jobs/*', (route) => route.fulfill({ status: 204 }), { times: 1 })
    await page.getByLabel('Video URL').fill('https://videos.test/a.mp4')
    await page.getByLabel('Role').first().fill('Striker')
    await page.getByLabel('Category').first().fill('U17')
    const create = press(page, 'Create job')
    await create.click()
    await page.getByText('Done. Opening the job.').waitFor()
    t.equal(await create.isDisabled(), true)
    await page.clock.fastForward(31_000)
    t.equal(await create.isEnabled(), true)
    await page.getByRole('status').getByRole('link', { name: 'the job' }).click()
    await page.waitForURL(/\/jobs\/[\w-]+$/)
    await page.getByRole('heading', { level: 1 }).waitFor()
  },
)

t.test('a press counts though the page is left before a connection is free for it', async (t) => {
  const arrived = Promise.withResolvers<void>()
  const app = await startDemoApp(t, {}, {}, (demo) => {
    demo.addHook('onRequest', async ({ url }) => {
      if (url.endsWith('/enqueue')) arrived.resolve()
    })
  })
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const ownStream = page.waitForResponse((it) => it.request().resourceType() === 'eventsource')
  t.equal((await page.goto(`${app.origin}/jobs/${READY}`))?.status(), 200)
  await ownStream
  // A browser has six connections to a host over HTTP/1.1: streams take the other five.
  await page.evaluate(async (href) => {
    const open = (n: number) => {
      const stream = new EventSource(`${href}?n=${n}`)
      return new Promise((done) => stream.addEventListener('open', done))
    }
    await Promise.all([0, 1, 2, 3, 4].map(open))
  }, `/api/jobs/${READY}/events`)
  await page.locator('details').evaluateAll((all) => {
    for (const one of all) one.setAttribute('open', '')
  })
  await press(page, 'Start analysis').click()
  await sending(page).waitFor()
  // The page is left before one is free, and not because one is.
  await page.route('**/docs', (route) => route.fulfill({ body: 'Another page' }))
  t.equal((await page.goto(`${app.origin}/docs`))?.status(), 200)
  await arrived.promise
  t.pass('the service has been asked to start')
})
