// One file: whatever is done to the box by keys, buttons and fields, on one editor and in one browser.

import type { Page } from 'playwright-core'
import t from 'tap'
import { SIZE, SUGGESTED, serveBoxEditor } from '../../support/browser/box-editor-page.ts'
import { launchBrowser } from '../../support/browser/browser.ts'

const { origin, sent, track } = await serveBoxEditor(t)
const browser = await launchBrowser(t)

async function open(path = '/frame') {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
  await page.goto(origin + path)
  await page.locator('box-editor[data-ready]').waitFor()
  return {
    page,
    complaints,
    box: page.getByRole('application', { name: 'Target box on the frame' }),
  }
}

/** The four fields, as a person reads them. */
async function fields(page: Page) {
  const group = page.getByRole('group', { name: /^(Target|Player) box$/ })
  const value = async (name: string) =>
    Number(await group.getByRole('spinbutton', { name, exact: true }).inputValue())
  return {
    left: await value('Left'),
    top: await value('Top'),
    width: await value('Width'),
    height: await value('Height'),
  }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const status = (page: Page) => page.locator('.box-status').textContent()

t.test('the suggestion is there at once, and goes back unchanged to the digit', async (t) => {
  const { page, complaints } = await open()
  t.same(await fields(page), SUGGESTED)
  const words = 'Suggested from track 8, primary, detector score 0.82, seen in 30 of 32 frames.'
  t.ok(await page.getByText(words).isVisible())
  await press(page, 'Confirm target')
  t.same(JSON.parse((await page.locator('pre').textContent()) ?? ''), track)
  t.match(sent.at(-1), {
    frame_key: 'frames/0003.jpg',
    time_sec: '12.5',
    track_id: '8',
    attempt: 'attempt-1',
  })
  t.same(complaints, [], 'under the policy of production, nothing is refused')
  await page.close()
})

t.test(
  'arrow keys move by a frame pixel, with Shift by ten, and a held key is one undo step',
  async (t) => {
    const { page, box } = await open()
    await box.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowUp')
    t.same(await fields(page), { ...SUGGESTED, left: 601.3, top: 290 })
    for (let n = 0; n < 25; n++) await page.keyboard.down('ArrowDown')
    await page.keyboard.up('ArrowDown')
    t.equal((await fields(page)).top, 315)
    t.equal(await status(page), 'Left 601.3, top 315, width 40, height 96.')
    await page.keyboard.press('Control+z')
    t.equal((await fields(page)).top, 290)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    t.same(await fields(page), SUGGESTED)
    await page.keyboard.press('Control+y')
    await page.keyboard.press('Control+Shift+z')
    await page.keyboard.press('Control+Shift+z')
    t.equal((await fields(page)).top, 315)
    await page.close()
  },
)

t.test(
  'R makes the arrow keys resize and says so; plus and minus grow about the centre',
  async (t) => {
    const { page, box } = await open()
    await box.focus()
    await page.keyboard.press('r')
    t.equal(await status(page), 'Arrow keys: resize from bottom right')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('ArrowUp')
    t.same(await fields(page), { ...SUGGESTED, width: 50, height: 95 })
    await page.keyboard.press('Enter')
    await page.keyboard.press('Shift+ArrowLeft')
    t.same(await fields(page), { left: 590.3, top: 300, width: 60, height: 95 })
    await page.keyboard.press('r')
    t.equal(await status(page), 'Arrow keys: move')
    await page.keyboard.press('+')
    t.same(await fields(page), { left: 589.3, top: 299, width: 62, height: 97 })
    await page.keyboard.press('-')
    t.same(await fields(page), { left: 590.3, top: 300, width: 60, height: 95 })
    await page.close()
  },
)

t.test(
  'keys act only while the box has focus, and Alt and Ctrl with arrows are left alone',
  async (t) => {
    const { page, box } = await open()
    await page.getByRole('button', { name: 'Grow' }).focus()
    for (const key of ['ArrowRight', '+', 'r', 'Control+z']) await page.keyboard.press(key)
    await box.focus()
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Control+ArrowUp')
    t.same(await fields(page), SUGGESTED)
    await page.close()
  },
)

t.test('buttons move, grow, shrink and reset by the chosen step', async (t) => {
  const { page } = await open()
  await press(page, 'Move left')
  t.equal((await fields(page)).left, 599.3)
  await page.getByRole('combobox', { name: 'Step' }).selectOption('10 px')
  await press(page, 'Move down')
  await press(page, 'Grow')
  t.same(await fields(page), { left: 589.3, top: 300, width: 60, height: 116 })
  t.match(
    await page.locator('.box-drift').textContent(),
    'moved 1 px left, 10 px down; 81 % larger',
  )
  await press(page, 'Shrink')
  await press(page, 'Undo')
  t.equal((await fields(page)).width, 60)
  await press(page, 'Redo')
  t.equal((await fields(page)).width, 40)
  await press(page, 'Reset to suggestion')
  t.same(await fields(page), SUGGESTED)
  await page.close()
})

t.test('the box stops at the frame, however long a key is held', async (t) => {
  const { page, box } = await open('/frame?left=3&top=700&width=20&height=20')
  await box.focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowDown')
  t.same(await fields(page), { left: 0, top: 700, width: 20, height: 20 })
  await page.keyboard.press('r')
  for (let n = 0; n < 4; n++) await page.keyboard.press('Shift+ArrowLeft')
  t.same(await fields(page), { left: 0, top: 700, width: 8, height: 20 })
  await page.close()
})

t.test(
  'a number that cannot be is put right with the rule beside it, and is not sent unseen',
  async (t) => {
    const { page } = await open()
    const left = page.getByRole('spinbutton', { name: 'Left' })
    await left.fill('5000')
    const before = sent.length
    await press(page, 'Confirm target')
    t.same(await fields(page), { ...SUGGESTED, left: 1240 })
    t.ok(await page.getByText('Left must be from 0 to 1240 pixels.').first().isVisible())
    t.equal(await left.evaluate((field) => field === document.activeElement), true)
    t.equal(sent.length, before)
    await press(page, 'Confirm target')
    await page.locator('pre').waitFor()
    t.equal(sent.at(-1)?.['left'], '1240')
    await page.close()
  },
)

t.test(
  'typing shows at once, Enter does not send, and a visit to a field is one step',
  async (t) => {
    const { page, box } = await open()
    const width = page.getByRole('spinbutton', { name: 'Width' })
    await width.fill('')
    await width.pressSequentially('123')
    const share = await box.evaluate((grip) => Number.parseFloat(grip.style.width) / 100)
    t.equal(Math.round(share * SIZE.width), 123)
    await page.keyboard.press('Enter')
    t.ok(page.url().endsWith('/frame'))
    await page.keyboard.press('Tab')
    await press(page, 'Undo')
    t.same(await fields(page), SUGGESTED)
    await page.close()
  },
)

t.test('a mismatch is said before the box is sent', async (t) => {
  const { page } = await open()
  const warning = page.getByText(
    'This box hardly covers track 8, so it would be refused as a mismatch.',
  )
  t.notOk(await warning.isVisible())
  await page.getByRole('spinbutton', { name: 'Left' }).fill('650')
  t.ok(await warning.isVisible())
  await press(page, 'Reset to suggestion')
  t.notOk(await warning.isVisible())
  await page.close()
})

t.test('an unsent box survives reload and Back, until a reset drops it', async (t) => {
  const { page, box } = await open()
  const note = page.getByText('Your unsent box was restored.')
  await box.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.reload()
  t.equal((await fields(page)).left, 610.3)
  t.ok(await note.isVisible())
  await page.goto(`${origin}/ground/grass`)
  await page.goBack()
  t.equal((await fields(page)).left, 610.3)
  await page.goto(`${origin}/frame?left=10&top=10&width=50&height=50`)
  t.equal((await fields(page)).left, 10, 'a box that the page was asked for wins')
  await page.goto(`${origin}/frame`)
  await press(page, 'Undo')
  t.same(await fields(page), SUGGESTED, 'the restored box is a step like any other')
  await press(page, 'Redo')
  await press(page, 'Reset to suggestion')
  t.notOk(await note.isVisible())
  await page.reload()
  t.same(await fields(page), SUGGESTED)
  t.notOk(await note.isVisible())
  await page.close()
})

t.test('where nothing is suggested the first press puts a box in the middle', async (t) => {
  const { page } = await open('/frame?track=none&purpose=player')
  t.ok(await page.getByRole('button', { name: 'Use this box' }).isVisible())
  t.ok(await page.getByRole('application').isHidden())
  await press(page, 'Place in the middle')
  t.same(await fields(page), { left: 614, top: 310, width: 52, height: 100 })
  t.ok(await page.getByRole('application', { name: 'Player box on the frame' }).isVisible())
  await page.close()
})

t.test('what is drawn is what is sent, whatever a browser does to the fields', async (t) => {
  const { page, box } = await open()
  await box.focus()
  await page.keyboard.press('Shift+ArrowRight')
  const drawn = { left: '610.3', top: '300', width: '40', height: '96' }
  // As WebKit does to the fields of a page that Back restores, without an event.
  const reset = () =>
    page.evaluate(() => document.querySelector<HTMLFormElement>('#box-form')?.reset())
  await reset()
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  })
  await page.waitForFunction(
    (left) => document.querySelector<HTMLInputElement>('#left')?.value === left,
    drawn.left,
  )
  await reset()
  t.same(await fields(page), SUGGESTED)
  await press(page, 'Confirm target')
  await page.locator('pre').waitFor()
  t.match(sent.at(-1), drawn)
  await page.close()
})
