import t, { type Test } from 'tap'
import type { LivePace } from '../../../src/live/watch.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startLiveApp, told } from '../../support/live-app.ts'
import { startBalancer } from '../../support/proxies/balancer.ts'
import { json } from '../../support/service/upstream-server.ts'

const browser = await launchBrowser(t)

/** The page of a job as the service tells it; what the page shows of it. */
async function openJob(t: Test, job: object, pace: Partial<LivePace> = {}) {
  const live = await startLiveApp(t, { j1: job }, pace)
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  if (!pace.staleMs) await page.clock.install()
  await page.goto(`${live.origin}/jobs/j1`)
  return {
    live,
    page,
    says: (words: string | RegExp) =>
      page.getByRole('status', { name: 'Job status' }).getByText(words).waitFor(),
    bar: page.getByRole('progressbar', { name: 'Analysis progress' }),
    hide: (hidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
        document.dispatchEvent(new Event('visibilitychange'))
      }, hidden),
  }
}

/** A run as the worker tells it, with the name of the attempt. */
function run(pct: number | null, attempt: string | null = 'a1', more: object = {}) {
  const progress = { step: 'TRACKING', pct, updated_at: null, analysis_attempt_id: attempt }
  return { ...told('j1', 'RUNNING', 0), progress: { ...progress, ...more } }
}

t.test(
  'a failed job that a colleague tries again shows its run on return, and slowly',
  async (t) => {
    const failed = { ...told('j1', 'FAILED', 30), failure_reason: 'TRACKING_FAILED' }
    for (const way of ['return', 'slowly'] as const) {
      const { live, page, says, hide } = await openJob(t, failed)
      await says('The job failed.')
      live.jobs.set('j1', run(5))
      if (way === 'slowly') await page.clock.runFor(20_000)
      else {
        // Nothing comes by the clock now: only the return can bring it.
        await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000))
        await hide(true)
        await hide(false)
      }
      await says(/^Analysis running/)
      await page.locator('progress[value="5"]').waitFor()
      while (live.app.live.streams !== 1) await page.clock.runFor(200)
      live.jobs.set('j1', run(6))
      // The stream brings it; the page's own clock stands where it was paused.
      const six = page.locator('progress[value="6"]')
      while ((await six.count()) === 0) await page.clock.runFor(200)
    }
  },
)

t.test('the bar does not fall within an attempt, and a new run begins at 0', async (t) => {
  const { live, page, bar, says } = await openJob(t, run(60))
  const words = page.locator('.running-stage .pct')
  t.equal(await bar.getAttribute('value'), '60')
  live.jobs.set('j1', run(40, 'a1', { message: 'Second look' }))
  await page.getByText('Second look').waitFor()
  t.same([await bar.getAttribute('value'), await words.textContent()], ['60', '60 %'])
  await page.reload()
  await page.getByText('Second look').waitFor()
  t.equal(await bar.getAttribute('value'), '60', 'and not after a reload')

  const queued = { step: 'QUEUED', pct: 100, analysis_attempt_id: 'a2', message: 'Completed' }
  live.jobs.set('j1', { ...told('j1', 'QUEUED', 0), progress: queued })
  await says('Analysis queued.')
  t.equal(await bar.getAttribute('value'), null, 'no percentage of the last run')
  live.jobs.set('j1', run(3, 'a2'))
  await page.locator('progress[value="3"]').waitFor()
})

t.test('the bar does not fall where another replica goes on', async (t) => {
  const first = await startLiveApp(t, { j1: run(60) })
  const second = await startLiveApp(t, { j1: run(40, 'a1', { message: 'Second look' }) })
  const balancer = await startBalancer(t, first.port)
  const page = await browser.newPage()
  await page.goto(`${balancer.origin}/jobs/j1`)
  const bar = page.getByRole('progressbar', { name: 'Analysis progress' })
  t.equal(await bar.getAttribute('value'), '60')
  balancer.turnTo(second.port)
  await page.getByText('Second look').waitFor()
  t.equal(await bar.getAttribute('value'), '60')
  t.equal(await page.locator('.running-stage .pct').textContent(), '60 %')
  await page.close()
})

t.test('a change whose look fails is told as soon as a look succeeds', async (t) => {
  const { live, says } = await openJob(t, told('j1', 'CREATED', 10))
  let failures = 0
  live.answer = (seen) => {
    const fails = /^\/jobs\/j1(\?|$)/.test(seen.path) && failures < 2
    if (!fails) return live.plain(seen)
    failures += 1
    return json({ ok: false, error: { code: 'INTERNAL_ERROR' } }, 500)
  }
  live.jobs.set('j1', {
    ...told('j1', 'WAITING_FOR_PLAYER', 22),
    preview_frames: [{ key: 'f1', time_sec: 1, signed_url: 'http://store/f1.jpg', tracks: [] }],
  })
  await says(/choose the player/)
  t.equal(failures, 2)
})

t.test('a job that stands still is said to, by our clock and not by the worker’s', async (t) => {
  for (const ahead of [-300_000, 300_000]) {
    const clock = () => new Date(Date.now() + ahead).toISOString()
    const job = (pct: number) => run(pct, 'a1', { updated_at: clock() })
    const { live, page } = await openJob(t, job(1), { staleMs: 2_000 })
    const stale = page.locator('#progress').getByText(/^No sign of life since/)
    // It moves for longer than it may stand still.
    for (let pct = 2; pct < 60; pct += 1) {
      live.jobs.set('j1', job(pct))
      await page.locator(`progress[value="${pct}"]`).waitFor()
      t.equal(await stale.isVisible(), false)
    }
    const updated = page
      .locator('#progress')
      .getByText(/^Last update/)
      .locator('time')
    const shown = async () =>
      Date.parse((await updated.getAttribute('datetime')) ?? '') -
      (await page.evaluate(() => Date.now()))
    t.ok(Math.abs(await shown()) < 60_000, 'the time is of now')

    await stale.waitFor()
    live.jobs.set('j1', job(70))
    await stale.waitFor({ state: 'hidden' })
  }
})

t.test('a job that the service forgets is said to be gone', async (t) => {
  const { live, page } = await openJob(t, run(1))
  while (live.app.live.streams !== 1) await page.clock.runFor(100)
  live.jobs.delete('j1')
  await page.getByText(/^The service does not know this job any more/).waitFor()
  t.equal(
    await page
      .getByText(/has not answered since/)
      .filter({ visible: true })
      .count(),
    0,
  )
})
