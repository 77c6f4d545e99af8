// One file: mouse, wheel and finger need the same way from a point of the frame to one of the screen.

import type { CDPSession, Page } from 'playwright-core'
import t from 'tap'
import type { PixelBox } from '../../../src/domain/box/box.ts'
import { SIZE, SUGGESTED, serveBoxEditor } from '../../support/browser/box-editor-page.ts'
import { launchBrowser } from '../../support/browser/browser.ts'

const { origin } = await serveBoxEditor(t)
const browser = await launchBrowser(t)

async function open(options: Parameters<typeof browser.newPage>[0] = {}, path = '/frame') {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
  await page.goto(origin + path)
  await page.locator('box-editor[data-ready]').waitFor()
  return page
}

async function fields(page: Page): Promise<PixelBox> {
  const [left = 0, top = 0, width = 0, height = 0] = await page
    .locator('.box-field input')
    .evaluateAll((inputs) => inputs.map((input) => Number((input as HTMLInputElement).value)))
  return { left, top, width, height }
}

/** Where a point of the frame is on the screen. */
async function onScreen(page: Page, x: number, y: number) {
  const shown = (await page.locator('.box-stage img').boundingBox())!
  return {
    x: shown.x + (x / SIZE.width) * shown.width,
    y: shown.y + (y / SIZE.height) * shown.height,
  }
}

async function clickAt(page: Page, x: number, y: number) {
  const place = await onScreen(page, x, y)
  await page.mouse.click(place.x, place.y)
}

async function drag(page: Page, from: [number, number], to: [number, number]) {
  const [start, end] = [await onScreen(page, ...from), await onScreen(page, ...to)]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2)
  await page.mouse.move(end.x, end.y)
  await page.mouse.up()
}

const near = (a: PixelBox, b: PixelBox, within: number) =>
  (['left', 'top', 'width', 'height'] as const).every(
    (side) => Math.abs(a[side] - b[side]) <= within,
  )

const zoomIn = (page: Page) => page.getByRole('button', { name: 'Zoom in' }).click()

t.test('two clicks draw the box, over the old one too, and Escape gives up', async (t) => {
  const page = await open()
  await clickAt(page, 300, 400)
  t.match(
    await page.locator('.box-status').textContent(),
    /First corner at (299|300|301), (399|400|401)\./,
  )
  await clickAt(page, 260, 300)
  t.ok(near(await fields(page), { left: 260, top: 300, width: 40, height: 100 }, 1.5))
  const drawn = await fields(page)
  await clickAt(page, 700, 500)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Draw with two clicks' }).click()
  await clickAt(page, 265, 310)
  await clickAt(page, 290, 390)
  t.ok(near(await fields(page), { left: 265, top: 310, width: 25, height: 80 }, 1.5))
  await page.getByRole('button', { name: 'Undo' }).click()
  t.same(await fields(page), drawn)
  await page.close()
})

