import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { findChromium } from '../support/browser/find-chromium.ts'

/** A person looks at a frame at least this long; meanwhile the neighbours are fetched, milliseconds. */
const LOOK_MS = 400

/**
 * From pressing "Next frame" to the next frame painted with its picture, milliseconds, for a walk
 * through the frames of a job; null without a browser.
 */
export async function measureNextFrame(origin: string, steps: number): Promise<number[] | null> {
  const executablePath = findChromium()
  if (executablePath === null) return null
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${origin}/jobs/with-48/frames/1`)
    const times: number[] = []
    for (let step = 0; step < steps; step += 1) {
      await pause(LOOK_MS)
      times.push(await page.evaluate(pressNext))
    }
    return times.sort((a, b) => a - b)
  } finally {
    await browser.close()
  }
}

/** Runs in the page: presses the link and waits for the frame that comes after it to be painted. */
async function pressNext(): Promise<number> {
  const heading = () => document.querySelector('.frame-title')?.textContent
  const picture = () =>
    document.querySelector<HTMLImageElement>('#frame .box-stage img, #frame .picture img')
  const before = heading()
  const began = performance.now()
  document.querySelector<HTMLAnchorElement>('#frame [data-go="next"]')?.click()
  const deadline = began + 10_000
  while (performance.now() < deadline) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    if (heading() !== before && picture()?.complete && (picture()?.naturalWidth ?? 0) > 0) break
  }
  return performance.now() - began
}

/** The value that 95 of 100 stay under. */
export function p95(sorted: readonly number[]): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? 0
}
