import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../support/browser.ts'
import { type RecordedState, recordedState, startRecordedApp } from '../support/recorded-app.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const STATES = [
  'created',
  'previews-ready-no-tracks',
  'candidates-ready',
  'low-coverage',
  'no-candidates-low-frames',
  'reselect-player',
  'waiting-for-target',
  'ready-to-enqueue',
  'queued',
  'running-stale',
  'failed',
  'completed-report-done',
  'partial',
]

/** What axe finds at WCAG 2.2 AA, one line each; the policy of the page forbids script tags, not this. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run({ runOnly: tags })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }, RULES)
}

t.test('pages in every state pass axe, dark and light, and fit 320 pixels', async (t) => {
  const states: Record<string, RecordedState> = {}
  for (const name of STATES) states[name] = recordedState(name)
  const { origin } = await startRecordedApp(t, states)
  const page = await (await launchBrowser(t)).newPage()
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  const paths = ['/', '/jobs?id=not%20one', '/jobs/unknown', '/shortcuts']
  const frames = [
    'waiting-for-target/frames/1',
    'candidates-ready/frames/2?draw=player',
    'running/frames/3',
  ]
  for (const path of [...paths, ...[...STATES, ...frames].map((name) => `/jobs/${name}`)]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(origin + path)
      // What is folded must hold too.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      t.same(await violations(page), [], `${path} ${colorScheme}`)
    }
    await page.setViewportSize({ width: 320, height: 640 })
    await page.reload()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    t.ok(overflow <= 0, `${path} fits`)
  }
  const refused = problems.filter((text) => /Content Security Policy/i.test(text))
  t.same(refused, [], 'the policy holds everything that the pages do')
})
