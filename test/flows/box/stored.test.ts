import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const WITH_PLAYER = '00000000-0000-4000-8000-000000000010'
const browser = await launchBrowser(t)

t.test('a box that was stored is not given back as an unsent one', async (t) => {
  const { origin } = await startDemoApp(t)
  const page = await browser.newPage()
  t.teardown(() => page.close())
  const frame = `${origin}/jobs/${WITH_PLAYER}/frames/5?draw=player`
  const unsent = page.getByText('Your unsent box was restored.')
  const open = async () => {
    t.equal((await page.goto(frame))?.status(), 200)
    await page.getByRole('heading', { level: 1, name: /^Frame 5 of/ }).waitFor()
  }
  await open()
  for (const [name, value] of [
    ['Left', '300'],
    ['Top', '300'],
    ['Width', '60'],
    ['Height', '120'],
  ] as const) {
    await page.getByRole('spinbutton', { name }).fill(value)
  }
  await open()
  t.equal(await unsent.isVisible(), true)
  await page.getByRole('button', { name: 'Use this box' }).click()
  await page.getByText('The player is stored.').waitFor()
  await open()
  t.equal(await unsent.isVisible(), false)
})
