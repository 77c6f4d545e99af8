import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { request } from 'undici'
import { findChromium } from '../support/browser/find-chromium.ts'

/** The visit whose largest paint is the median of some; null without a browser. */
export async function measureFirstVisits(origin: string, count: number) {
  const visits: NonNullable<Awaited<ReturnType<typeof measureFirstVisit>>>[] = []
  for (let i = 0; i < count; i += 1) {
    const visit = await measureFirstVisit(origin)
    if (visit === null) return null
    visits.push(visit)
  }
  return visits.sort((a, b) => a.paintMs - b.paintMs)[count >> 1]!
}

/** What a browser that has nothing yet loads for the job page of 48 frames; null without a browser. */
async function measureFirstVisit(origin: string) {
  const executablePath = findChromium()
  if (executablePath === null) return null
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const network = await page.context().newCDPSession(page)
    await network.send('Network.enable')
    let bytes = 0
    let images = 0
    let requests = 0
    await page.addInitScript(() => {
      const seen = { shift: 0, paintMs: 0 }
      Object.assign(globalThis, { seen })
      const watch = (type: string, note: (entry: PerformanceEntry) => void) =>
        new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
          type,
          buffered: true,
        })
      watch('layout-shift', (entry) => {
        seen.shift += (entry as never as { value: number }).value
      })
      watch('largest-contentful-paint', ({ startTime }) => {
        seen.paintMs = startTime
      })
    })
    network.on('Network.requestWillBeSent', () => {
      requests += 1
    })
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    network.on('Network.responseReceived', ({ type }) => {
      if (type === 'Image') images += 1
    })
    await page.goto(`${origin}/jobs/with-48`)
    // Its event stream keeps the network busy for good: the images are here when none came for a while.
    for (let before = -1; before !== bytes; await pause(1_000)) before = bytes
    const { shift, paintMs } = await page.evaluate(
      () => (globalThis as never as { seen: { shift: number; paintMs: number } }).seen,
    )
    return { bytes, images, requests, shift, paintMs }
  } finally {
    await browser.close()
  }
}

/** Script and style of the job page, gzipped, bytes. */
export async function measureAssets(origin: string) {
  const html = await textOf(`${origin}/jobs/with-48`)
  const scripts = new Set([...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, src]) => src!))
  const styles = new Set(
    [...html.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => href!),
  )
  for (const script of scripts) {
    const text = await textOf(origin + script)
    for (const [, name] of text.matchAll(/(?:from|import) ?'(\.[^']+)'/g)) {
      scripts.add(new URL(name!, origin + script).pathname)
    }
  }
  return {
    htmlBytes: gzipSync(html).length,
    scriptBytes: await gzipped(origin, scripts),
    styleBytes: await gzipped(origin, styles),
  }
}

async function gzipped(origin: string, paths: Set<string>): Promise<number> {
  const texts = await Promise.all([...paths].map((path) => textOf(origin + path)))
  return texts.reduce((sum, text) => sum + gzipSync(text).length, 0)
}

async function textOf(url: string): Promise<string> {
  const { body } = await request(url)
  return body.text()
}
