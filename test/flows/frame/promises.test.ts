import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

/** Track 8 is stored as the player. */
const JOB = '00000000-0000-4000-8000-000000000010'
const { origin } = await startDemoApp(t)
const browser = await launchBrowser(t)

async function open(n: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const answer = await page.goto(`${origin}/jobs/${JOB}/frames/${n}`)
  t.equal(answer?.status(), 200)
  await page.getByRole('heading', { level: 1, name: new RegExp(`^Frame ${n} of`) }).waitFor()
  await page.locator('box-editor[data-ready]').waitFor()
  return page
}

t.test('where the box is, and that it would be refused, is read aloud', async (t) => {
  const page = await open(1)
  const status = page.getByRole('status')
  await page.getByRole('button', { name: 'Move right' }).click()
  await status.filter({ hasText: /^Left \d/ }).waitFor()
  await page.getByRole('spinbutton', { name: 'Left' }).fill('900')
  await page.keyboard.press('Tab')
  await status.filter({ hasText: /refused as a mismatch/ }).waitFor()
  t.equal(await status.filter({ hasText: /^Left 900/ }).count(), 1)
  await page.close()
})

t.test('the filmstrip says which frame is shown, also after a step in place', async (t) => {
  const page = await open(2)
  const current = page.locator('.strip a[aria-current="page"]')
  t.match(await current.getAttribute('href'), /\/frames\/2\b/)
  await page.getByRole('link', { name: 'Next frame' }).click()
  await page.getByRole('heading', { level: 1, name: /^Frame 3 of/ }).waitFor()
  t.equal(await current.count(), 1)
  t.match(await current.getAttribute('href'), /\/frames\/3\b/)
  await page.close()
})

t.test(
  'a hand that trembles by two pixels has clicked, one that goes on has dragged',
  async (t) => {
    const page = await open(1)
    const left = page.getByRole('spinbutton', { name: 'Left' })
    const before = await left.inputValue()
    const shown = (await page.locator('.box-stage img').boundingBox())!
    const [x, y] = [Math.round(shown.x + 40), Math.round(shown.y + 40)]
    const press = async (by: number) => {
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x + by, y)
      await page.mouse.up()
    }
    await press(2)
    await page.locator('.box-status', { hasText: /^First corner at/ }).waitFor()
    t.equal(await left.inputValue(), before, 'no box yet')
    await page.keyboard.press('Escape')
    await press(90)
    t.not(await left.inputValue(), before)
    await page.close()
  },
)

t.test('Ctrl and a click on a frame opens it in another tab, and this page stays', async (t) => {
  const page = await open(2)
  for (const link of [
    page.getByRole('link', { name: 'Next frame' }),
    page.locator('.strip a[href*="/frames/3?"]'),
  ]) {
    const opened = page.context().waitForEvent('page')
    await link.click({ modifiers: ['Control'] })
    const other = await opened
    await other.waitForURL(/\/frames\/3\b/)
    t.match(page.url(), /\/frames\/2$/)
    t.match(await page.getByRole('heading', { level: 1 }).textContent(), /Frame 2 of/)
    await other.close()
  }
  await page.close()
})
