import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { seedId } from '../../src/demo/seeds/seed-steps.ts'
import { violations } from '../support/browser/axe.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { standingClock } from '../support/service/demo-clock.ts'
import { turnTracks } from '../support/service/turned-tracks.ts'

// Two tracks were mixed up: when the shirts are seen, the pictures of both turn to somebody else.

const MIXED_UP = seedId(52)
const radio = (page: Page) => page.locator('#track-20')
const words = (page: Page) => page.getByText('You chose a player by another picture')
const pictureOf = async (page: Page) =>
  (await page.locator('input[name="seen"]').inputValue())
    .split(' ')
    .find((one) => one.startsWith('20.'))

/** The page as it is while nobody has seen the shirts; `letGo`: then they become known. */
async function opened(t: Test) {
  const { origin } = await startDemoApp(t, standingClock())
  const page = await (await launchBrowser(t)).newPage()
  let isGone = false
  const letGo = () => {
    isGone = true
  }
  await page.route(/\/tracks\?/, (route) =>
    isGone ? route.fallback() : route.fulfill({ status: 204 }),
  )
  const answer = await page.goto(`${origin}/jobs/${MIXED_UP}`)
  t.equal(answer?.status(), 200)
  await page.locator('.shirts-wait').waitFor({ state: 'attached' })
  return { page, letGo }
}
const shirtsKnown = async (page: Page) => {
  // Nothing is sorted under the pointer.
  await page.mouse.move(0, 0)
  await page.locator('.shirts-wait').waitFor({ state: 'detached' })
}

t.test('a player stays chosen by his picture, and by no other after a reload', async (t) => {
  const { page, letGo } = await opened(t)
  const pressedBy = await pictureOf(page)
  t.match(pressedBy, /^20\./)
  await radio(page).check()
  letGo()
  await shirtsKnown(page)
  t.equal(await pictureOf(page), pressedBy, 'the picture stays')
  t.equal(await radio(page).isChecked(), true)
  t.equal(await words(page).isVisible(), false)

  await page.reload()
  await words(page).waitFor()
  t.not(await pictureOf(page), pressedBy, 'the server knows nothing of the press')
  t.equal(await radio(page).isChecked(), false)
  t.equal(await page.locator('.tracks :checked').count(), 0, 'and nobody else is chosen')
  t.strictSame(await violations(page), [])

  await radio(page).check()
  t.equal(await words(page).isVisible(), false)
  await page.reload()
  await page.locator('#track-20:checked').waitFor()
  t.equal(await words(page).isVisible(), false, 'it was chosen by the picture that is there')
})

t.test('nor by one that was on its way at the press', async (t) => {
  const { page, letGo } = await opened(t)
  await page.route(/\/tracks\?/, async (route) => {
    const answer = await route.fetch()
    if (answer.status() !== 200) return route.fulfill({ response: answer })
    await radio(page).check()
    return route.fulfill({ response: answer })
  })
  letGo()
  await words(page).waitFor()
  t.equal(await radio(page).isChecked(), false)
  t.equal(await page.locator('.tracks :checked').count(), 0)
})

const CHOOSING = seedId(41)
const FRAME = `jobs/${CHOOSING}/frames/frame_0001.jpg`
const pressed = (page: Page) => page.locator('#track-8')
const chosen = (page: Page) => page.locator('.tracks :checked')

