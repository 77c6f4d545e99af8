import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { jobData, startClub } from '../../support/club/club-app.ts'

const A = 'aaaaaaaa-0000-4000-8000-000000000001'
const B = 'bbbbbbbb-0000-4000-8000-000000000001'
const C = 'cccccccc-0000-4000-8000-000000000001'

const running = (id: string, more = {}) =>
  jobData(id, { status: 'RUNNING', progress: { step: 'TRACKING', pct: 40 }, ...more })
const ended = (id: string) => jobData(id, { status: 'FAILED', progress: { step: 'FAILED' } })

/** What a page has told, in its order. */
type Told = { title: string; body: string; tag: string }[]
declare const told: Told

/** A browser without a screen shows none: what it would show is kept. */
function keepNotifications() {
  const shown: Told = []
  class Kept extends EventTarget {
    static permission = 'granted'
    static requestPermission = async () => 'granted'
    constructor(title: string, { body, tag }: { body: string; tag: string }) {
      super()
      shown.push({ title, body, tag })
    }
  }
  Object.assign(globalThis, { Notification: Kept, told: shown })
}

t.test(
  'who asks for it is told when a run has ended, once however many pages are open',
  async (t) => {
    const club = await startClub(t)
    const { jobs, listed, origin } = club
    for (const id of [A, B]) jobs.set(id, running(id))
    for (const id of [A, B]) await club.page(`/jobs/${id}`)
    await listed((items) => items.filter(({ state }) => state === 'running').length === 2)

    const browser = await launchBrowser(t)
    const context = await browser.newContext({ permissions: ['notifications'] })
    await context.addInitScript(keepNotifications)
    const [page, other] = [await context.newPage(), await context.newPage()]
    for (const one of [page, other]) await one.clock.install()
    const asked = () => page.waitForResponse((answer) => /state=running/.test(answer.url()))

    await page.goto(origin)
    const button = page.getByRole('button', { name: 'Notify me when an analysis ends' })
    t.equal(await button.getAttribute('aria-pressed'), 'false')
    const first = asked()
    await button.press('Enter')
    await first
    t.equal(await button.getAttribute('aria-pressed'), 'true')
    await other.goto(`${origin}/jobs/${B}`)
    t.equal(
      await other
        .getByRole('button', { name: 'Notify me when an analysis ends' })
        .getAttribute('aria-pressed'),
      'true',
      'on every page of this browser',
    )

    jobs.set(A, ended(A))
    await club.page(`/jobs/${A}`)
    await listed((items) => items.find(({ job_id }) => job_id === A)?.['state'] === 'failed')
    await page.clock.fastForward(15_000)
    await other.clock.fastForward(15_000)
    await page.waitForFunction(() => told.length > 0)
    t.strictSame(await page.evaluate(() => told), [{ title: 'L. Okafor', body: 'Failed', tag: A }])
    t.strictSame(await other.evaluate(() => told), [])

    const next = other.waitForResponse((answer) => /state=running/.test(answer.url()))
    await page.close()
    await next
    jobs.set(B, ended(B))
    await club.page(`/jobs/${B}`)
    await listed((items) => items.find(({ job_id }) => job_id === B)?.['state'] === 'failed')
    await other.clock.fastForward(15_000)
    await other.waitForFunction(() => told.length > 0)
    t.strictSame(
      await other.evaluate(() => told.map(({ tag }) => tag)),
      [B],
      'another page goes on',
    )
  },
)

t.test(
  'an end between two pages is told, and a job that still runs is not said to have ended',
  async (t) => {
    const club = await startClub(t)
    const { jobs, listed, origin } = club
    for (const id of [A, B, C]) jobs.set(id, running(id))
    for (const id of [A, B, C]) await club.page(`/jobs/${id}`)
    await listed((items) => items.filter(({ state }) => state === 'running').length === 3)
    const context = await (await launchBrowser(t)).newContext({ permissions: ['notifications'] })
    await context.addInitScript(keepNotifications)
    const page = await context.newPage()
    const asked = () => page.waitForResponse((answer) => /state=running/.test(answer.url()))
    await page.goto(origin)
    const first = asked()
    await page.getByRole('button', { name: 'Notify me when an analysis ends' }).press('Enter')
    await first
    await page.goto(`${origin}/shortcuts`)
    jobs.set(A, ended(A))
    jobs.delete(B)
    for (const id of [A, B]) await club.page(`/jobs/${id}`)
    await listed((items) => items.find(({ job_id }) => job_id === A)?.['state'] === 'failed')
    await listed((items) => items.find(({ job_id }) => job_id === B)?.['gone'] === true)
    // As if more run than are asked for.
    await page.route(/state=running/, async (route) => {
      const answer = await route.fetch()
      const json = await answer.json()
      json.data.items = json.data.items.filter(({ job_id }: { job_id: string }) => job_id !== C)
      await route.fulfill({ response: answer, json })
    })
    await page.goto(origin)
    await page.waitForFunction(() => told.length > 0)
    await page.waitForFunction(() => /"c{8}-/.test(localStorage.getItem('notify-running') ?? ''))
    t.strictSame(await page.evaluate(() => told.map(({ tag }) => tag)), [A])
  },
)

t.test(
  'over plain HTTP on a host name a browser has no notifications, and none are offered',
  async (t) => {
    const club = await startClub(t, { PUBLIC_ORIGINS: 'http://touchline.test' })
    const here = await club.page('/')
    const named = await club.page('/', { host: 'touchline.test' })
    for (const { status } of [here, named]) t.equal(status, 200)
    t.match(here.text, /id="notify"/)
    t.notMatch(named.text, /id="notify"/)
  },
)
