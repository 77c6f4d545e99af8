import { type ElementHandle, launch, type Page } from 'puppeteer-core'
import type { Test } from 'tap'
import { findFirefox } from '../parts/parts.ts'
import { asSoonAsPossible, NOT_YET, PATIENCE_MS, type Person, withPictures } from './person.ts'

/**
 * A headless Firefox that ends with the test, driven over WebDriver BiDi. `host` is a name that
 * stands for this machine; without `script` pages run none, and Puppeteer's own clicks wait for ever.
 */
export async function launchFirefox(
  t: Pick<Test, 'teardown'>,
  { host, script = true, dark = false }: { host?: string; script?: boolean; dark?: boolean } = {},
) {
  const executablePath = findFirefox()
  if (executablePath === null) throw new Error('No Firefox found: run the tests with npm test.')
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      'network.dns.localDomains': host ?? '',
      'javascript.enabled': script,
      // 0 is dark, 1 light.
      'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
    },
  })
  t.teardown(() => browser.close())
  return browser
}

/** Looks for elements itself: Puppeteer's own waiting misses a swap now and then. */
export function personInFirefox(page: Page): Person {
  page.setDefaultTimeout(PATIENCE_MS)
  const withElement = <T>(
    xpath: string,
    action: (element: ElementHandle) => Promise<T>,
  ): Promise<T> =>
    asSoonAsPossible(async () => {
      const element = await page.$(`xpath/${xpath}`)
      return element && (await element.isVisible()) ? action(element) : NOT_YET
    })
  const person: Person = {
    open: async (url) => {
      await page.goto(url)
    },
    press: (xpath) => withElement(xpath, (element) => element.click()),
    fill: (xpath, text) =>
      withElement(xpath, async (element) => {
        await element.click({ count: 3 })
        await element.type(text)
      }),
    read: (xpath) =>
      withElement(xpath, (element) => element.evaluate((found) => found.textContent ?? '')),
    pressEnter: () => page.keyboard.press('Enter'),
    back: async () => {
      await page.goBack()
    },
    evaluate: (expression) => page.evaluate(expression),
  }
  return withPictures(person, () => page.screenshot())
}
