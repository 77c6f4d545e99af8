import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import {
  type RecordedState,
  recordedState,
  startRecordedApp,
} from '../../support/service/recorded-app.ts'

const refusal = {
  ok: false,
  error: { code: 'TARGET_MISMATCH', message: 'Target box does not match selected player.' },
  meta: { request_id: 'from-the-service' },
}

t.test('a running job changes on its page, and nothing else moves', async (t) => {
  const states: Record<string, RecordedState> = { job: recordedState('queued') }
  const { origin } = await startRecordedApp(t, states)
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/job`)
  const status = page.getByRole('status', { name: 'Job status' })
  t.equal(await status.textContent(), 'Analysis queued.')
  await page.getByRole('link', { name: /^Frame 2,/ }).focus()
  const strip = page.locator('.strip')
  await strip.evaluate((element) => element.scrollTo(0, 120))

  states['job'] = recordedState('running')
  await page.getByText('Analysis running: following the player').waitFor()
  t.match(await page.title(), /^M\. Bianchi: Running/)
  const bar = page.getByRole('progressbar', { name: 'Analysis progress' })
  t.equal(await bar.getAttribute('value'), '47')
  const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  t.match(focused, /^Frame 2,/, 'the focus stays')
  t.equal(await strip.evaluate((element) => element.scrollTop), 120, 'the frames stay scrolled')

  states['job'] = recordedState('failed')
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  const words = page.locator('summary', { hasText: 'own words' })
  await words.click()
  t.equal(await page.locator('#live').count(), 0, 'an ended job is not asked for again')
})

t.test('what somebody else changes shows, and an open part of the page stays open', async (t) => {
  const states: Record<string, RecordedState> = { job: recordedState('waiting-for-target') }
  const { origin } = await startRecordedApp(t, states)
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/job`)
  await page.getByText('Change player').click()
  await page.getByRole('radio', { name: /, track 3/ }).check()

  const { job } = recordedState('ready-to-enqueue')
  states['job'] = { ...recordedState('waiting-for-target'), job }
  await page.getByRole('button', { name: 'Start analysis' }).waitFor()
  t.equal(await page.getByRole('button', { name: 'Use this player' }).isVisible(), true)
  const open = await page
    .locator('#player details.change')
    .evaluate((element) => element.matches('[open]'))
  t.equal(open, true)
  const focused = await page.evaluate(() => document.activeElement?.getAttribute('value'))
  t.equal(focused, '3', 'the focus stays on the radio button')
})

t.test('after an action the focus is on what the answer is about', async (t) => {
  const states: Record<string, RecordedState> = { job: recordedState('waiting-for-target') }
  let refuses = true
  const target = () => {
    if (refuses) return { status: 409, body: refusal }
    states['job'] = recordedState('ready-to-enqueue')
    return { status: 200, body: { ok: true, data: {} } }
  }
  const { origin } = await startRecordedApp(t, states, { target })
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/job`)
  const confirm = page.getByRole('button', { name: 'Confirm target' })
  await confirm.focus()
  await page.keyboard.press('Enter')

  const alert = page.getByRole('alert')
  await alert.waitFor()
  t.match(await page.evaluate(() => document.activeElement?.id), 'problem-title')
  t.match(await alert.textContent(), /does not fit the chosen player/)
  t.match(await page.title(), /^Error: /)
  t.equal(await page.locator('#request-id').textContent(), 'from-the-service')

  refuses = false
  await confirm.click()
  await page.getByRole('button', { name: 'Start analysis' }).waitFor()
  const heading = page.locator('#start > h2')
  await heading.and(page.locator(':focus')).waitFor()
  t.equal(await alert.count(), 0)
  const status = page.getByRole('status', { name: 'Job status' })
  t.match(await status.textContent(), /start the analysis/)
})

t.test('without scripting a refused action answers with the page and what to do', async (t) => {
  const states = { job: recordedState('waiting-for-target') }
  const target = () => ({ status: 409, body: refusal })
  const { origin } = await startRecordedApp(t, states, { target })
  const page = await (await launchBrowser(t)).newPage({ javaScriptEnabled: false })
  await page.goto(`${origin}/jobs/job`)
  await page.getByRole('button', { name: 'Confirm target' }).click()
  t.match(await page.getByRole('alert').textContent(), /does not fit the chosen player/)
  t.equal(await page.getByRole('button', { name: 'Confirm target' }).count(), 1)
})
