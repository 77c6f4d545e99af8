// One file: each test begins with the same half-filled choice, lets one thing happen, and asks what is left of it.

import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { seedId } from '../../src/demo/seeds/seed-steps.ts'
import { violations } from '../support/browser/axe.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { standingClock } from '../support/service/demo-clock.ts'

// What is typed in the form of a choice is the analyst's: no update, no way back and no reload takes it.

const ID = seedId(41)
const name = (page: Page) => page.getByLabel('Name of this player')
const number = (page: Page) => page.getByLabel('Number of this player')
const radio = (page: Page) => page.getByRole('radio', { name: /track 11\b/ })

/** Somebody has chosen a player, and not pressed yet. */
async function ticked(t: Test, prepare?: (page: Page) => Promise<unknown>) {
  const { origin, upstream, app } = await startDemoApp(t, standingClock())
  const page = await (await launchBrowser(t)).newPage()
  await prepare?.(page)
  const stream = page.waitForResponse(/\/stream\?/)
  const answer = await page.goto(`${origin}/jobs/${ID}`)
  t.equal(answer?.status(), 200)
  await stream
  await radio(page).check()
  return { page, upstream, app }
}

async function typed(t: Test) {
  const { page, upstream, app } = await ticked(t)
  await page.getByText('Somebody else?').click()
  await name(page).fill('M. Bianchi')
  await number(page).fill('12')
  const post = async (action: string, body: object) => {
    const { data } = await (await fetch(`${upstream}/jobs/${ID}`)).json()
    const attempt = data.target.analysis_attempt_id
    const { status } = await fetch(`${upstream}/jobs/${ID}/${action}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(attempt ? { 'x-analysis-attempt-id': attempt } : {}),
      },
      body: JSON.stringify(body),
    })
    t.equal(status, 200, action)
  }
  /** Somebody else chooses a player, and the page shows it. */
  const otherChooses = async () => {
    await post('select-track', { trackId: 4 })
    await page.locator('#target[aria-current="step"]').waitFor()
  }
  /** Leaves the page, and waits until the server knows that nobody watches the job. */
  const leave = async () => {
    await page.goto('about:blank')
    while (app.live.watches(ID)) await new Promise(setImmediate)
  }
  return { page, post, otherChooses, leave }
}

async function isKept(t: Test, page: Page, text = '12') {
  t.equal(await name(page).inputValue(), 'M. Bianchi')
  t.equal(await number(page).inputValue(), text)
  t.equal(await name(page).isVisible(), true, 'where it can be seen')
  t.equal(await radio(page).isChecked(), true)
}

t.test('an update of the page leaves what is being typed, and the focus', async (t) => {
  const { page, post, otherChooses } = await typed(t)
  await number(page).focus()
  await otherChooses()
  await isKept(t, page)
  t.equal(await number(page).evaluate((field) => field === document.activeElement), true)
  t.strictSame(await violations(page), [])
  await post('player-profile', { playerName: 'Other Person' })
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page
    .getByText(/^Somebody else has/)
    .first()
    .waitFor()
  await isKept(t, page)
  t.match(await page.locator('h1').textContent(), /Other Person|L\. Okafor/)
})

t.test('a way back and a reload leave what was typed', async (t) => {
  const { page } = await typed(t)
  await page.reload()
  await isKept(t, page)
  await page.getByRole('link', { name: 'New job' }).click()
  await page.getByRole('heading', { name: 'New job' }).waitFor()
  await page.goBack()
  await page.locator('#flow').waitFor()
  await isKept(t, page)
})

t.test('so does a refusal, and an update after it', async (t) => {
  const { page, otherChooses } = await typed(t)
  await number(page).fill('100')
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page.getByRole('alert').waitFor()
  await isKept(t, page, '100')
  await otherChooses()
  await isKept(t, page, '100')
})

/** Presses, and waits until the answer to it has come; an update of the page may show the player before that. */
async function use(page: Page) {
  const answered = page.evaluate(
    () =>
      new Promise((done) =>
        addEventListener('htmx:finally:request', (event) => {
          const { ctx } = (event as CustomEvent<{ ctx: { request: Request } }>).detail
          if (ctx.request.method === 'POST') done(true)
        }),
      ),
  )
  await page.getByRole('button', { name: 'Use this player' }).click()
  await answered
}
const drafts = (page: Page) => page.evaluate(() => Object.keys(sessionStorage))

t.test('what was taken is no draft any more', async (t) => {
  const { page } = await typed(t)
  await use(page)
  await page.locator('h1').getByText('M. Bianchi').waitFor()
  t.strictSame(await drafts(page), [])
})

t.test('nor where another part of the page comes between the press and its answer', async (t) => {
  const { page } = await typed(t)
  await page.route('**/select-track', async (route) => {
    await page.evaluate(() => document.dispatchEvent(new CustomEvent('htmx:after:swap')))
    await route.continue()
  })
  await use(page)
  await page.locator('h1').getByText('M. Bianchi').waitFor()
  t.strictSame(await drafts(page), [])
})

t.test('nor what the page shows already', async (t) => {
  const { page, post, leave } = await typed(t)
  t.match(await drafts(page), [/choice$/])
  const address = page.url()
  await leave()
  await post('select-track', { trackId: 11 })
  await post('player-profile', { playerName: 'M. Bianchi', shirtNumber: 12 })
  await page.goto(address)
  await page.locator('h1').getByText('M. Bianchi').waitFor()
  t.strictSame(await drafts(page), [])
})

t.test('a press that was lost with its page leaves what was typed', async (t) => {
  const { page } = await typed(t)
  let go = () => {}
  const left = new Promise<void>((done) => (go = done))
  await page.route('**/select-track', async (route) => {
    await left
    await route.abort()
  })
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page.locator('#sending').waitFor()
  await page.getByRole('link', { name: 'New job' }).click()
  await page.getByRole('heading', { name: 'New job' }).waitFor()
  go()
  await page.goBack()
  await page.locator('#flow').waitFor()
  await isKept(t, page)
})

t.test('a press that was lost on the way leaves what was typed, after an update too', async (t) => {
  const { page, otherChooses } = await typed(t)
  const lost = Promise.withResolvers<void>()
  await page.route('**/select-track', async (route) => {
    await otherChooses()
    await route.abort()
    lost.resolve()
  })
  await use(page)
  await lost.promise
  await isKept(t, page)
  await page.reload()
  await isKept(t, page)
})

t.test('a press that a proxy answers itself leaves what was typed', async (t) => {
  const { page } = await typed(t)
  await page.route('**/select-track', (route) =>
    route.fulfill({ status: 502, contentType: 'text/html', body: '<html><h1>502 of nginx' }),
  )
  await use(page)
  await page.getByText(/not known whether your last change was made/).waitFor()
  await isKept(t, page)
  await page.reload()
  await isKept(t, page)
})

t.test(
  'a player who was chosen alone is kept where Touchline itself could not send it',
  async (t) => {
    const { page } = await ticked(t)
    await page.route('**/select-track', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'text/html',
        headers: { 'hx-retarget': '#flow-problem', 'hx-reswap': 'innerHTML' },
        body: '<div class="error-fragment"><p role="alert">Not available</p></div>',
      }),
    )
    await use(page)
    await page.getByRole('alert').getByText('Not available').waitFor()
    t.equal(await radio(page).isChecked(), true)
    await page.reload()
    t.equal(await radio(page).isChecked(), true)
  },
)

t.test('a player who was chosen alone is kept when the shirts become known', async (t) => {
  const pressed = /\/tracks\?.*\btrackId=11\b/
  const { page } = await ticked(t, (page) =>
    // As the server answers while nobody has seen the shirts: so they become known after the press, never before it.
    page.route(/\/tracks\?/, (route) =>
      pressed.test(route.request().url()) ? route.fallback() : route.fulfill({ status: 204 }),
    ),
  )
  const answered = page.waitForResponse(
    (answer) => pressed.test(answer.url()) && answer.status() !== 204,
  )
  // Nothing is sorted under the pointer.
  await page.mouse.move(0, 0)
  const known = await answered
  t.equal(known.status(), 200)
  await page
    .getByText(/\bshirts$/)
    .first()
    .waitFor()
  t.equal(await radio(page).isChecked(), true)
  await page.reload()
  t.equal(await radio(page).isChecked(), true)
})

t.test('a player whose choice was refused stays chosen until it is taken', async (t) => {
  let isRefused = false
  const { page } = await ticked(t, (page) =>
    page.route(/\/tracks\?/, (route) =>
      isRefused ? route.fallback() : route.fulfill({ status: 204 }),
    ),
  )
  const attempt = page.locator('form[data-draft="choice"] input[name="attempt"]')
  await attempt.evaluate((field: HTMLInputElement) => {
    field.value = '3bbe2323-0539-492d-8c68-940adad2d023'
  })
  const refusal = page.waitForResponse(/\/select-track$/)
  await page.getByRole('button', { name: 'Use this player' }).click()
  t.equal((await refusal).status(), 409)
  await page.getByRole('alert').first().waitFor()
  t.equal(await radio(page).isChecked(), true)
  isRefused = true
  await page.mouse.move(0, 0)
  await page.locator('.shirts-wait').waitFor({ state: 'detached' })
  t.equal(await radio(page).isChecked(), true, 'when the shirts become known')
  await page.reload()
  t.equal(await radio(page).isChecked(), true, 'after a reload')
  await page.getByRole('button', { name: 'Use this player' }).click()
  await page.locator('#target[aria-current="step"]').waitFor()
  t.match(await page.locator('.chosen, #flow').first().textContent(), /Track 11\b|track 11\b/)
})

t.test('a name stays where a colleague has started somebody else before the press', async (t) => {
  const { page } = await typed(t)
  await page.route('**/start', async (route) => {
    const { status } = await fetch(`${new URL(page.url()).origin}/jobs/${ID}/start`, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'trackId=4&attempt=',
    })
    t.equal(status, 303)
    await route.continue()
  })
  const late = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page.getByRole('button', { name: 'Start with this player' }).click()
  t.equal((await late).status(), 409)
  await page.locator('#problem-title').waitFor()
  await name(page).waitFor({ state: 'detached' })
  const drafts = await page.evaluate(() => Object.values(sessionStorage))
  t.equal(drafts.length, 1)
  const { fields } = JSON.parse(drafts[0]!)
  t.match(fields, [
    ['playerName', 'M. Bianchi'],
    ['shirtNumber', '12'],
  ])
})
