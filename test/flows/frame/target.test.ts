import type { Locator } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
/** Track 8 is stored as the player; it is seen on all frames but some. */
const WITH_PLAYER = id(10)
const NO_CANDIDATES = id(9)
const FINISHED = id(19)

t.test(
  'a box elsewhere is refused as a mismatch, said before, and used when the analyst insists',
  async (t) => {
    const { origin, ask } = await startDemoApp(t)
    const page = await (await launchBrowser(t)).newPage()
    await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/1`)
    await page.getByRole('spinbutton', { name: 'Left' }).fill('900')
    await page.getByRole('spinbutton', { name: 'Top' }).fill('100')
    await page.getByRole('spinbutton', { name: 'Top' }).press('Tab')
    await page
      .getByText(/mismatch/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Confirm target' }).click()
    const alert = page.getByRole('alert')
    await alert.waitFor()
    t.match(await page.title(), /^Error: /)
    t.match(await alert.textContent(), /does not fit the chosen player/)
    t.equal(
      await page.getByRole('spinbutton', { name: 'Left' }).inputValue(),
      '900',
      'the box is kept',
    )
    await page.getByRole('button', { name: 'Use it anyway' }).click()
    await page.getByRole('button', { name: 'Start analysis' }).waitFor()
    const { target } = (await ask(`/api/jobs/${WITH_PLAYER}`)).json().data
    t.equal(target.confirmed, true)
    t.equal(target.selection.bbox.x, 0.703125)
  },
)

t.test(
  'a suggested box that is not changed is stored as the track has it, to the bit',
  async (t) => {
    const { origin, ask } = await startDemoApp(t)
    const read = async () => (await ask(`/api/jobs/${WITH_PLAYER}`)).json().data
    const frame = (await read()).preview_frames[4]
    const track = frame.tracks.find((one: { track_id: number }) => one.track_id === 8)
    const page = await (await launchBrowser(t)).newPage()
    await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/5`)
    await page.getByRole('button', { name: 'Confirm target' }).click()
    await page.getByRole('button', { name: 'Start analysis' }).waitFor()
    t.same((await read()).target.selection, {
      frame_key: frame.key,
      time_sec: frame.time_sec,
      bbox: track.bbox,
    })
  },
)

async function fillBox(group: Locator) {
  const box = { Left: '300', Top: '200', Width: '60', Height: '150' }
  for (const [name, value] of Object.entries(box)) {
    await group.getByRole('spinbutton', { name }).fill(value)
  }
}

