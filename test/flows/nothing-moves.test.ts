import t from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { movementOf, watchMovement } from '../support/browser/movement.ts'
import { recordedState, startRecordedApp } from '../support/service/recorded-app.ts'

const STATES = ['candidates-ready', 'ready-to-enqueue', 'running', 'failed', 'partial']

/** Pages with a button that only a script can bring to life: their status and heading. */
const PAGES: [path: string, status: number, heading: RegExp][] = [
  ...STATES.map((name): [string, number, RegExp] => [`/jobs/${name}`, 200, /\w/]),
  ['/jobs/unknown', 404, /^Not found$/],
]

t.test('nothing on a page moves when its scripts have come', async (t) => {
  const states = Object.fromEntries(STATES.map((name) => [name, recordedState(name)]))
  const { origin } = await startRecordedApp(t, states)
  const browser = await launchBrowser(t)
  for (const [path, status, heading] of PAGES) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await watchMovement(page)
    // The page is drawn before its scripts come, as over a slow line.
    await page.route('**/js/app.js', async (route) => {
      await page.waitForFunction(() => performance.getEntriesByName('first-paint').length > 0)
      await route.continue()
    })
    // What the pictures say of the tracks comes later, and is news of its own.
    await page.route('**/tracks*', () => {})
    const answer = await page.goto(origin + path)
    t.equal(answer?.status(), status, path)
    t.match(await page.locator('h1').textContent(), heading, path)
    await page.getByRole('button', { name: /^Copy/ }).waitFor()
    t.equal(await movementOf(page), 0, path)
    await page.close()
  }
})
