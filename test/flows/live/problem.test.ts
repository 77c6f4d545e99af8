import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startLiveApp, told } from '../../support/live-app.ts'
import { json } from '../../support/service/upstream-server.ts'

const box = { x: 0.1, y: 0.1, w: 0.1, h: 0.2 }

/** A job that may be started, as it is at the `nth` look. */
function ready(nth: number) {
  return {
    ...told('j1', 'READY_TO_ENQUEUE', nth),
    preview_frames: [{ key: 'f1', time_sec: 1, width: 640, height: 360, tracks: [] }],
    player_ref: { track_id: 8, ...box },
    target: { confirmed: true, selections: [{ frame_key: 'f1', frame_time_sec: 1, ...box }] },
  }
}

t.test('a problem stays until it is read, whatever changes beside it', async (t) => {
  const live = await startLiveApp(t, { j1: ready(0) })
  let refuses = true
  live.answer = (seen) => {
    if (!seen.path.endsWith('/enqueue')) return live.plain(seen)
    if (!refuses) live.jobs.set('j1', told('j1', 'RUNNING', 7))
    return refuses
      ? json({ ok: false, error: { code: 'WORKER_UNAVAILABLE', message: 'No worker.' } }, 503)
      : json({ ok: true, data: {} })
  }
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${live.origin}/jobs/j1`)
  while (live.app.live.streams !== 1) await new Promise(setImmediate)
  await page.getByRole('button', { name: 'Start analysis' }).click()
  const problem = page.getByRole('alert')
  await problem.waitFor()
  const words = await problem.textContent()
  t.match(words, /No worker\./)

  const seen = () => page.locator('#flow').getAttribute('data-seen')
  for (const nth of [1, 2, 3]) {
    const before = await seen()
    live.jobs.set('j1', ready(nth))
    await page.waitForFunction(
      (before) => document.querySelector('#flow')?.getAttribute('data-seen') !== before,
      before,
    )
    t.equal(await problem.count(), 1, `after change ${nth}`)
    t.equal(await problem.textContent(), words)
  }

  refuses = false
  await page.getByRole('button', { name: 'Start analysis' }).click()
  await page.locator('progress[value="7"]').waitFor()
  // An action that succeeds takes it away.
  await problem.waitFor({ state: 'detached' })
})
