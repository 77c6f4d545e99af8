import type { Page } from 'playwright-core'

/** Adds up what moves on the page from its first paint on; `movementOf` says how much it is. */
export async function watchMovement(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { shift: 0 }
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.shift += (entry as never as { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** What has moved until now, as the browser scores it; 0 is nothing. The frame that is being drawn is waited for. */
export async function movementOf(page: Page): Promise<number> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
  return page.evaluate(() => (globalThis as never as { seen: { shift: number } }).seen.shift)
}
