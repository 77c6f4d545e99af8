import type { Page, Request } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startLiveApp, told } from '../../support/live-app.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { json } from '../../support/service/upstream-server.ts'

/** A host name is no secure context: what is only there in one must not be needed. */
const HOST = 'touchline.intranet'
const READY = '00000000-0000-4000-8000-000000000013'

/** Follows the event streams that a page opens. */
function countStreams(page: Page) {
  const open = new Set<Request>()
  const streams = { opened: 0, most: 0 }
  page.on('request', (request) => {
    if (!/\/stream\?/.test(request.url())) return
    open.add(request)
    streams.opened += 1
    streams.most = Math.max(streams.most, open.size)
  })
  const ended = (request: Request) => void open.delete(request)
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  return streams
}

async function openPage(t: Parameters<typeof launchBrowser>[0]) {
  const browser = await launchBrowser(t, [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`])
  return browser.newPage()
}

t.test('a page has one stream from the first look to the result, on a host name', async (t) => {
  const { port, post } = await startDemoApp(t)
  const video = { video_url: 'https://videos.example.test/derby.mp4', role: 'Striker' }
  const created = await post('/api/jobs', { ...video, category: 'U17', team_name: 'North End' })
  t.equal(created.status, 200)
  const page = await openPage(t)
  const streams = countStreams(page)
  await page.goto(`http://${HOST}:${port}/jobs/${created.json().data.job_id}`)
  await page
    .getByRole('radio', { name: /^Player [A-Z]+, track \d+/ })
    .nth(1)
    .check()
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page.getByRole('button', { name: 'Confirm target' }).click()
  await page.getByRole('button', { name: 'Start analysis' }).click()
  await page.getByRole('link', { name: 'Open the result' }).waitFor()
  t.same(streams, { opened: 1, most: 1 })
})

t.test('after a broken connection there is exactly one stream again', async (t) => {
  const { app, port, post, ask } = await startDemoApp(t)
  const page = await openPage(t)
  const streams = countStreams(page)
  await page.goto(`http://${HOST}:${port}/jobs/${READY}`)
  for (const opened of [1, 2, 3]) {
    while (app.live.streams !== 1 || streams.opened !== opened) await page.waitForTimeout(20)
    app.server.closeAllConnections()
  }
  const { data } = (await ask(`/api/jobs/${READY}`)).json()
  const attempt = { 'x-analysis-attempt-id': data.target.analysis_attempt_id }
  t.equal((await post(`/api/jobs/${READY}/enqueue`, {}, attempt)).status, 200)
  await page.getByRole('link', { name: 'Open the result' }).waitFor()
  t.equal(streams.most, 1)
})

t.test(
  'a page that is left ends its stream itself, and has one again when it is back',
  async (t) => {
    const { app, port } = await startDemoApp(t)
    const page = await openPage(t)
    const streams = countStreams(page)
    await page.goto(`http://${HOST}:${port}/jobs/${READY}`)
    const untilOpen = async (count: number) => {
      while (app.live.streams !== count) await page.waitForTimeout(20)
    }
    const pass = (name: string) =>
      page.evaluate(
        (name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })),
        name,
      )
    await untilOpen(1)
    // A stream that the browser breaks off is an error in Firefox's console.
    await pass('pagehide')
    await untilOpen(0)
    await pass('pageshow')
    await untilOpen(1)
    t.equal(streams.opened, 2)
  },
)

t.test(
  'where the service says that a job has ended, and that it has not, a page asks seldom',
  async (t) => {
    // The clock of the page runs ahead of the heartbeats, so a late one must not count as a lost stream.
    const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 5) }, { heartbeatMs: 60_000 })
    live.answer = (seen) => {
      if (!seen.path.endsWith('/status')) return live.plain(seen)
      return json({ ok: true, data: told('j1', 'COMPLETED', 100) })
    }
    const page = await (await launchBrowser(t)).newPage()
    await page.clock.install()
    await page.addInitScript(() => {
      const opened: number[] = []
      const Opened = class extends EventSource {
        constructor(href: string) {
          super(href)
          opened.push(performance.now())
        }
      }
      Object.assign(globalThis, { EventSource: Opened, opened })
    })
    t.equal((await page.goto(`${live.origin}/jobs/j1`))?.status(), 200)
    /** When each stream was opened, by the clock of the page, milliseconds. */
    const opened = () => page.evaluate(() => (globalThis as unknown as { opened: number[] }).opened)
    while ((await opened()).length < 3) await page.clock.runFor(100)
    const [first, second, third] = (await opened()) as [number, number, number]
    t.ok(second - first >= 2_000, `${second - first}`)
    t.ok(third - second >= 4_000, `${third - second}`)
  },
)
