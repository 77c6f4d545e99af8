import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { RESULT_JOBS } from '../../support/service/result-jobs.ts'
import { serveStoredJobs } from '../../support/service/stored-jobs.ts'

const rated = RESULT_JOBS.rated as { result: object }
const NAMES = ['Long Skill Name', 'Anticipation', 'Wolfeschlegelsteinhausen']
const skills = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `${String(i).padStart(2, '0')} ${NAMES[i % 3]}`,
      40 + i,
    ]),
  )
const COUNTS = [3, 8, 12, 13, 24]
const jobs = Object.fromEntries(
  COUNTS.map((count) => [
    `skills${count}`,
    { ...rated, role: 'Libero', result: { ...rated.result, radar: skills(count) } },
  ]),
)
const origin = await serveStoredJobs(t, jobs)
const browser = await launchBrowser(t)

/** Labels of the drawing that lie over each other or reach out of it, in pairs. */
const overlaps = (page: Page) =>
  page.locator('.radar-picture svg').evaluate((svg) => {
    const texts = [...svg.querySelectorAll('text:not(.radar-scale)')]
    const frame = svg.getBoundingClientRect()
    const boxes = texts.map((text) => ({
      words: text.textContent,
      box: text.getBoundingClientRect(),
    }))
    const found: string[] = []
    for (const [i, { words, box }] of boxes.entries()) {
      if (box.left < frame.left || box.right > frame.right) found.push(`${words} leaves`)
      if (box.top < frame.top || box.bottom > frame.bottom) found.push(`${words} leaves`)
      for (const other of boxes.slice(i + 1)) {
        const apart =
          box.right <= other.box.left ||
          other.box.right <= box.left ||
          box.bottom <= other.box.top ||
          other.box.bottom <= box.top
        if (!apart) found.push(`${words} over ${other.words}`)
      }
    }
    return { labels: boxes.map(({ words }) => words), found }
  })

for (const count of COUNTS) {
  t.test(`no label of ${count} axes lies over another, on the screen and on paper`, async (t) => {
    const page = await browser.newPage({
      javaScriptEnabled: false,
      viewport: { width: 718, height: 1047 },
    })
    const answer = await page.goto(`${origin}/jobs/skills${count}/result`)
    t.equal(answer?.status(), 200)
    for (const media of ['screen', 'print'] as const) {
      await page.emulateMedia({ media })
      const { labels, found } = await overlaps(page)
      t.equal(labels.length, count)
      t.same(found, [], media)
      const key = await page.locator('.radar-key li').allTextContents()
      if (count <= 12) t.same(key, [], 'the names stand in the picture')
      else {
        t.same(
          labels,
          key.map((_, i) => `${i + 1}`),
        )
        t.same(
          key,
          Object.keys(skills(count)).map((name, i) => `${i + 1}. ${name}`),
        )
        t.ok(await page.locator('.radar-key').isVisible(), media)
      }
    }
    await page.close()
  })
}