t.test('the mouse draws, moves and resizes by dragging, and one drag is one step', async (t) => {
  const page = await open()
  await drag(page, [620, 350], [720, 250])
  t.ok(near(await fields(page), { ...SUGGESTED, left: 700.3, top: 200 }, 1.5))
  await page.getByRole('button', { name: 'Undo' }).click()
  const corner = (await page.locator('[data-part=se]').boundingBox())!
  await page.mouse.move(corner.x + 6, corner.y + 6)
  await page.mouse.down()
  await page.mouse.move(corner.x - 900, corner.y - 900)
  t.same(await fields(page), { ...SUGGESTED, width: 8, height: 8 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  t.same(await fields(page), SUGGESTED, 'Escape gives the drag up')
  await drag(page, [100, 100], [160, 240])
  t.ok(near(await fields(page), { left: 100, top: 100, width: 60, height: 140 }, 1.5))
  await drag(page, [130, 170], [-900, 9000])
  t.same((({ left, top, height }) => [left, top + height])(await fields(page)), [0, 720])
  await page.close()
})

t.test(
  'the same edits give the same frame pixels at every zoom and device pixel ratio',
  async (t) => {
    for (const deviceScaleFactor of [1, 1.5, 3]) {
      const page = await open({ deviceScaleFactor })
      for (const zoom of [1, 2, 4, 8]) {
        await drag(page, [620.3, 348], [640.3, 363])
        const moved = await fields(page)
        t.ok(
          near(moved, { ...SUGGESTED, left: 620.3, top: 315 }, 1),
          `move at ${zoom}, ${deviceScaleFactor}`,
        )
        await page.getByRole('button', { name: 'Undo' }).click()
        t.same(await fields(page), SUGGESTED)
        await zoomIn(page)
      }
      await page.close()
    }
  },
)

t.test(
  'zooming keeps the page where it is and the box in sight; Ctrl and wheel zoom about the pointer',
  async (t) => {
    const page = await open()
    const height = () => page.evaluate(() => document.documentElement.scrollHeight)
    const before = await height()
    for (let n = 0; n < 3; n++) await zoomIn(page)
    t.equal(await height(), before)
    t.equal(await page.locator('.box-status').textContent(), 'Zoom 8×.')
    const view = (await page.locator('.box-scroll').boundingBox())!
    const box = (await page.locator('.box-grip').boundingBox())!
    t.ok(box.x >= view.x && box.x + box.width <= view.x + view.width)
    await page.getByRole('button', { name: 'Fit' }).click()
    const place = await onScreen(page, 400, 200)
    await page.mouse.move(place.x, place.y)
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -300)
    await page.keyboard.up('Control')
    await page.locator('.box-status', { hasText: /Zoom 2\.7×/ }).waitFor()
    const after = await onScreen(page, 400, 200)
    t.ok(Math.hypot(after.x - place.x, after.y - place.y) < 2)
    await page.close()
  },
)

t.test(
  'handles are 24 pixels under a mouse and 44 under a finger, and do not cover one another',
  async (t) => {
    for (const [hasTouch, least] of [
      [false, 24],
      [true, 44],
    ] as const) {
      const page = await open({ hasTouch, viewport: { width: 420, height: 900 } })
      const rects = await page.locator('.box-grip span').evaluateAll((spans) =>
        spans
          .map((span) => span.getBoundingClientRect())
          .filter(({ width }) => width > 0)
          .map(({ left, top, width, height }) => ({ left, top, width, height })),
      )
      t.ok(rects.length >= 4)
      t.ok(rects.every(({ width, height }) => width >= least && height >= least))
      const apart = rects.every((a, i) =>
        rects.every((b, j) => {
          const clear = (p: number, q: number, side: number) => Math.abs(p - q) >= side - 0.01
          return i === j || clear(a.left, b.left, a.width) || clear(a.top, b.top, a.height)
        }),
      )
      t.ok(apart)
      await page.close()
    }
  },
)

interface Point {
  x: number
  y: number
}

/** A finger that goes from one place to another in steps, each of which the page has seen and painted. */
async function swipe(page: Page, cdp: CDPSession, from: Point, to: Point) {
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) => {
    await cdp.send('Input.dispatchTouchEvent', { type, touchPoints })
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(painted)))
  }
  await touch('touchStart', from)
  for (let n = 1; n <= 8; n++) {
    await touch('touchMove', {
      x: from.x + ((to.x - from.x) * n) / 8,
      y: from.y + ((to.y - from.y) * n) / 8,
    })
  }
  await touch('touchEnd')
}

t.test(
  'a finger moves the box, draws by two taps, and beside the box scrolls the page',
  async (t) => {
    const page = await open({
      hasTouch: true,
      isMobile: true,
      // Lower than the page with any font, so that there is something to scroll.
      viewport: { width: 900, height: 480 },
    })
    const cdp = await page.context().newCDPSession(page)
    const scrolled = () => page.evaluate(() => scrollY)
    await swipe(page, cdp, await onScreen(page, 620, 350), await onScreen(page, 720, 450))
    t.ok(near(await fields(page), { ...SUGGESTED, left: 700.3, top: 400 }, 2))
    t.equal(await scrolled(), 0, 'the box moves, not the page')
    const [start, end] = [await onScreen(page, 300, 600), await onScreen(page, 300, 200)]
    // The page rolls on after the finger has left it.
    const rests = page.evaluate(
      () => new Promise((rest) => addEventListener('scrollend', rest, { once: true })),
    )
    await swipe(page, cdp, start, end)
    await page.waitForFunction(() => scrollY > 50)
    await rests
    t.ok(
      near(await fields(page), { ...SUGGESTED, left: 700.3, top: 400 }, 2),
      'the page moves, not the box',
    )
    await page.evaluate(() => scrollTo(0, 0))
    for (const [x, y] of [
      [200, 300],
      [240, 400],
    ] as const) {
      const place = await onScreen(page, x, y)
      await page.touchscreen.tap(place.x, place.y)
      const isFirst = x === 200
      const corner = page.locator('.box-status').filter({ hasText: 'First corner at' })
      await corner.waitFor({ state: isFirst ? 'visible' : 'hidden' })
    }
    t.ok(near(await fields(page), { left: 200, top: 300, width: 40, height: 100 }, 2))
    await page.close()
  },
)