t.test('where no track was found the player is drawn, and the target goes unchecked', async (t) => {
  const { origin } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/${NO_CANDIDATES}`)
  await page.getByRole('link', { name: /Draw the player/ }).click()
  const draw = page.getByRole('group', { name: 'Player box' })
  await fillBox(draw)
  await page.getByRole('button', { name: 'Use this box' }).click()
  await page.getByText(/drawn by hand/).waitFor()
  const target = page.getByRole('group', { name: 'Target box' })
  await fillBox(target)
  await page.getByRole('button', { name: 'Use it anyway' }).click()
  await page.getByRole('button', { name: 'Start analysis' }).waitFor()
  t.pass('the job can be started')
})

t.test('what was typed before the script came is kept', async (t) => {
  const { origin } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  const held = Promise.withResolvers<void>()
  await page.route('**/js/box-editor.js', async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(`${origin}/jobs/${NO_CANDIDATES}/frames/1?draw=player`, {
    waitUntil: 'commit',
  })
  const left = page.getByRole('spinbutton', { name: 'Left' })
  await left.fill('300')
  await page.getByRole('spinbutton', { name: 'Top' }).fill('200')
  const width = page.getByRole('spinbutton', { name: 'Width' })
  await width.pressSequentially('6')
  held.resolve()
  await page.locator('box-editor[data-ready]').waitFor()
  await page.keyboard.press('0')
  t.equal(await width.inputValue(), '60', 'what is half typed is not put right')
  await page.keyboard.press('Tab')
  t.equal(await left.inputValue(), '300')
  t.equal(await page.getByRole('spinbutton', { name: 'Top' }).inputValue(), '200')
  t.equal(await width.inputValue(), '60')
})

t.test('three boxes on three frames take a key each, and none of them is lost', async (t) => {
  const { origin, ask } = await startDemoApp(t, standingClock())
  const target = async () => (await ask(`/api/jobs/${WITH_PLAYER}`)).json().data.target
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/1`)
  await page.getByRole('button', { name: 'Confirm target' }).waitFor()
  // The page's own changes are no news to it, and nothing moves under the pointer.
  await page.evaluate(() => {
    const told: string[] = []
    const news = () => document.getElementById('news')?.textContent?.trim()
    new MutationObserver(() => news() && told.push(news() ?? '')).observe(document.body, {
      childList: true,
      subtree: true,
    })
    Object.assign(globalThis, { told })
  })
  const stage = async () => (await page.locator('.box-stage').boundingBox())?.y
  const place = await stage()
  for (const n of [1, 2, 3]) {
    await page.locator('h1').getByText(`Frame ${n} of`).waitFor()
    await page.locator('box-editor[data-ready]').waitFor()
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('status')
      .getByText(/stored\.$/)
      .waitFor()
    const at = new URL(page.url())
    t.equal(at.pathname, `/jobs/${WITH_PLAYER}/frames/${n}`, 'answered on its frame')
    t.match(await page.locator(':focus').textContent(), /stored\.$/, 'and spoken')
    t.equal((await target()).selections.length, n)
    t.equal(await stage(), place)
    await page.keyboard.press('ArrowRight')
  }
  t.strictSame(
    (await target()).selections.map(({ frame_key }: { frame_key: string }) =>
      frame_key.slice(-8, -4),
    ),
    ['0001', '0002', '0003'],
  )
  await page.locator('h1').getByText('Frame 4 of').waitFor()
  t.strictSame(await page.evaluate(() => (globalThis as unknown as { told: string[] }).told), [])
  await page.getByRole('button', { name: /^Remove the box on Frame 2/ }).click()
  await page
    .getByRole('button', { name: /^Remove the box on Frame 2/ })
    .waitFor({ state: 'hidden' })
  t.match(await page.locator('h1').textContent(), /^Frame 4 of/, 'nobody is led away')
  t.equal((await target()).selections.length, 2)
  await page.getByText('drops the 2 stored boxes of other frames').waitFor()
  await page.getByRole('button', { name: 'Replace all boxes' }).click()
  await page.getByText('The target is stored.').waitFor()
  t.equal((await target()).selections.length, 1)
  await page.getByRole('button', { name: 'Start analysis' }).click()
  await page.getByRole('progressbar', { name: 'Analysis progress' }).waitFor()
  t.match(page.url(), new RegExp(`/jobs/${WITH_PLAYER}#progress$`), 'only a start leads on')
})

t.test('with five boxes stored a sixth is not sent, and says why', async (t) => {
  const { origin, ask } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  for (const n of [1, 2, 3, 4, 5]) {
    await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/${n}`)
    await page.locator('#store').click()
    await page.getByText(`${n} of 5`, { exact: true }).waitFor()
  }
  await page.goto(`${origin}/jobs/${WITH_PLAYER}/frames/7`)
  const add = page.getByRole('button', { name: 'Add this box' })
  await page.getByText('There are 5 boxes already').waitFor()
  await page.getByRole('spinbutton', { name: 'Left' }).press('Control+Enter')
  await page.getByRole('alert').getByText('There are 5 boxes already').waitFor()
  await add.waitFor()
  const { selections } = (await ask(`/api/jobs/${WITH_PLAYER}`)).json().data.target
  t.equal(selections.length, 5)
})

t.test('a finished result is not thrown away without being asked', async (t) => {
  const { origin, ask } = await startDemoApp(t)
  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`${origin}/jobs/${FINISHED}/frames/2`)
  await page.getByRole('button', { name: 'Add this box' }).click()
  await page.getByRole('alert').waitFor()
  t.equal((await ask(`/api/jobs/${FINISHED}`)).json().data.status, 'COMPLETED', 'nothing was sent')
  await page
    .getByRole('checkbox', { name: /Throw away the finished result/ })
    .first()
    .check()
  await page.getByRole('button', { name: 'Add this box' }).click()
  await page.getByRole('button', { name: 'Start analysis' }).waitFor()
  t.equal((await ask(`/api/jobs/${FINISHED}`)).json().data.status, 'READY_TO_ENQUEUE')
})
