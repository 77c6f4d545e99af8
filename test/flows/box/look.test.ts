import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import t from 'tap'
import { GROUNDS, serveBoxEditor } from '../../support/browser/box-editor-page.ts'
import { launchBrowser } from '../../support/browser/browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Of the 30,000 that all script before a result may have; as it is served, comments and all. */
const MAX_SCRIPT_BYTES = 9_000

const { origin } = await serveBoxEditor(t)
const browser = await launchBrowser(t)

type Rgb = [number, number, number]

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** The pixels of one row of the page, from left to right. */
async function row(page: Page, clip: { x: number; y: number; width: number }): Promise<Rgb[]> {
  const shot = await page.screenshot({ clip: { ...clip, height: 1 } })
  const data = await sharp(shot).removeAlpha().raw().toBuffer()
  return Array.from(
    { length: data.length / 3 },
    (_, n) => [...data.subarray(n * 3, n * 3 + 3)] as Rgb,
  )
}

t.test(
  'the outline stands out by 3:1 on grass, snow, shadow and a grey kit, with nothing over the player',
  async (t) => {
    for (const ground of Object.keys(GROUNDS)) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
      await page.goto(`${origin}/frame?ground=${ground}`)
      await page.locator('box-editor[data-ready]').waitFor()
      const box = (await page.locator('.box-grip').boundingBox())!
      const y = box.y + box.height / 4
      const across = await row(page, { x: box.x - 10, y, width: box.width + 20 })
      const bare = across[0]!
      const edge = across.slice(6, 14)
      const best = Math.max(...edge.map((pixel) => contrast(pixel, bare)))
      t.ok(best >= 3, `${ground}: ${best.toFixed(1)}`)
      const tones = Math.max(...edge.flatMap((a) => edge.map((b) => contrast(a, b))))
      t.ok(tones >= 3, `${ground}, light against dark: ${tones.toFixed(1)}`)
      t.same(
        across.slice(15, -15),
        Array(across.length - 30).fill(bare),
        'the player is left as it is',
      )
      await page.close()
    }
  },
)

t.test(
  'axe finds nothing, in light and dark, wide and narrow, in every state of the editor',
  async (t) => {
    const states: [string, string, (page: Page) => Promise<void>][] = [
      ['suggested', '/frame', async () => {}],
      [
        'in focus and zoomed',
        '/frame',
        async (page) => {
          await page.getByRole('button', { name: 'Zoom in' }).click()
          await page.locator('.box-grip').focus()
        },
      ],
      [
        'drawing',
        '/frame',
        (page) => page.getByRole('button', { name: 'Draw with two clicks' }).click(),
      ],
      ['mismatch', '/frame?left=9&top=9&width=20&height=30&force=yes', async () => {}],
      ['faults', '/frame?left=x&top=9&width=2000&height=30', async () => {}],
      ['nothing suggested', '/frame?track=none&purpose=player', async () => {}],
    ]
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 320]) {
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          colorScheme,
          bypassCSP: true,
        })
        const page = await context.newPage()
        for (const [name, path, action] of states) {
          await page.goto(origin + path)
          await page.locator('box-editor[data-ready]').waitFor()
          await action(page)
          await page.evaluate(AXE)
          const found = await page.evaluate(
            (values) =>
              (globalThis as unknown as { axe: typeof import('axe-core') }).axe
                .run(document, { runOnly: { type: 'tag', values } })
                .then(({ violations }) =>
                  violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
                ),
            RULES,
          )
          t.same(found, [], `${name}, ${colorScheme}, ${width} px`)
          const beyond = await page.evaluate(
            () => document.documentElement.scrollWidth - innerWidth,
          )
          t.ok(beyond <= 0, 'no sideways scrolling of the page')
        }
        await context.close()
      }
    }
  },
)

t.test('the outline and the focus stay in forced colours', async (t) => {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 },
    forcedColors: 'active',
  })
  await page.goto(`${origin}/frame?ground=snow`)
  await page.locator('.box-grip').focus()
  const style = await page
    .locator('.box-grip')
    .evaluate((grip) => getComputedStyle(grip).outlineStyle)
  t.equal(style, 'solid')
  await page.close()
})

t.test(
  'the page gets the frame whole before the script has run, and nothing shifts when it has',
  async (t) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(`${origin}/frame`)
    await page.locator('box-editor[data-ready]').waitFor()
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0
          const observer = new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              sum += (entry as unknown as { value: number }).value
          })
          observer.observe({ type: 'layout-shift', buffered: true })
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
        }),
    )
    t.equal(shift, 0)
    await page.close()
  },
)

t.test('the script of the editor stays small', async (t) => {
  const page = await browser.newPage()
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js'))
      sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length))
  })
  await page.goto(`${origin}/frame`)
  await page.locator('box-editor[data-ready]').waitFor()
  // The editor, its state, its view, its words, what an action is, and the rules that it shares with the server.
  t.equal(sizes.length, 6)
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  t.ok(total <= MAX_SCRIPT_BYTES, `${total} bytes`)
  await page.close()
})
