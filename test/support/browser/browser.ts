import { type Browser, chromium } from 'playwright-core'
import type { Test } from 'tap'
import { findChromium } from './find-chromium.ts'

/**
 * A headless Chromium that closes when the test ends. It speaks to nothing but the pages under test.
 * `args` are further switches of Chromium.
 */
export async function launchBrowser(
  t: Pick<Test, 'teardown'>,
  args: readonly string[] = [],
): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('No Chromium found: run the tests with npm test.')
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  })
  t.teardown(() => browser.close())
  return browser
}
