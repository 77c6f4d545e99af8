import t from 'tap'
import { DETECTION_SEC } from '../../../src/demo/run/progress.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

const PLAYERS = Array.from({ length: 10 }, (_, i) => `${i + 1}, Player ${i + 1}`)

t.test(
  'ten players of one match are created at once, and worked off in twenty presses',
  async (t) => {
    const { now, forward } = standingClock()
    const { origin, ask } = await startDemoApp(
      t,
      { now, speed: 1 },
      { DATABASE_URL: 'sqlite::memory:' },
    )
    const page = await (await launchBrowser(t)).newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))

    // The demo's own jobs are in the cookie of a new browser, and would be in the list.
    await page.context().addCookies([{ name: 'recent_jobs', value: '.', url: origin }])
    await page.goto(`${origin}/new-jobs`)
    await page
      .getByRole('textbox', { name: 'Video URL' })
      .fill('https://videos.example.test/derby.mp4')
    await page.getByLabel('Role').fill('Winger')
    await page.getByLabel('Category').fill('U17')
    await page.getByRole('textbox', { name: 'Players' }).fill(PLAYERS.join('\n'))
    await page.getByRole('button', { name: 'Check the players' }).press('Enter')
    const create = page.getByRole('button', { name: 'Create 10 jobs' })
    await create.waitFor()
    t.equal(await create.evaluate((one) => one === document.activeElement), true)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '10 jobs created' }).waitFor()
    const ids = await page
      .locator('section[aria-labelledby="made-title"] li a')
      .evaluateAll((links) => links.map((one) => one.getAttribute('href')!.split('/').at(-1)!))
    t.equal(ids.length, 10)

    forward(DETECTION_SEC)
    // Somebody sees each, as the sweep does within a minute.
    for (const id of ids) t.equal((await ask(`/api/jobs/${id}`)).status, 200)
    await page.goto(`${origin}/?state=waiting`)
    await page.getByRole('link', { name: 'Waiting for you 10' }).waitFor()
    let presses = 0
    for (const _ of ids) {
      await page.getByRole('link', { name: 'Next waiting job' }).press('Enter')
      presses += 1
      const start = page.getByRole('button', { name: 'Start with this player' })
      await start.press('Enter')
      presses += 1
      await page.getByText('The player and the target cannot change while it runs').waitFor()
    }
    t.equal(presses, 20)
    const states: string[] = []
    for (const id of ids) states.push((await ask(`/api/jobs/${id}`)).json().data.status)
    t.ok(
      states.every((status) => status === 'QUEUED' || status === 'RUNNING'),
      String(states),
    )
    t.strictSame(problems, [])
  },
)
