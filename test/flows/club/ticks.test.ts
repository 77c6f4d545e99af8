import t from 'tap'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startClub } from '../../support/club/club-app.ts'
import { rated } from '../../support/club/links.ts'

t.test('a ticked job that leaves the page is compared all the same', async (t) => {
  const { page: open, jobs, listed, origin } = await startClub(t)
  for (const id of ['a', 'b', 'c']) {
    jobs.set(id, rated(id))
    await open(`/jobs/${id}`)
  }
  await listed((items) => items.length === 3)
  const page = await (await launchBrowser(t)).newPage()
  t.equal((await page.goto(`${origin}/?state=finished`))?.status(), 200)
  const row = (id: string) => page.locator(`#row-${id}`)
  const words = page.locator('#gone-ticked')
  for (const id of ['a', 'b']) await row(id).getByRole('checkbox').check()
  t.equal(await words.isVisible(), false)

  const waits = { status: 'WAITING_FOR_SELECTION' }
  jobs.set('a', rated('a', waits))
  await open('/jobs/a')
  await row('a').waitFor({ state: 'detached' })
  await words.waitFor()
  t.match(await words.textContent(), /^with 1 more that you ticked/)
  t.equal(await row('b').getByRole('checkbox').isChecked(), true)
  t.strictSame(await violations(page), [])

  jobs.set('a', rated('a'))
  await open('/jobs/a')
  await row('a').waitFor()
  t.equal(await row('a').getByRole('checkbox').isChecked(), true, 'it is ticked when it is back')
  t.equal(await words.isVisible(), false)

  for (const id of ['a', 'b', 'c']) {
    jobs.set(id, rated(id, waits))
    await open(`/jobs/${id}`)
    await row(id).waitFor({ state: 'detached' })
  }
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.waitForURL(/\/compare\?/)
  t.strictSame(new URL(page.url()).searchParams.getAll('job').sort(), ['a', 'b'])
})
