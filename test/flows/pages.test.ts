import t from 'tap'
import { recordedState, recordedStates, startRecordedApp } from '../support/service/recorded-app.ts'

const LEAKS = />\s*(undefined|null|NaN)\b|="(undefined|null|NaN)"|\[object |X-Amz-|Traceback/

t.test('every recorded job has a page without leaks, inline styles or handlers', async (t) => {
  const states = [...recordedStates()]
  const ids = states.map((_, index) => `recorded-${index}`)
  const { origin } = await startRecordedApp(
    t,
    Object.fromEntries(states.map(([, state], index) => [ids[index], state])),
  )
  t.ok(states.length > 40)
  for (const [index, [name]] of states.entries()) {
    const answer = await fetch(`${origin}/jobs/${ids[index]}`, { headers: { accept: 'text/html' } })
    const html = await answer.text()
    t.equal(answer.status, 200, name)
    t.notMatch(html, LEAKS, name)
    t.notMatch(html, /\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|hx-on|js:/, name)
    t.notMatch(html, /[?&](amp;)?X-|signature=/i, name)
    t.equal(html.match(/aria-current="step"/g)?.length, 1, name)
  }
})

t.test('each control has its name in the state that it belongs to', async (t) => {
  const states = {
    player: recordedState('candidates-ready'),
    target: recordedState('waiting-for-target'),
    start: recordedState('ready-to-enqueue'),
    running: recordedState('running'),
    failed: recordedState('failed'),
  }
  const { origin } = await startRecordedApp(t, states)
  const { launchBrowser } = await import('../support/browser/browser.ts')
  const page = await (await launchBrowser(t)).newPage({ javaScriptEnabled: false })
  const shows = async (role: 'button' | 'link' | 'textbox', name: string) =>
    t.equal(await page.getByRole(role, { name, exact: true }).count(), 1, `${role} "${name}"`)

  await page.goto(origin)
  await shows('link', 'New job')
  await shows('textbox', 'Video URL')
  t.equal(await page.getByRole('combobox', { name: 'Role' }).count(), 1)
  t.equal(await page.getByRole('combobox', { name: 'Category' }).count(), 1)
  await shows('button', 'Create job')
  await shows('textbox', 'Job id')
  await shows('button', 'Open job')

  await page.goto(`${origin}/jobs/player`)
  t.equal(await page.getByRole('radio', { name: /, track 8/ }).isChecked(), true)
  t.equal(await page.getByRole('radio').count(), 4)
  await shows('button', 'Use this player')
  const reasons = page.getByRole('list', { name: 'Before you can start' })
  t.same(await reasons.getByRole('link').allTextContents(), [
    'Choose the player',
    'Confirm the target',
  ])
  t.equal(await page.getByRole('button', { name: 'Start analysis' }).count(), 0)

  await page.goto(`${origin}/jobs/target`)
  await shows('button', 'Confirm target')
  await shows('link', 'Adjust the box on its frame')

  await page.goto(`${origin}/jobs/start`)
  await shows('button', 'Start analysis')

  await page.goto(`${origin}/jobs/running`)
  const bar = page.getByRole('progressbar', { name: 'Analysis progress' })
  t.equal(await bar.getAttribute('value'), '47')
  const status = page.getByRole('status', { name: 'Job status' })
  t.match(await status.textContent(), /following the player/)
  t.equal(await page.getByRole('button', { name: /Start analysis|Use this|Confirm/ }).count(), 0)
  t.ok(await page.locator('noscript meta, meta[http-equiv=refresh]').count(), 'refreshes itself')

  await page.goto(`${origin}/jobs/failed`)
  await shows('button', 'Try again')
})
