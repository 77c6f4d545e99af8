// One file: how results look on a screen and on paper, for the same stored jobs; some hold more than a sheet does.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { movementOf, watchMovement } from '../../support/browser/movement.ts'
import { RESULT_JOBS as jobs } from '../../support/service/result-jobs.ts'
import { recordedResult, serveStoredJobs } from '../../support/service/stored-jobs.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const skills = (count: number, name: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name} ${i}`, i]))
const clips = (count: number, label: string) =>
  Array.from({ length: count }, (_, i) => ({ label: `${label} ${i}`, startSec: i, endSec: i + 3 }))
const rated = jobs.rated as { result: object; target: object }
const names = (name: string) => ({
  ...rated.target,
  player: { player_name: name, team_name: name, shirt_number: 9 },
})
const rich = recordedResult('get-job-view-full--completed-legacy-rich--200')
const LONG = 'W'.repeat(190)
const WORDS = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(5).slice(0, 190)
const CODES = Array.from({ length: 30 }, (_, i) => `CODE_${i}`)
/** More than a sheet holds, in one way each. */
const full = {
  skills24: {
    ...rated,
    role: 'Libero',
    result: { ...rated.result, radar: skills(24, 'Long Skill Name') },
  },
  skills60: { ...rated, role: 'Libero', result: { ...rated.result, radar: skills(60, 'Skill') } },
  long: {
    ...rated,
    role: LONG,
    category: LONG,
    target: names(LONG),
    result: { ...rated.result, radar: skills(12, LONG.slice(0, 60)), limitations: [LONG] },
    assets: { clips: clips(30, WORDS) },
  },
  many: {
    ...rated,
    target: names(WORDS),
    result: { ...rated.result, reason_codes: CODES },
    assets: { clips: clips(100, 'Clip') },
  },
}
const all = {
  ...rich,
  ...full.long,
  role: 'Libero',
  result: {
    ...(rich['result'] as object),
    radar: skills(24, LONG.slice(0, 60)),
    reason_codes: CODES,
    impact_components: skills(60, 'Part of the impact'),
    tracking: { lost_segments: Array.from({ length: 60 }, (_, i) => ({ start: i, end: i + 0.5 })) },
  },
}
const origin = await serveStoredJobs(t, { ...jobs, ...full, all })
const browser = await launchBrowser(t)

/** A fresh visitor. */
async function visit(path: string, options: Parameters<typeof browser.newPage>[0] = {}) {
  const page = await browser.newPage(options)
  await page.goto(origin + path)
  return { page }
}

/** What a script drew in the place of the server's drawing. */
const canvas = (page: Page) => page.locator('.radar-picture[data-drawn] canvas')

t.test('nothing moves while the page loads, the radar included', async (t) => {
  for (const id of ['rated', 'withheld', 'failed']) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await watchMovement(page)
    await page.goto(`${origin}/jobs/${id}/result`)
    t.match(await page.locator('h1').textContent(), /^Result of/)
    if (id === 'rated') await canvas(page).waitFor()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    t.equal(await movementOf(page), 0, id)
    await page.close()
  }
})

t.test('headline, radar, skills and trust stand on one screen of 1280 by 800', async (t) => {
  const { page } = await visit('/jobs/rated/result', { viewport: { width: 1280, height: 800 } })
  await canvas(page).waitFor()
  for (const part of [
    '.result-sentence',
    '.result-headline',
    '.radar-picture',
    '.result-skills',
    '.result-trust',
    '.result-clips',
  ]) {
    const box = await page.locator(part).boundingBox()
    t.ok(box !== null && box.y + box.height <= 800, `${part}: ${JSON.stringify(box)}`)
  }
  await page.close()
})

/** The smallest text that is drawn, in points; of an SVG as large as it is on paper. */
const smallestText = (page: Page) =>
  page.evaluate(() => {
    const sizes: number[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      if (!element || !node.textContent?.trim() || !element.checkVisibility()) continue
      if (element.closest('.sr') || element.getClientRects().length === 0) continue
      const scale = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1
      sizes.push((Number.parseFloat(getComputedStyle(element).fontSize) * scale * 3) / 4)
    }
    return Math.min(...sizes)
  })

t.test('the result prints on one sheet, with nothing under 9 points', async (t) => {
  for (const id of ['rated', 'withheld', 'january', 'failed', 'missing', 'beyond']) {
    // The width that the margins of an A4 sheet leave.
    const { page } = await visit(`/jobs/${id}/result`, { viewport: { width: 718, height: 1047 } })
    await page.getByRole('button', { name: 'Print' }).waitFor()
    if (id === 'rated') await canvas(page).waitFor()
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    t.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1, id)
    await page.emulateMedia({ media: 'print' })
    const smallest = await smallestText(page)
    t.ok(smallest >= 8.99, `${id}: ${smallest} points`)
    for (const words of ['Result of ', `Job ${id}`, 'Known', /, \d{1,2} \w{3} \d{4}, \d/]) {
      t.ok(
        await page
          .getByText(words, { exact: words === 'Known' })
          .first()
          .isVisible(),
        `${id}: ${words}`,
      )
    }
    await page.close()
  }
})

t.test(
  'a result with more than a sheet holds prints on one too, and says what it leaves out',
  async (t) => {
    for (const id of [...Object.keys(full), 'all']) {
      const { page } = await visit(`/jobs/${id}/result`, { viewport: { width: 718, height: 1047 } })
      t.match(await page.locator('h1').textContent(), /^Result of/)
      await page.getByRole('button', { name: 'Print' }).waitFor()
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      t.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1, id)
      await page.emulateMedia({ media: 'print' })
      const smallest = await smallestText(page)
      t.ok(smallest >= 8.99, `${id}: ${smallest} points`)
      const more = page.getByText(/^and \d+ more: see the page$/)
      const said = await Promise.all((await more.all()).map((one) => one.isVisible()))
      t.equal(
        said.length,
        { skills24: 0, skills60: 1, long: 1, many: 2, all: 3 }[id],
        `${id}: what is left out`,
      )
      t.ok(said.every(Boolean))
      const halves = await page.locator('.result-more').evaluate((more) => {
        const room = more.getBoundingClientRect()
        return [...more.querySelectorAll('.result-group')]
          .map((group) => group.getBoundingClientRect())
          .filter((box) => box.left < room.right && box.bottom > room.bottom + 1).length
      })
      t.equal(halves, 0, `${id}: no group is cut in two`)
      await page.emulateMedia({ media: 'screen' })
      for (const one of await more.all()) t.notOk(await one.isVisible(), 'all is on the screen')
      await page.close()
    }
  },
)

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`every state passes axe and fits 320 pixels, ${colorScheme}`, async (t) => {
    const paths = Object.keys(jobs).map((id) => `/jobs/${id}/result`)
    paths.push('/compare', '/compare?job=rated&job=gaps&job=failed&job=withheld')
    const { page } = await visit('/compare', { viewport: { width: 320, height: 800 } })
    await page.emulateMedia({ colorScheme })
    for (const path of paths) {
      await page.goto(origin + path)
      // What is folded must hold too.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      // Playwright evaluates past the page's policy, so the policy stays as it is.
      await page.evaluate(AXE)
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
        const found = await axe.run()
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
      })
      t.same(violations, [], `${path} ${colorScheme}`)
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      t.equal(overflow, 0, `${path} needs no sideways scrolling`)
    }
    await page.close()
  })
}
