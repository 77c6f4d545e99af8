import { launch, type Page } from 'puppeteer-core'
import type { Test } from 'tap'
import { findFirefox } from './parts/parts.ts'
import { PATIENCE_MS, type Person } from './person.ts'

/**
 * A headless Firefox that ends with the test, driven over WebDriver BiDi. `host` is a name that
 * stands for this machine.
 */
export async function launchFirefox(t: Pick<Test, 'teardown'>, { host }: { host?: string } = {}) {
  const executablePath = findFirefox()
  if (executablePath === null) throw new Error('No Firefox found: run the tests with npm test.')
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: { 'network.dns.localDomains': host ?? '' },
  })
  t.teardown(() => browser.close())
  return browser
}

export function personInFirefox(page: Page): Person {
  page.setDefaultTimeout(PATIENCE_MS)
  const at = (element: string) => page.locator(`xpath/${element}`).setVisibility('visible')
  return {
    open: async (url) => {
      await page.goto(url)
    },
    press: (element) => at(element).click(),
    fill: (element, text) => at(element).fill(text),
    read: (element) =>
      at(element)
        .map((found) => found.textContent ?? '')
        .wait(),
    back: async () => {
      await page.goBack()
    },
    evaluate: (expression) => page.evaluate(expression),
  }
}
