import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { recordedState, startRecordedApp } from '../../support/service/recorded-app.ts'

t.test('the box on a picture lies where the picture is, at every width', async (t) => {
  const states = {
    suggested: recordedState('waiting-for-target'),
    stored: recordedState('ready-to-enqueue'),
  }
  const { origin } = await startRecordedApp(t, states)
  const page = await (await launchBrowser(t)).newPage()
  for (const job of Object.keys(states)) {
    await page.goto(`${origin}/jobs/${job}`)
    for (const width of [1280, 800, 320]) {
      await page.setViewportSize({ width, height: 900 })
      const picture = page.locator('.picture:has(svg):visible').first()
      const drawn = await picture.locator('svg').boundingBox()
      t.same(drawn, await picture.locator('img').boundingBox(), `${job} at ${width}`)
    }
  }
})
