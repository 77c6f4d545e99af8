import t from 'tap'
import { startApp } from '../support/app.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { CONFIRMED, FRAMES, TRACK_8 } from '../support/service/jobs.ts'
import { json, startUpstream, type Told } from '../support/service/upstream-server.ts'

// Some statuses make a browser send a request again by itself: none of them comes to it from the service.

const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }
const READY = {
  ok: true,
  data: {
    job_id: 'j1',
    status: 'READY_TO_ENQUEUE',
    preview_frames: FRAMES,
    player_ref: TRACK_8,
    target: CONFIRMED,
  },
}
const browser = await launchBrowser(t)

for (const status of [408, 421, 425, 503]) {
  t.test(`one press is one change where the service answers ${status}`, async (t) => {
    const upstream = await startUpstream(t, json(READY))
    const refused = json({ ok: false }, status)
    upstream.on('POST /jobs/j1/enqueue', refused)
    upstream.on('POST /jobs', refused)
    const { origin, ask, post } = await startApp(t, { API_BASE_URL: upstream.url })
    const sent = (path: string) =>
      upstream.requests.filter((one) => one.method === 'POST' && one.path === path).length
    for (const javaScriptEnabled of [true, false]) {
      const page = await browser.newPage({ javaScriptEnabled })
      const before = sent('/jobs/j1/enqueue')
      t.equal((await page.goto(`${origin}/jobs/j1`))?.status(), 200)
      const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
      await page.getByRole('button', { name: 'Start analysis' }).click()
      await answered
      await page.getByRole('alert').first().waitFor()
      t.equal(sent('/jobs/j1/enqueue') - before, 1, `script ${javaScriptEnabled}`)

      const created = sent('/jobs')
      await page.goto(origin)
      await page.getByLabel('Video URL').fill('https://videos.test/a.mp4')
      await page.getByLabel('Role').first().fill('Striker')
      await page.getByLabel('Category').first().fill('U17')
      await page.getByRole('button', { name: 'Create job' }).click()
      await page.getByRole('alert').first().waitFor()
      t.equal(sent('/jobs') - created, 1, `a job, script ${javaScriptEnabled}`)
      await page.close()
    }
    t.equal((await post('/api/jobs/j1/enqueue', {})).status, status, 'a script gets it as it is')
    const mayRepeat = status === 408 || status === 421
    const inBrowser = await ask('/api/jobs/j1/enqueue', { method: 'POST', headers: BROWSER })
    t.equal(inBrowser.status, mayRepeat ? 502 : status)
    t.equal(inBrowser.text, '{"ok":false}')
  })
}

t.test('a change that a gateway gave up on may have been made', async (t) => {
  const upstream = await startUpstream(t, json(READY))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
  }
  const page = { status: 504, headers: { 'content-type': 'text/html' }, body: '<h1>504</h1>' }
  for (const answer of [json({ ok: false }, 408), page]) {
    upstream.on('POST /jobs/j1/enqueue', answer)
    upstream.on('POST /jobs', answer)
    for (const [path, body] of [
      ['/api/jobs/j1/enqueue', ''],
      ['/api/jobs', 'video_url=https%3A%2F%2Fv.test%2Fa.mp4&role=Striker&category=U17'],
    ] as const) {
      const { status, text } = await ask(path, { method: 'POST', headers, body })
      t.equal(status, 502, path)
      t.match(text, /may have been made/, path)
    }
  }
})

t.test(
  'a form that is being sent is sent once; pressed again without an answer, it waits for the same one',
  async (t) => {
    const upstream = await startUpstream(t, json(READY))
    const arrived = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<Told>()
    upstream.on('POST /jobs', () => {
      arrived.resolve()
      return answer.promise
    })
    const { origin } = await startApp(t, { API_BASE_URL: upstream.url })
    const page = await browser.newPage()
    await page.clock.install()
    t.equal((await page.goto(origin))?.status(), 200)
    await page.getByLabel('Video URL').fill('https://videos.test/a.mp4')
    await page.getByLabel('Role').first().fill('Striker')
    await page.getByLabel('Category').first().fill('U17')
    const create = page.getByRole('button', { name: 'Create job' })
    const sent = () => upstream.requests.filter(({ method }) => method === 'POST').length
    await create.evaluate((button: HTMLButtonElement) => {
      button.click()
      button.click()
    })
    await arrived.promise
    await create.evaluate((button: HTMLButtonElement) => button.form?.requestSubmit())
    t.equal(await create.isDisabled(), true)

    await page.clock.fastForward(45_000)
    await page.getByText(/not known whether the job was created/).waitFor()
    t.equal(sent(), 1)
    const again = page.waitForRequest((request) => request.method() === 'POST')
    await create.click()
    await again
    answer.resolve(json({ ok: true, data: { ...READY.data, job_id: 'j9' } }, 201))
    await page.waitForURL(/\/jobs\/j9$/)
    t.equal(sent(), 1)
    await page.close()
  },
)
