import t from 'tap'
import { startApp } from '../support/app.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { CONFIRMED, FRAMES, TRACK_8 } from '../support/service/jobs.ts'
import { json, startUpstream, type Told } from '../support/service/upstream-server.ts'

// Without script a second press gives up the first one's answer and sends the form again.

const browser = await launchBrowser(t)

t.test('with script off a press that comes twice makes one job', async (t) => {
  const upstream = await startUpstream(t)
  let jobs = 0
  let answer = (_told: Told) => {}
  upstream.on('POST /jobs', () => {
    jobs += 1
    return new Promise<Told>((resolve) => {
      answer = resolve
    })
  })
  const { origin } = await startApp(t, { API_BASE_URL: upstream.url })
  const page = await browser.newPage({ javaScriptEnabled: false })
  t.teardown(() => page.close())
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1
  })
  for (const way of ['a click', 'Enter']) {
    jobs = 0
    sent = 0
    t.equal((await page.goto(origin))?.status(), 200)
    await page.getByLabel('Video URL').fill(`https://videos.test/${way.length}.mp4`)
    await page.getByLabel('Role').first().fill('Striker')
    const category = page.getByLabel('Category').first()
    await category.fill('U17')
    await category.focus()
    const create = await page.getByRole('button', { name: 'Create job' }).boundingBox()
    if (!create) throw new Error('no button')
    // Playwright's own presses wait for the navigation that the first one begins.
    const press = () =>
      way === 'Enter'
        ? page.keyboard.press('Enter')
        : page.mouse.click(create.x + create.width / 2, create.y + create.height / 2)
    await press()
    while (jobs === 0) await page.waitForTimeout(20)
    await press()
    while (sent < 2) await page.waitForTimeout(20)
    answer(json({ ok: true, data: { job_id: 'j1' } }, 201))
    await page.waitForURL(/\/jobs\/j1$/)
    t.equal(jobs, 1, way)
  }
})

t.test('with script off a change that is sent twice is made once, and told as made', async (t) => {
  const upstream = await startUpstream(t)
  let attempt = 'a1'
  const job = () => {
    const target = { ...CONFIRMED, analysis_attempt_id: attempt }
    const data = { job_id: 'j1', status: 'READY_TO_ENQUEUE', preview_frames: FRAMES, target }
    return json({ ok: true, data: { ...data, player_ref: TRACK_8 } })
  }
  upstream.always(job)
  let made = 0
  let answer = () => {}
  upstream.on('POST /jobs/j1/player-profile', () => {
    made += 1
    return new Promise<Told>((resolve) => {
      answer = () => {
        attempt = 'a2'
        resolve(job())
      }
    })
  })
  const { origin } = await startApp(t, { API_BASE_URL: upstream.url })
  const page = await browser.newPage({ javaScriptEnabled: false })
  t.teardown(() => page.close())
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1
  })
  t.equal((await page.goto(`${origin}/jobs/j1`))?.status(), 200)
  await page.getByText('Edit name').click()
  const name = page.getByLabel('Player name')
  await name.fill('Another Name')
  await name.focus()
  await page.keyboard.press('Enter')
  while (made === 0) await page.waitForTimeout(20)
  await page.keyboard.press('Enter')
  while (sent < 2) await page.waitForTimeout(20)
  const shown = page.waitForResponse((got) => /^\/jobs\/j1\b/.test(new URL(got.url()).pathname))
  answer()
  t.equal((await shown).status(), 200)
  await page.getByRole('heading', { level: 1 }).waitFor()
  t.equal(await page.locator('#problem-title').count(), 0)
  t.equal(made, 1)
})
