import type { Browser, Page } from 'playwright-core'
import type { Test } from 'tap'
import { told } from '../live-app.ts'
import { startTouchlineProcess } from '../process/quick-process.ts'
import { json, startUpstream } from '../service/upstream-server.ts'
import { HOST } from './host-name.ts'

/** Silence is said after 2.5 beats. */
const PACE = { busyMs: 100, longestMs: 500, silentMs: 2_000, heartbeatMs: 1_000 }

export const touchlineSilent = (page: Page) =>
  page.getByText(/^Touchline has not answered since \d/)
export const serviceSilent = (page: Page) =>
  page.getByText(/^The service has not answered since \d/)

/** A page of a running job, on Touchline in a process of its own, under a host name. */
export async function openRunningJob(t: Test, browser: Browser, path = '/jobs/j1') {
  const service = { pct: 10, fails: false, status: 'RUNNING' }
  const upstream = await startUpstream(t, ({ path }) => {
    if (service.fails) return json({ ok: false }, 503)
    if (path.endsWith('/candidates')) return json({ ok: true, data: { candidates: [] } })
    return json({ ok: true, data: told('j1', service.status, service.pct) })
  })
  const touchline = await startTouchlineProcess(t, upstream.url, PACE)
  const context = await browser.newContext()
  t.teardown(() => context.close())
  await context.addCookies([{ name: 'recent_jobs', value: 'j1', domain: HOST, path: '/' }])
  const page = await context.newPage()
  const connected = page.waitForResponse(/\/stream\?/)
  await page.goto(touchline.origin + path)
  await connected
  const shows = (pct: number) => page.locator(`progress[value="${pct}"]`).waitFor()
  await shows(10)
  return { service, touchline, page, shows }
}
