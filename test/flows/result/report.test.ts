import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const FINISHED = '00000000-0000-4000-8000-000000000019'
const browser = await launchBrowser(t)

t.test(
  'after a press for a report the focus is on what is said of it, and an old problem is gone',
  async (t) => {
    const { origin } = await startDemoApp(t)
    const page = await browser.newPage()
    t.teardown(() => page.close())
    t.equal((await page.goto(`${origin}/jobs/${FINISHED}/result`))?.status(), 200)
    const ask = page.getByRole('button', { name: 'Ask for a report' })
    const attempt = page.locator('#report [name=attempt]')
    const now = await attempt.inputValue()
    const set = (value: string) =>
      attempt.evaluate((field: HTMLInputElement, value) => {
        field.value = value
      }, value)
    const focused = page.locator(':focus')

    await set('of-yesterday')
    await ask.press('Enter')
    await focused
      .getByText(/Somebody else|has changed/)
      .or(page.locator('#problem-title:focus'))
      .waitFor()
    await set(now)
    await ask.press('Enter')
    await focused.getByText(/The report was asked for|is writing the report/).waitFor()
    t.equal(await page.locator('#problem-title').count(), 0)
  },
)
