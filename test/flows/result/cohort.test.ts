import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import t from 'tap'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startClub } from '../../support/club/club-app.ts'
import { strikers } from '../../support/club/rated-jobs.ts'

t.test('the place among the club’s own passes axe, fits, prints and is saved', async (t) => {
  const club = await startClub(t)
  for (const [id, job] of strikers(12)) club.jobs.set(id, job)
  for (const id of club.jobs.keys()) t.equal((await club.page(`/jobs/${id}/result`)).status, 200)
  const page = await (await launchBrowser(t)).newPage()
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 1280, height: 900 })
    const answer = await page.goto(`${club.origin}/jobs/j3/result`)
    t.equal(answer?.status(), 200)
    await page.locator('.radar-picture[data-drawn]').waitFor()
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    t.same(await violations(page), [], colorScheme)
  }
  t.equal(await page.locator('th', { hasText: 'Among the club’s 12' }).count(), 1)
  t.match(
    await page.locator('[aria-describedby] , .sr').filter({ hasText: 'Median' }).textContent(),
    /Median of the club’s 12: Finishing 47\.5/,
  )
  await page.setViewportSize({ width: 320, height: 640 })
  await page.reload()
  await page.locator('.radar-picture[data-drawn]').waitFor()
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
  t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)

  await page.setViewportSize({ width: 1280, height: 900 })
  await page.reload()
  await page.locator('.radar-picture[data-drawn]').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download PNG' }).click(),
  ])
  const saved = await sharp(await readFile(await download.path())).metadata()
  t.ok(saved.width > 100 && saved.height > saved.width * 0.8)
  await page.emulateMedia({ media: 'print' })
  t.ok(await page.locator('.radar-legend').isVisible(), 'what the lines are stands on paper')
  t.ok(await page.locator('.radar-picture > svg .radar-ring').first().isVisible())
  t.ok(await page.locator('.result-club > p').isVisible())
  t.same(problems, [])
})
