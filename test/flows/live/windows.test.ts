import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { HOST, MAPPED } from '../../support/browser/host-name.ts'
import { startLiveApp, told } from '../../support/live-app.ts'

const ALL = [1, 2, 3, 4, 5, 6, 7]

t.test('seven windows side by side leave connections for clicks, and all are told', async (t) => {
  const jobs = ALL.map((n) => [`j${n}`, told(`j${n}`, 'RUNNING', 1)] as const)
  // No stream is taken for lost on a busy machine: it would be opened again, and its number tell nothing.
  const live = await startLiveApp(t, Object.fromEntries(jobs), { heartbeatMs: 4_000 })
  const context = await (await launchBrowser(t, [MAPPED])).newContext()
  const origin = `http://${HOST}:${live.port}`
  const pages = []
  for (const n of ALL) {
    const page = await context.newPage()
    await page.goto(`${origin}/jobs/j${n}`)
    pages.push(page)
  }
  // Two may take the last place at once: one of them gives way.
  while (live.app.live.streams !== 3) await pages[0]?.waitForTimeout(20)
  let most = 0
  for (const pct of [2, 3]) {
    for (const n of ALL) live.jobs.set(`j${n}`, told(`j${n}`, 'RUNNING', pct))
    for (const page of pages) {
      await page.locator(`progress[value="${pct}"]`).waitFor()
      most = Math.max(most, live.app.live.streams)
    }
  }
  t.equal(most, 3, 'and it stays so')

  await pages[0]?.reload()
  await pages[0]?.getByRole('link', { name: 'Refresh' }).click()
  await pages[0]?.getByRole('heading', { level: 1 }).waitFor()

  // A page that leaves gives its place to another.
  for (const page of pages.slice(0, 3)) await page.close()
  while (live.app.live.streams !== 3) await pages[6]?.waitForTimeout(20)
  live.jobs.set('j7', told('j7', 'FAILED', 100))
  await pages[6]?.getByRole('status', { name: 'Job status' }).getByText('The job failed.').waitFor()
})
