import type { Page } from 'playwright-core'
import t from 'tap'
import { SUGGESTED, serveBoxEditor } from '../../support/browser/box-editor-page.ts'
import { launchBrowser } from '../../support/browser/browser.ts'

const { origin, sent, track } = await serveBoxEditor(t)
const browser = await launchBrowser(t)

async function open(path = '/frame') {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  await page.goto(origin + path)
  return page
}

const field = (page: Page, name: string) => page.getByRole('spinbutton', { name, exact: true })
async function fields(page: Page) {
  const value = async (name: string) => Number(await field(page, name).inputValue())
  return {
    left: await value('Left'),
    top: await value('Top'),
    width: await value('Width'),
    height: await value('Height'),
  }
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const isFocused = (page: Page, name: string) =>
  page
    .getByRole('button', { name, exact: true })
    .evaluate((button) => button === document.activeElement)
const drawn = async (page: Page) => {
  const line = page.locator('rect.box-line.box-outline')
  const sides = ['x', 'y', 'width', 'height'].map((side) => line.getAttribute(side))
  return (await Promise.all(sides)).map(Number)
}

t.test('the suggestion can be confirmed, and goes back unchanged to the digit', async (t) => {
  const page = await open()
  t.same(await fields(page), SUGGESTED)
  await press(page, 'Confirm target')
  t.same(JSON.parse((await page.locator('pre').textContent()) ?? ''), track)
  t.match(sent.at(-1), { frame_key: 'frames/0003.jpg', track_id: '8' })
  await page.context().close()
})

t.test(
  'Preview and Enter draw the numbers, and what cannot be is said beside its field',
  async (t) => {
    const page = await open()
    await field(page, 'Left').fill('700')
    await press(page, 'Preview')
    t.same(await drawn(page), [700, 300, 40, 96])
    await field(page, 'Width').fill('60')
    await page.keyboard.press('Enter')
    await page.waitForURL(/width=60/)
    t.same(await drawn(page), [700, 300, 60, 96])
    await field(page, 'Left').fill('5000')
    await press(page, 'Preview')
    t.ok(await page.getByText('Left must be from 0 to 1272 pixels.').isVisible())
    t.equal(await field(page, 'Left').inputValue(), '5000', 'as typed')
    t.equal(await field(page, 'Left').getAttribute('aria-invalid'), 'true')
    await page.context().close()
  },
)

t.test('the buttons move, grow and reset by the chosen step, and keep the focus', async (t) => {
  const page = await open()
  await page.getByRole('combobox', { name: 'Step' }).selectOption('10 px')
  await press(page, 'Move right')
  await press(page, 'Move right')
  await press(page, 'Grow')
  t.same(await fields(page), { left: 610.3, top: 290, width: 60, height: 116 })
  t.ok(await page.getByText('moved 20 px right; 81 % larger').isVisible())
  t.ok(await isFocused(page, 'Grow'))
  t.ok(await page.locator('.box-line.box-outline').isVisible())
  await page.keyboard.press('Enter')
  await page.waitForURL(/height=116/)
  t.ok(await isFocused(page, 'Grow'), 'pressed again from the keyboard')
  await press(page, 'Reset to suggestion')
  t.same(await fields(page), SUGGESTED)
  t.ok(await isFocused(page, 'Reset to suggestion'))
  await press(page, 'Preview')
  t.ok(await isFocused(page, 'Preview'))
  await page.context().close()
})

t.test('two clicks on the frame draw the box in frame pixels', async (t) => {
  const page = await open()
  const picture = page.locator('input[type=image]')
  await picture.click({ position: { x: 430, y: 390 } })
  t.ok(await page.getByText('First corner at 430, 390. Click the opposite corner.').isVisible())
  t.same(await fields(page), SUGGESTED)
  await picture.click({ position: { x: 400, y: 300 } })
  t.same(await fields(page), { left: 400, top: 300, width: 30, height: 90 })
  await page.context().close()
})

t.test('a mismatch is said before it is sent, and what needs script is not shown', async (t) => {
  const page = await open('/frame?left=9&top=9&width=20&height=30&force=yes')
  t.ok(await page.getByText('This box hardly covers track 8').isVisible())
  for (const name of ['Undo', 'Zoom in', 'Draw with two clicks']) {
    t.ok(await page.getByRole('button', { name }).isHidden())
  }
  await press(page, 'Use it anyway')
  t.equal(sent.at(-1)?.['force'], 'true')
  await page.context().close()
})
