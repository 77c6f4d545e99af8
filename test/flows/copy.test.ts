import t from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { HOST, MAPPED } from '../support/browser/host-name.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

const ID = '00000000-0000-4000-8000-000000000046'
const { port } = await startDemoApp(t)
const browser = await launchBrowser(t, [MAPPED])

t.test(
  'over plain HTTP, where browsers keep their clipboard shut, the buttons copy too',
  async (t) => {
    const page = await browser.newPage()
    const origin = `http://${HOST}:${port}`
    t.equal((await page.goto(`${origin}/jobs/${ID}`))?.status(), 200)
    t.equal(await page.evaluate(() => navigator.clipboard), undefined, 'it is shut')
    const copy = page.getByRole('button', { name: 'Copy the job id' })
    await copy.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Copied/ }).waitFor()
    t.ok(
      await copy
        .or(page.getByRole('button', { name: /^Copied/ }))
        .evaluate((button) => button === document.activeElement),
    )
    t.equal(await page.evaluate(() => String(getSelection())), '', 'nothing stays marked')
    await page.goto(`${origin}/`)
    const field = page.getByRole('textbox', { name: 'Job id' })
    await field.focus()
    await page.keyboard.press('Control+V')
    t.equal(await field.inputValue(), ID)

    t.equal((await page.goto(`${origin}/jobs/${ID}/result`))?.status(), 200)
    const sentence = (await page.locator('#result-sentence').innerText()).trim()
    t.match(sentence, /^K\. Adeyemi \(9\): rated /)
    await page.getByRole('button', { name: 'Copy sentence' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    await page.goto(`${origin}/`)
    await field.focus()
    await page.keyboard.press('Control+V')
    t.equal(await field.inputValue(), sentence)
  },
)
