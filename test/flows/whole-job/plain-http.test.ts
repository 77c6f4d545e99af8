import { once } from 'node:events'
import http from 'node:http'
import type net from 'node:net'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import type { App } from '../../support/app.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startHostProxy } from '../../support/proxies/host-proxy.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

/** Names that are no loopback names to the browser, so that plain HTTP there is no secure context. */
const NAMES = '--host-resolver-rules=MAP touchline.intranet 127.0.0.1, MAP other.example 127.0.0.1'
/** The job that waits for its player, of the demo's own. */
const WAITING = '00000000-0000-4000-8000-000000000005'

const browser: Browser = await launchBrowser(t, [NAMES])

async function createsJob(page: Page, origin: string) {
  await page.goto(`${origin}/`, { waitUntil: 'domcontentloaded' })
  await page
    .getByRole('textbox', { name: 'Video URL' })
    .fill('https://videos.example.test/derby.mp4')
  await page.getByLabel('Role').fill('Striker')
  await page.getByLabel('Category').fill('U17')
  await page.getByRole('button', { name: 'Create job' }).click()
  await page.waitForURL(/\/jobs\/[0-9a-f-]+$/, { waitUntil: 'commit' })
}

async function confirmsTarget(page: Page, origin: string, { ask, post }: App) {
  const job = (await ask(`/api/jobs/${WAITING}`)).json()
  const { key, tracks } = job.data.preview_frames[0]
  const player = { frame_key: key, track_id: tracks[0].track_id }
  await post(`/api/jobs/${WAITING}/pick-player`, player)
  await page.goto(`${origin}/jobs/${WAITING}/frames/1`, { waitUntil: 'domcontentloaded' })
  await page.getByRole('button', { name: 'Confirm target' }).click()
  await page.getByRole('button', { name: 'Start analysis' }).waitFor()
}

for (const javaScriptEnabled of [true, false]) {
  const script = javaScriptEnabled ? 'with script' : 'without script'

  t.test(`forms work at a host name over plain HTTP, ${script}`, async (t) => {
    const app = await startDemoApp(t)
    const page = await browser.newPage({ javaScriptEnabled })
    const complaints: string[] = []
    page.on('console', (line) => complaints.push(line.text()))
    const origin = `http://touchline.intranet:${app.port}`
    await createsJob(page, origin)
    await confirmsTarget(page, origin, app)
    t.strictSame(complaints, [], 'the browser complains of no header')
    await page.close()
  })
}

t.test('forms work behind a proxy that passes Host', async (t) => {
  const { port } = await startDemoApp(t)
  const page = await browser.newPage({ javaScriptEnabled: false })
  await createsJob(page, `http://touchline.intranet:${await startHostProxy(t, port)}`)
  await page.close()
})

t.test('a form of another site, framed or not, changes nothing', async (t) => {
  const { port, demo } = await startDemoApp(t)
  const writes: string[] = []
  demo.server.on('request', ({ method, url }) => {
    if (method === 'POST') writes.push(url ?? '')
  })
  const action = `http://touchline.intranet:${port}/api/jobs`
  const form = `<form method="post" action="${action}"><input name="video_url" value="https://videos.example.test/a.mp4"><input name="role" value="Striker"><input name="category" value="U17"><button>Send</button></form>`
  const pages: Record<string, string> = {
    '/plain': form,
    '/silent': `<meta name="referrer" content="no-referrer">${form}`,
    '/sandboxed': `<iframe sandbox="allow-forms allow-top-navigation allow-popups" srcdoc="${form.replaceAll('"', '&quot;').replace('<form', '<form target=_top')}"></iframe>`,
  }
  const foreign = http.createServer(({ url }, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>Foreign</title>${pages[url ?? ''] ?? ''}`)
  })
  foreign.listen(0, '127.0.0.1')
  await once(foreign, 'listening')
  t.teardown(() => {
    foreign.closeAllConnections()
    foreign.close()
  })
  const site = `http://other.example:${(foreign.address() as net.AddressInfo).port}`

  for (const path of Object.keys(pages)) {
    const page = await browser.newPage()
    await page.goto(`${site}${path}`)
    const place = path === '/sandboxed' ? page.frameLocator('iframe') : page
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url() === action),
      place.getByRole('button', { name: 'Send' }).click(),
    ])
    t.equal(answer.status(), 403, path)
    const { origin } = await answer.request().allHeaders()
    t.equal(origin, path === '/plain' ? site : 'null', `${path}: what the browser says`)
    await page.close()
  }
  t.strictSame(writes, [])
})
