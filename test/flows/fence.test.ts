import t from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const browser = await launchBrowser(t)

/** The forms of a page that change a job: the action, and the attempts that it sends. */
const formsIn = (html: string) =>
  [...html.matchAll(/<form[^>]* action="\/api\/jobs\/[^/]+\/([\w-]+)[^>]*>(.*?)<\/form>/gs)].map(
    ([, action = '', inner = '']) => ({
      action,
      attempts: [...inner.matchAll(/name="attempt" value="([^"]*)"/g)].map(([, value]) => value),
    }),
  )

t.test('every form that changes a job names the attempt that it was made from', async (t) => {
  const { ask } = await startDemoApp(t)
  const actions = new Set<string>()
  for (const n of [13, 19, 21]) {
    const { data } = (await ask(`/api/jobs/${id(n)}`)).json()
    const attempt = data.target.analysis_attempt_id
    t.type(attempt, 'string', `job ${n}`)
    for (const path of ['', '/frames/1', '/frames/2?draw=player', '/result']) {
      const { status, text } = await ask(`/jobs/${id(n)}${path}`, {
        headers: { accept: 'text/html' },
      })
      t.equal(status, 200, path)
      for (const { action, attempts } of formsIn(text)) {
        actions.add(action)
        t.strictSame(attempts, [attempt], `${action} on ${n}${path}`)
      }
    }
  }
  const expected = ['enqueue', 'pick-player', 'player-profile', 'player-ref', 'retry', 'target']
  for (const action of expected) t.ok(actions.has(action), `${action} among ${[...actions]}`)
})

/** A button of a page, pressed after somebody else has moved the target to another frame. */
const PRESSES: [path: string, button: RegExp][] = [
  ['', /^Start analysis$/],
  ['/frames/1', /^Confirm target$/],
  ['/frames/1?draw=player', /^Use this box$/],
]

for (const [path, button] of PRESSES) {
  t.test(
    `${button.source} on /jobs/:id${path} undoes nothing that somebody else did`,
    async (t) => {
      const { origin, ask, post, demo } = await startDemoApp(t)
      const page = await browser.newPage({ javaScriptEnabled: false })
      const opened = await page.goto(`${origin}/jobs/${id(13)}${path}`)
      t.equal(opened?.status(), 200)
      const { data } = (await ask(`/api/jobs/${id(13)}`)).json()
      const { key, tracks } = data.preview_frames[1]
      const { bbox } = tracks.find(({ track_id }: { track_id: number }) => track_id === 8)
      const fence = { 'x-analysis-attempt-id': data.target.analysis_attempt_id }
      const target = { frame_key: key, bbox, track_id: 8 }
      t.equal((await post(`/api/jobs/${id(13)}/target`, target, fence)).status, 200)
      const sent: string[] = []
      demo.server.on('request', ({ method, url }) => method === 'POST' && sent.push(String(url)))

      const answered = page.waitForResponse((response) => response.request().method() === 'POST')
      await page.getByRole('button', { name: button }).first().click()
      t.equal((await answered).status(), 409)
      t.match(await page.getByRole('alert').textContent(), /Somebody else has changed this job/)
      t.strictSame(sent, [], 'nothing was sent')
      await page.close()
    },
  )
}

t.test('a page from before the first change undoes nothing that somebody else did', async (t) => {
  const fresh = id(5)
  const { origin, ask, post } = await startDemoApp(t)
  for (const path of ['', '/frames/1', '/frames/1?draw=player']) {
    const { status, text } = await ask(`/jobs/${fresh}${path}`, {
      headers: { accept: 'text/html' },
    })
    t.equal(status, 200, path)
    const forms = formsIn(text).filter(({ action }) => action !== 'player-profile')
    t.ok(forms.length > 0, path)
    for (const { action, attempts } of forms) t.strictSame(attempts, [''], `${action} on ${path}`)
  }
  const page = await browser.newPage({ javaScriptEnabled: false })
  t.equal((await page.goto(`${origin}/jobs/${fresh}`))?.status(), 200)
  const { data } = (await ask(`/api/jobs/${fresh}`)).json()
  const frame = data.preview_frames.find(({ tracks }: { tracks: object[] }) => tracks.length > 0)
  const other = { frame_key: frame.key, track_id: frame.tracks[0].track_id }
  t.equal((await post(`/api/jobs/${fresh}/pick-player`, other)).status, 200)
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Use this player' }).click()
  t.equal((await answered).status(), 409)
  t.match(await page.getByRole('alert').textContent(), /Somebody else has changed this job/)
  await page.close()
})

t.test('without attempts of the service the second person is told as well', async (t) => {
  const { origin, ask, post, demo } = await startDemoApp(t, { dialect: 'd650813' })
  const open = async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    t.equal((await page.goto(`${origin}/jobs/${id(41)}`))?.status(), 200)
    return page
  }
  const form = (page: Awaited<ReturnType<typeof open>>, button: string) =>
    page.getByRole('button', { name: button }).first().click()
  const anna = await open()
  await form(anna, 'Use this player')
  await form(anna, 'Confirm target')
  await anna.getByRole('button', { name: 'Start analysis' }).waitFor()
  const { data } = (await ask(`/api/jobs/${id(41)}`)).json()
  t.notOk(data.target.analysis_attempt_id, 'the service has no attempts')

  // Somebody else takes another player, and a target on that one.
  const frame = data.preview_frames.find(({ tracks }: { tracks: object[] }) => tracks.length > 1)
  const other = frame.tracks.find(
    ({ track_id }: { track_id: number }) => track_id !== data.player_ref.track_id,
  )
  const box = { frame_time_sec: frame.time_sec, frame_key: frame.key, ...other.bbox }
  t.equal((await post(`/api/jobs/${id(41)}/player-ref`, box)).status, 200)
  t.equal((await post(`/api/jobs/${id(41)}/target`, { selections: [box] })).status, 200)

  const sent: string[] = []
  demo.server.on('request', ({ method, url }) => method === 'POST' && sent.push(String(url)))
  const answered = anna.waitForResponse((response) => response.request().method() === 'POST')
  await form(anna, 'Start analysis')
  t.equal((await answered).status(), 409)
  t.match(await anna.getByRole('alert').textContent(), /Somebody else has changed this job/)
  t.strictSame(sent, [], 'the run is not started with somebody else')
})
