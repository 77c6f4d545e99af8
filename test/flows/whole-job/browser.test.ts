import type { Page } from 'playwright-core'
import t from 'tap'
import { DETECTION_SEC, RUN_SEC } from '../../../src/demo/run/progress.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

/** The job that waits for its player, of the demo's own. */
const WAITING = '00000000-0000-4000-8000-000000000005'

/** Player and target are stored. */
const READY = '00000000-0000-4000-8000-000000000013'

async function createJob(page: Page, origin: string) {
  await page.goto(origin)
  await page
    .getByRole('textbox', { name: 'Video URL' })
    .fill('https://videos.example.test/derby.mp4')
  await page.getByLabel('Role').fill('Striker')
  await page.getByLabel('Category').fill('U17')
  await page.getByLabel('Player name').fill('M. Bianchi')
  await page.getByRole('button', { name: 'Create job' }).click()
  await page.waitForURL(/\/jobs\/[^/]+$/)
}

/** Without script the page loads itself again every few seconds; a person may be quicker. */
async function reloadUntil(page: Page, holds: () => Promise<number>) {
  for (let tries = 0; tries < 200 && (await holds()) === 0; tries += 1) await page.reload()
}

t.test('the whole job in a browser, live, without a reload', async (t) => {
  const { now, forward } = standingClock()
  const { origin, logs, close } = await startDemoApp(t, { now, speed: 1 })
  const page = await (await launchBrowser(t)).newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) problems.push(`asked elsewhere: ${request.url()}`)
  })

  await createJob(page, origin)
  forward(DETECTION_SEC)
  await page
    .getByRole('radio', { name: /^Player [A-Z]+, track \d+/ })
    .first()
    .waitFor()
  t.match(await page.getByRole('list', { name: 'Before you can start' }).textContent(), /player/)
  await page
    .getByRole('radio', { name: /^Player [A-Z]+, track \d+/ })
    .nth(1)
    .check()
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page.getByRole('button', { name: 'Confirm target' }).click()
  await page.getByRole('button', { name: 'Start analysis' }).click()
  await page.getByRole('progressbar', { name: 'Analysis progress' }).waitFor()
  forward(RUN_SEC)
  await page.getByRole('link', { name: 'Open the result' }).waitFor()
  await page
    .getByRole('status', { name: 'Job status' })
    .filter({ hasText: /finished/i })
    .waitFor()

  t.same(problems, [], 'nothing failed in the browser, and nothing was asked of another host')
  t.notMatch(await page.content(), /X-Amz-Signature/, 'no signature in the page')
  await page.close()
  await close()
  t.match(logs.join(''), '"action":"enqueue"', 'who did what is in the log')
  t.notMatch(logs.join(''), 'X-Amz-Signature', 'and no signature')
})

t.test('the whole job with scripting off', async (t) => {
  const { origin } = await startDemoApp(t)
  const context = await (await launchBrowser(t)).newContext({ javaScriptEnabled: false })
  const page = await context.newPage()

  await createJob(page, origin)
  const use = page.getByRole('button', { name: 'Use this player' })
  await reloadUntil(page, () => use.count())
  await page
    .getByRole('radio', { name: /^Player [A-Z]+, track \d+/ })
    .nth(1)
    .check()
  await use.click()
  await page.getByRole('link', { name: 'Adjust the box on its frame' }).click()

  const left = page.getByRole('spinbutton', { name: 'Left' })
  const before = Number(await left.inputValue())
  await page.getByRole('button', { name: 'Move right' }).click()
  t.equal(Number(await left.inputValue()), before + 1, 'a press moves the box by one pixel')
  await page.getByRole('button', { name: 'Confirm target' }).click()
  await page.getByRole('button', { name: 'Start analysis' }).click()
  await reloadUntil(page, () => page.getByRole('link', { name: 'Open the result' }).count())
  t.equal(await page.getByRole('link', { name: 'Open the result' }).count(), 1)
})

t.test('with scripting off a page that follows an action loads itself again', async (t) => {
  const { origin } = await startDemoApp(t, { speed: 1 })
  const context = await (await launchBrowser(t)).newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${origin}/jobs/${READY}`)
  await page.getByRole('button', { name: 'Start analysis' }).click()
  await page.waitForURL(/#progress$/)
  for (const time of ['first', 'second']) {
    const asked = await page.waitForRequest((request) => request.isNavigationRequest())
    t.equal(asked.url(), `${origin}/jobs/${READY}?again=yes`, `the ${time} time`)
  }
  await page.getByRole('progressbar', { name: 'Analysis progress' }).waitFor()
})

t.test('by keyboard alone, a suggested player is queued in at most 25 presses', async (t) => {
  const { origin } = await startDemoApp(t, standingClock())
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/${WAITING}`)
  let presses = 0
  const press = async (key: string) => {
    presses += 1
    await page.keyboard.press(key)
  }
  /** Tabs on until the focus is on the control, then presses Enter. */
  const reach = async (name: string) => {
    const control = page.getByRole('button', { name }).first()
    await control.waitFor()
    while (
      presses < 100 &&
      !(await control.evaluate((element) => element === document.activeElement))
    ) {
      await press('Tab')
    }
    await press('Enter')
  }

  await reach('Use this player')
  await reach('Confirm target')
  await reach('Start analysis')
  await page.getByRole('progressbar', { name: 'Analysis progress' }).waitFor()
  t.ok(presses <= 25, `${presses} presses`)
})

t.test('pressing start again and again starts one analysis, fence or no fence', async (t) => {
  for (const dialect of ['67ab429', 'd650813'] as const) {
    const { demo, ask } = await startDemoApp(t, { dialect })
    const enqueued: string[] = []
    demo.server.on('request', ({ url }) => {
      if (url?.endsWith('/enqueue')) enqueued.push(url)
    })
    const { data } = (await ask(`/api/jobs/${READY}`)).json()
    const body = `attempt=${data.target.analysis_attempt_id ?? ''}`
    const headers = {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const presses = Array.from({ length: 10 }, () =>
      ask(`/api/jobs/${READY}/enqueue`, { method: 'POST', headers, body }),
    )
    const answers = await Promise.all(presses)
    t.equal(enqueued.length, 1, `${dialect}: ${enqueued.length} enqueue reached the service`)
    t.ok(
      answers.every(({ status }) => status === 303),
      'every press leads to the job',
    )
  }
})
