import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startFakedService } from '../../support/service/faked-service.ts'
import { recordedState } from '../../support/service/recorded-app.ts'

const WAITING = recordedState('waiting-for-target').job
const CHOOSING = recordedState('candidates-ready')

t.test('a picture that does not load takes its button away and says why', async (t) => {
  const app = await startFakedService(t, { job: WAITING, pictures: 'gone' })
  const page = await (await launchBrowser(t)).newPage()
  for (const [path, words] of [
    [
      `/jobs/${app.id}`,
      'The picture could not be loaded, so the target cannot be confirmed on it.',
    ],
    [`/jobs/${app.id}/frames/1`, 'The picture could not be loaded, so no box can be set on it.'],
  ] as const) {
    app.app.lostPictures.mark = (job) => job
    const answer = await page.goto(`${app.origin}${path}`)
    t.equal(answer?.status(), 200)
    await page.getByText(words).waitFor()
    t.equal(await page.getByRole('button', { name: 'Confirm target' }).count(), 0, path)
  }
  t.same(app.sent(), [])
})

t.test('a picture that comes after all brings its button back', async (t) => {
  const app = await startFakedService(t, { job: WAITING })
  const page = await (await launchBrowser(t)).newPage()
  await page.clock.install()
  for (const path of [`/jobs/${app.id}`, `/jobs/${app.id}/frames/1`]) {
    let tries = 0
    await page.route('**/api/frame-proxy**', (route) => {
      tries += 1
      return route.abort()
    })
    const answer = await page.goto(`${app.origin}${path}`)
    t.equal(answer?.status(), 200)
    const words = page.getByText(/^The picture could not be loaded/)
    const confirm = page.getByRole('button', { name: 'Confirm target' })
    await words.waitFor()
    t.equal(await confirm.count(), 0, path)
    const before = tries
    await page.clock.runFor(3_000)
    while (tries === before) await page.waitForEvent('requestfailed')
    t.equal(await words.isVisible(), true, 'lost a second time')
    await page.unroute('**/api/frame-proxy**')
    await page.clock.runFor(6_000)
    await confirm.waitFor()
    t.equal(await words.isVisible(), false, path)
  }
})

t.test('a choice among tracks says that its pictures did not load', async (t) => {
  const candidates = { ...CHOOSING.candidates }
  const app = await startFakedService(t, { job: CHOOSING.job, candidates, pictures: 'gone' })
  const page = await (await launchBrowser(t)).newPage()
  const answer = await page.goto(`${app.origin}/jobs/${app.id}`)
  t.equal(answer?.status(), 200)
  await page.getByText('Choose only a player whom you can see').waitFor()
})

t.test('pictures that load change nothing', async (t) => {
  const app = await startFakedService(t, { job: WAITING })
  const page = await (await launchBrowser(t)).newPage()
  const answer = await page.goto(`${app.origin}/jobs/${app.id}`)
  t.equal(answer?.status(), 200)
  await page.waitForFunction(() => {
    const shown = document.querySelectorAll('#target [data-seen] img')
    return [...shown].every((one) => one instanceof HTMLImageElement && one.naturalWidth > 0)
  })
  t.equal(await page.getByText('could not be loaded').filter({ visible: true }).count(), 0)
  const posted = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Confirm target' }).click()
  await posted
  t.match(app.sent(), [{ action: 'target', body: { track_id: 8 } }])
})

t.test('without script a target on a broken picture is refused in words', async (t) => {
  const app = await startFakedService(t, { job: WAITING, pictures: 'gone' })
  const browser = await launchBrowser(t)
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  const answer = await page.goto(`${app.origin}/jobs/${app.id}`, { waitUntil: 'networkidle' })
  t.equal(answer?.status(), 200)
  await page.getByRole('button', { name: 'Confirm target' }).click()
  await page.getByText('The picture of this frame could not be loaded').first().waitFor()
  t.same(app.sent(), [])
})