/** Somebody has pressed a player. `becomes` changes the tracks, and somebody else chooses a player, so that the page is told. */
async function pressedOne(t: Test, isOtherStored: boolean) {
  const sent: string[] = []
  let tracks: ReturnType<typeof turnTracks> | undefined
  const path = `/jobs/${CHOOSING}`
  const { origin, upstream, ask } = await startDemoApp(t, standingClock(), {}, (demo) => {
    demo.addHook('onRequest', async ({ method, url }) => {
      if (method === 'POST') sent.push(url.split('/').at(-1)!)
    })
    tracks = turnTracks(demo, [8, 11])
  })
  const post = async (action: string, body: object) => {
    const { data } = await (await fetch(upstream + path)).json()
    const attempt = data.target.analysis_attempt_id
    const answer = await fetch(`${upstream}${path}/${action}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(attempt ? { 'x-analysis-attempt-id': attempt } : {}),
      },
      body: JSON.stringify(body),
    })
    t.equal(answer.status, 200, action)
  }
  if (isOtherStored) await post('select-track', { trackId: 4 })
  sent.length = 0
  const page = await (await launchBrowser(t)).newPage()
  const stream = page.waitForResponse(/\/stream\?/)
  t.equal((await page.goto(origin + path))?.status(), 200)
  await stream
  if (isOtherStored) await page.getByText('Change player').first().click()
  await pressed(page).check()
  const others = [3, 4, 3]
  const becomes = async (now: 'as they are' | 'turned' | 'gone') => {
    tracks!.now = now
    const swapped = page.evaluate(
      () => new Promise((done) => addEventListener('htmx:after:swap', () => done(true))),
    )
    await post('pick-player', { frame_key: FRAME, track_id: others.shift() })
    await swapped
  }
  /** Waits until Touchline has read it: it may answer from what it knew. */
  const turn = async () => {
    const pictures = async () => / name="seen" value="([^"]*)"/.exec((await ask(path)).text)![1]
    const before = await pictures()
    tracks!.now = 'turned'
    while ((await pictures()) === before) await new Promise(setImmediate)
  }
  return { page, sent, becomes, turn }
}

t.test('nobody takes the place of one who is gone, and no other picture does', async (t) => {
  const { page, becomes } = await pressedOne(t, true)
  await becomes('gone')
  t.equal(await pressed(page).count(), 0)
  t.equal(await chosen(page).count(), 0)
  t.equal(await words(page).isVisible(), true)
  await becomes('turned')
  t.equal(await pressed(page).count(), 1)
  t.equal(await chosen(page).count(), 0)
  t.equal(await words(page).isVisible(), true)
  await becomes('as they are')
  t.equal(await pressed(page).isChecked(), true, 'it is the picture of the press again')
})

t.test('what is refused for its number keeps no player whose picture has turned', async (t) => {
  const { page, sent, turn } = await pressedOne(t, false)
  await page.getByText('Somebody else?').click()
  await page.getByLabel('Number of this player').fill('100')
  await turn()
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page.locator('#problem-title').waitFor()
  t.equal(await page.getByLabel('Number of this player').inputValue(), '100')
  t.equal(await chosen(page).count(), 0)
  t.equal(await words(page).isVisible(), true)
  t.strictSame(await violations(page), [])
  await page.getByLabel('Number of this player').fill('10')
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page.getByText('Choose a player.').first().waitFor()
  t.equal(await chosen(page).count(), 0)
  t.strictSame(sent, [])
})

t.test('a name that was typed for another player on a frame files nobody else', async (t) => {
  const { page } = await pressedOne(t, false)
  t.equal((await page.goto(`${page.url()}/frames/1?track=4`))?.status(), 200)
  await page.getByText('Somebody else?').first().click()
  await page.getByLabel('Name of this player').first().fill('M. Bianchi')
  await page.getByRole('link', { name: /^Back to/ }).click()
  await page.locator('#flow').waitFor()
  t.equal(await page.getByLabel('Name of this player').inputValue(), 'M. Bianchi')
  t.equal(await chosen(page).count(), 0)
  t.equal(await words(page).isVisible(), true)
})

t.test(
  'a player chosen on a frame is chosen anew by the picture on the page of the job',
  async (t) => {
    const { page, letGo } = await opened(t)
    letGo()
    await shirtsKnown(page)
    const job = page.url()
    t.equal((await page.goto(`${job}/frames/5`))?.status(), 200)
    await page.locator('.frame-tracks input[type="radio"]:not(:checked)').first().check()
    await page.waitForURL(/track=/)
    t.equal((await page.goto(job))?.status(), 200)
    await words(page).waitFor()
    t.equal(await page.locator('.tracks :checked').count(), 0)
    await radio(page).check()
    t.equal(await words(page).isVisible(), false)
  },
)
