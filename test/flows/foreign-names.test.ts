import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import {
  type RecordedState,
  recordedState,
  startRecordedApp,
} from '../support/service/recorded-app.ts'

// Names may hold anything (docs/architecture.md#rule-10): they stay within the page and within themselves.

const LONG = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)
const RTL = 'محمد صلاح'

/** A recorded state whose player, role and category are these, everywhere. */
function named(state: RecordedState, name: string, more: object = {}): RecordedState {
  const target = { ...(state.job['target'] as object), player: player(name) }
  return { ...state, job: { ...state.job, role: name, category: name, target, ...more } }
}
const player = (name: string) => ({ player_name: name, team_name: name, shirt_number: 7 })

const choosing = recordedState('candidates-ready')
const finished = recordedState('completed-report-done')
const clips = [{ label: LONG, url: null, startSec: 1, endSec: 2 }]
const result = {
  ...(finished.job['result'] as object),
  radar: { Pace: 50, [LONG]: 61, [LONG.replaceAll('W', 'B')]: 72 },
  explain: LONG,
  [LONG]: 7,
}
const states = {
  choosing: named(choosing, LONG),
  target: named(recordedState('waiting-for-target'), LONG),
  running: named(recordedState('queued'), LONG, {
    status: 'RUNNING',
    progress: { step: LONG, message: LONG, pct: 5 },
  }),
  failed: named(recordedState('failed'), LONG, { error: LONG, failure_reason: LONG }),
  long: named(finished, LONG, { result, warnings: [LONG], assets: { clips } }),
  other: named(finished, LONG.toUpperCase(), { result }),
  turned: named(finished, 'Rossi \u202eoissoR'),
  rtl: named(finished, RTL),
  choosingRtl: named(choosing, RTL),
}
const { origin } = await startRecordedApp(t, states)
const browser = await launchBrowser(t)

async function visit(path: string, width = 320): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 700 } })
  const answer = await page.goto(origin + path)
  t.equal(answer?.status(), 200, path)
  return page
}

/** What is wider than the window, by its tag and class. */
const overflowing = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .map((element) => `${element.tagName} ${element.className}`)
      .slice(0, 8),
  )

t.test('no name makes a page wider than a window of 320 pixels', async (t) => {
  for (const path of [
    '/jobs/choosing',
    '/jobs/choosing/frames/1',
    '/jobs/target',
    '/jobs/target/frames/2',
    '/jobs/running',
    '/jobs/failed',
    '/jobs/long',
    '/jobs/long/result',
    '/compare?job=long&job=other',
    '/compare?job=long&job=other&job=gone-job',
    '/',
  ]) {
    const page = await visit(path)
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true
    })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    t.ok(width <= 320, `${path}: ${width} px; ${(await overflowing(page)).join(', ')}`)
    await page.close()
  }
})

/** Where the words begin on the screen, pixels from the left; the last place where they stand. */
const leftOf = (page: Page, selector: string, words: string) =>
  page.locator(selector).evaluate((element, words) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.textContent!.lastIndexOf(words)
      if (start === -1) continue
      const range = document.createRange()
      range.setStart(node, start)
      range.setEnd(node, start + words.length)
      return range.getBoundingClientRect().left
    }
    throw new Error(`no ${words}`)
  }, words)

t.test('a name that turns the text around turns nothing but itself', async (t) => {
  const page = await visit('/jobs/turned/result', 900)
  t.equal(await page.locator('h1').textContent(), 'Result of Rossi oissoR (7)')
  t.match(await page.title(), 'Result of Rossi oissoR (7)')
  t.ok((await leftOf(page, 'h1', '(7)')) > (await leftOf(page, 'h1', 'oissoR')))
})

t.test('the number stands after a name that is written from right to left', async (t) => {
  const page = await visit('/jobs/rtl/result', 900)
  t.ok((await leftOf(page, 'h1', '7')) > (await leftOf(page, 'h1', 'محمد')))
  t.ok((await leftOf(page, 'h1', 'محمد')) > (await leftOf(page, 'h1', 'Result')))
  await page.goto(`${origin}/compare?job=rtl&job=turned`)
  const first = '.compare-jobs li:first-child'
  t.ok((await leftOf(page, first, '7')) > (await leftOf(page, first, 'محمد')))
  t.ok((await leftOf(page, first, 'Rated')) > (await leftOf(page, first, '7')))
})

t.test('a form holds the name as it is, without what keeps it apart on the page', async (t) => {
  const page = await visit('/jobs/rtl', 900)
  t.match(await page.locator('h1').textContent(), RTL)
  t.equal(await page.locator('#playerName').inputValue(), RTL)
})
