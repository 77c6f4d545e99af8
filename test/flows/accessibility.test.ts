import t from 'tap'
import { violations } from '../support/browser/axe.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import {
  type RecordedState,
  recordedState,
  startRecordedApp,
} from '../support/service/recorded-app.ts'

/** Recorded states of a job, and the step that its page is at. */
const STATES = {
  created: 'frames',
  'previews-ready-no-tracks': 'player',
  'candidates-ready': 'player',
  'low-coverage': 'player',
  'no-candidates-low-frames': 'player',
  'reselect-player': 'player',
  'waiting-for-target': 'target',
  'ready-to-enqueue': 'start',
  queued: 'progress',
  'running-stale': 'progress',
  failed: 'progress',
  'completed-report-done': 'result',
  partial: 'result',
}

/** Every page that is judged: its status and heading, and the step of a job's page. */
const PAGES: [path: string, status: number, heading: RegExp, step?: string][] = [
  ['/', 200, /^Jobs$/],
  ['/jobs?id=not%20one', 400, /^Jobs$/],
  ['/?of_job=partial', 200, /^Jobs$/],
  ['/?of_job=unknown', 404, /^Jobs$/],
  ['/jobs/unknown', 404, /^Not found$/],
  ['/new-jobs?of_job=partial', 200, /^Several players of one match$/],
  ['/shortcuts', 200, /^Keyboard shortcuts$/],
  ...Object.entries(STATES).map(([name, step]): [string, number, RegExp, string] => [
    `/jobs/${name}`,
    200,
    /^M\. Bianchi$/,
    step,
  ]),
  ['/jobs/waiting-for-target/frames/1', 200, /^Frame 1 of 32/],
  ['/jobs/candidates-ready/frames/2', 200, /^Frame 2 of 32/],
  ['/jobs/candidates-ready/frames/2?track=8', 200, /^Frame 2 of 32/],
  ['/jobs/candidates-ready/frames/2?draw=player', 200, /^Frame 2 of 32/],
  ['/jobs/running-stale/frames/3', 200, /^Frame 3 of 32/],
]

t.test('pages in every state pass axe, dark and light, and fit 320 pixels', async (t) => {
  const states: Record<string, RecordedState> = {}
  for (const name of Object.keys(STATES)) states[name] = recordedState(name)
  const { origin } = await startRecordedApp(t, states)
  const page = await (await launchBrowser(t)).newPage()
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  for (const [path, status, heading, step] of PAGES) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width: 1280, height: 900 })
      const answer = await page.goto(origin + path)
      t.equal(answer?.status(), status, path)
      t.match((await page.getByRole('heading', { level: 1 }).textContent())?.trim(), heading, path)
      if (step) t.equal(await page.locator('[aria-current="step"]').getAttribute('id'), step, path)
      // What is folded must hold too.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      t.same(await violations(page), [], `${path} ${colorScheme}`)
    }
    await page.setViewportSize({ width: 320, height: 640 })
    t.equal((await page.reload())?.status(), status, `${path} again`)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    t.ok(overflow <= 0, `${path} fits`)
  }
  const refused = problems.filter((text) => /Content Security Policy/i.test(text))
  t.same(refused, [], 'the policy holds everything that the pages do')
})
