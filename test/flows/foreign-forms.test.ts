import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { startGivingUpProxy } from '../support/proxies/giving-up-proxy.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

// A reverse proxy answers a change in the place of Touchline, before or after it has passed it on: the page stays
// with all that was set, and says that nobody knows, or that one must sign in.

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const WITH_PLAYER = id(10)
const NO_CANDIDATES = id(9)
const WITH_TARGET = id(13)
const FINISHED = id(19)
const browser = await launchBrowser(t)

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })
const left = (page: Page) => page.getByRole('spinbutton', { name: 'Left' })

interface Change {
  at: string
  heading: RegExp
  /** Sets what must stay. */
  set(page: Page): Promise<void>
  /** What stands in it. */
  shown(page: Page): Promise<string>
  press: string | RegExp
  /** What is seen once it is done. */
  done(page: Page): Promise<void>
  unsure?: RegExp
}

const CHANGES: Record<string, Change> = {
  'a target': {
    at: `/jobs/${WITH_PLAYER}/frames/5`,
    heading: /^Frame 5 of/,
    set: (page) => button(page, 'Move right').click(),
    shown: (page) => left(page).inputValue(),
    press: 'Confirm target',
    done: (page) => button(page, 'Start analysis').waitFor(),
  },
  'a drawn player': {
    at: `/jobs/${NO_CANDIDATES}/frames/1?draw=player`,
    heading: /^Frame 1 of/,
    set: async (page) => {
      const box = { Left: '300', Top: '200', Width: '60', Height: '150' }
      for (const [name, value] of Object.entries(box))
        await page.getByRole('spinbutton', { name }).fill(value)
    },
    shown: (page) => left(page).inputValue(),
    press: 'Use this box',
    done: (page) => page.getByText('The player is stored.').waitFor(),
  },
  'a player of the frame': {
    at: `/jobs/${WITH_PLAYER}/frames/5`,
    heading: /^Frame 5 of/,
    set: async (page) => {
      await page.locator('.frame-tracks input[type="radio"]:not(:checked)').first().check()
      // The player's box comes into the editor.
      await page.waitForURL(/track=/)
    },
    shown: (page) => page.locator('.frame-tracks input[type="radio"]:checked').inputValue(),
    press: 'Use this player',
    done: (page) => button(page, 'Confirm target').waitFor(),
  },
  'a further box': {
    at: `/jobs/${WITH_TARGET}/frames/7`,
    heading: /^Frame 7 of/,
    set: (page) => button(page, 'Move right').click(),
    shown: (page) => left(page).inputValue(),
    press: 'Add this box',
    done: (page) => button(page, 'Start analysis').waitFor(),
  },
  'a new job': {
    at: '/',
    heading: /^Jobs$/,
    set: async (page) => {
      await field(page, 'Video URL').fill('https://videos.test/a.mp4')
      await field(page, 'Role').fill('Striker')
      await field(page, 'Category').fill('U17')
    },
    shown: (page) => field(page, 'Video URL').inputValue(),
    press: 'Create job',
    done: (page) => page.getByRole('heading', { name: 'All frames' }).waitFor(),
    unsure: /not known whether the job was created/,
  },
  'a report': {
    at: `/jobs/${FINISHED}/result`,
    heading: /./,
    set: async () => {},
    shown: async () => '',
    press: 'Ask for a report',
    done: (page) => page.getByText(/The report was asked for|is writing the report/).waitFor(),
  },
}

const context = await browser.newContext()

async function open(t: Test, app: { origin: string }, { at, heading, set }: Change) {
  const proxy = await startGivingUpProxy(t, app.origin)
  const page = await context.newPage()
  t.teardown(() => page.close())
  t.equal((await page.goto(proxy.origin + at))?.status(), 200)
  t.match(await page.getByRole('heading', { level: 1 }).textContent(), heading)
  await set(page)
  return { proxy, page, address: page.url() }
}

const unsure = (page: Page, { unsure = /not known whether your last change was made/ }: Change) =>
  page.getByRole('alert').filter({ hasText: unsure })
const signedOut = (page: Page) => page.getByText(/You are no longer signed in/)

t.test('what a proxy does not pass on stays on the page, and can be sent again', async (t) => {
  const app = await startDemoApp(t)
  for (const [name, change] of Object.entries(CHANGES)) {
    await t.test(name, async (t) => {
      const { proxy, page, address } = await open(t, app, change)
      const shown = await change.shown(page)
      proxy.givesUp = { when: 'before', status: 413 }
      await button(page, change.press).click()
      await unsure(page, change).waitFor()
      t.equal(proxy.gaveUp, 1)
      t.equal(page.url(), address)
      t.equal(await page.getByText('of the proxy').count(), 0)
      t.equal(await change.shown(page), shown, 'what was set stays')
      t.equal(await signedOut(page).isVisible(), false)
      t.ok(await unsure(page, change).evaluate((note) => note === document.activeElement))

      proxy.givesUp = { when: 'before', status: 200 }
      await button(page, change.press).click()
      await signedOut(page).waitFor()
      t.equal(page.url(), address, 'nor does a page to sign in')
      t.equal(await change.shown(page), shown)
      t.equal(await unsure(page, change).isVisible(), false)

      proxy.givesUp = null
      await button(page, change.press).click()
      await change.done(page)
    })
  }
})

t.test('what a proxy passes on and does not answer leaves the page, which says so', async (t) => {
  const app = await startDemoApp(t)
  for (const [name, change] of Object.entries(CHANGES)) {
    await t.test(name, async (t) => {
      const { proxy, page, address } = await open(t, app, change)
      const shown = await change.shown(page)
      proxy.givesUp = { when: 'after', status: 502 }
      await button(page, change.press).click()
      await unsure(page, change).waitFor()
      t.equal(proxy.gaveUp, 1)
      t.equal(page.url(), address)
      t.equal(await change.shown(page), shown, 'what was set stays')
      t.equal(await button(page, change.press).isEnabled(), true)
    })
  }
})
