import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { seedId } from '../../src/demo/seeds/seed-steps.ts'
import { violations } from '../support/browser/axe.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { standingClock } from '../support/service/demo-clock.ts'

// Enter in a text field presses the first button of the form. No text field starts an analysis.

const ID = seedId(41)
const browser = await launchBrowser(t)

async function open(t: Test, path: string, javaScriptEnabled: boolean) {
  const sent: string[] = []
  const app = await startDemoApp(t, standingClock(), {}, (demo) => {
    demo.addHook('preHandler', async ({ method, url }) => {
      if (method === 'POST') sent.push(url.split('/').at(-1)!)
    })
  })
  const context = await browser.newContext({ javaScriptEnabled })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const answer = await page.goto(app.origin + path)
  t.equal(answer?.status(), 200)
  const player = async () => (await app.ask(`/api/jobs/${ID}`)).json().data.target.player
  return { page, sent, player }
}

const namesIn = (page: Page, form: string) => page.locator(form).getByText('Somebody else?')
const nameIn = (page: Page, form: string) => page.locator(form).getByLabel('Name of this player')

async function enterName(page: Page, form: string) {
  await namesIn(page, form).click()
  await nameIn(page, form).fill('M. Bianchi')
  await page.keyboard.press('Enter')
}

for (const script of [true, false]) {
  const way = script ? 'with script' : 'with script off'

  t.test(`in a name on the page of a job it stores the shown player, ${way}`, async (t) => {
    const { page, sent, player } = await open(t, `/jobs/${ID}`, script)
    await enterName(page, '#flow form[data-draft=choice]')
    await page.getByRole('button', { name: 'Confirm target' }).waitFor()
    t.strictSame(sent, ['select-track', 'player-profile'])
    t.match(await player(), { player_name: 'M. Bianchi' })
  })

  t.test(`in a name beside the list of a frame it stores the player, ${way}`, async (t) => {
    const { page, sent, player } = await open(t, `/jobs/${ID}/frames/5`, script)
    await page.getByRole('radio', { name: /track 8 / }).check()
    if (script) await page.locator('box-editor[data-ready]').waitFor()
    await enterName(page, '.frame-tracks')
    await page.getByRole('button', { name: 'Confirm target' }).waitFor()
    t.match(sent.join(' '), /^(select-track|pick-player) player-profile$/)
    t.match(await player(), { player_name: 'M. Bianchi' })
  })
}

t.test('in a name beside the box it sends nothing, and leaves the name', async (t) => {
  const { page, sent } = await open(t, `/jobs/${ID}/frames/5?track=8`, true)
  await page.locator('box-editor[data-ready]').waitFor()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.evaluate(() => {
    document.addEventListener('submit', () => document.body.setAttribute('data-sent', ''))
  })
  await enterName(page, '#box-form')
  t.equal(await page.locator('[data-sent]').count(), 0)
  t.equal(await nameIn(page, '#box-form').inputValue(), 'M. Bianchi')
  t.strictSame(
    asked.filter((url) => /preview|start/.test(url)),
    [],
  )
  t.strictSame(sent, [])
})

t.test('with script off it shows the same box and name again there', async (t) => {
  const { page, sent } = await open(t, `/jobs/${ID}/frames/5?track=8`, false)
  const left = page.getByRole('spinbutton', { name: 'Left' })
  const before = await left.inputValue()
  await enterName(page, '#box-form')
  await page.waitForURL(/playerName=M/)
  t.equal(await nameIn(page, '#box-form').inputValue(), 'M. Bianchi')
  t.equal(await left.inputValue(), before)
  t.strictSame(sent, [])
})

t.test('the button that Enter presses is in nobody’s way', async (t) => {
  for (const path of [`/jobs/${ID}`, `/jobs/${ID}/frames/5?track=8`]) {
    const { page } = await open(t, path, true)
    const unseen = page.locator('button.sr')
    t.ok((await unseen.count()) > 0)
    for (const button of await unseen.all()) {
      t.equal(await button.evaluate((one) => (one as HTMLButtonElement).tabIndex), -1)
      t.equal(await button.getAttribute('aria-hidden'), 'true')
    }
    t.strictSame(await violations(page), [])
  }
})
