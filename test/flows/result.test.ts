import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Chart as ChartClass, ChartDataset, RadialLinearScaleOptions } from 'chart.js'
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { recordedResult, serveStoredJobs } from '../support/service/stored-jobs.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const rated = recordedResult('get-job--completed-report-done--200')
const withheld = recordedResult('get-job-view-full--partial--200')
const radar = { Finishing: 61, Positioning: 72, Composure: 66, 'Shot Power': 55 }
const jobs = {
  rated,
  withheld,
  failed: recordedResult('get-job--failed--200'),
  running: recordedResult('get-job-view-full--running--200'),
  missing: { status: 'COMPLETED' },
  january: recordedResult('old-d650813--get-job--partial--200'),
  twin: rated,
  gaps: { ...rated, result: { match_rating_10: 6.5, radar } },
  beyond: {
    ...rated,
    result: { match_rating_10: 6.5, radar: { ...radar, Pace: 140, Passing: -20, Vision: 0 } },
  },
}

const origin = await serveStoredJobs(t, jobs)
const browser = await launchBrowser(t)

/** A fresh visitor; `complaints` gathers what the browser says about the page. */
async function visit(path: string, options: Parameters<typeof browser.newPage>[0] = {}) {
  const page = await browser.newPage(options)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => {
    // The recorded pictures are at a store that is not there.
    const isPicture = line.location().url.includes('/api/frame-proxy')
    if (line.type() === 'error' && !isPicture) complaints.push(line.text())
  })
  await page.goto(origin + path)
  return { page, complaints }
}

/** What a script drew in the place of the server's drawing. */
const canvas = (page: Page) => page.locator('.radar-picture[data-drawn] canvas')

/** The lines that were drawn, as chart.js holds them. */
const drawn = (page: Page) =>
  page.evaluate(() => {
    const { Chart } = globalThis as unknown as { Chart: typeof ChartClass }
    const chart = Chart.getChart(document.querySelector('canvas')!)!
    return {
      axes: chart.data.labels,
      scale: [chart.scales['r']?.min, chart.scales['r']?.max],
      lines: (chart.data.datasets as ChartDataset<'radar'>[]).map((line) => ({
        label: line.label,
        data: line.data,
        style: [line.borderColor, line.borderDash, line.pointStyle].map((part) =>
          JSON.stringify(part),
        ),
        fill: line.fill,
      })),
    }
  })

t.test('the radar draws the numbers of the table, a gap where nothing was measured', async (t) => {
  const { page, complaints } = await visit('/jobs/gaps/result')
  await canvas(page).waitFor()
  const { axes, scale, lines } = await drawn(page)
  t.same(axes, [
    'Finishing',
    'Heading',
    'Positioning',
    'Composure',
    'Off-the-ball Movement',
    'Shot Power',
  ])
  t.same(scale, [0, 100])
  t.match(lines, [{ label: 'M. Bianchi (8)', data: [61, null, 72, 66, null, 55], fill: false }])
  t.same(complaints, [], 'under the policy of production, nothing is refused')
  await page.close()
})

t.test('no line is drawn over an axis where nothing was measured', async (t) => {
  const { page } = await visit('/jobs/gaps/result')
  await canvas(page).waitFor()
  /** Whether the middle between the points of two axes has the colour of the line. */
  const isJoined = (from: string, to: string) =>
    page.evaluate(
      ([from = '', to = '']) => {
        const { Chart } = globalThis as unknown as { Chart: typeof ChartClass }
        const canvas = document.querySelector('canvas')!
        const chart = Chart.getChart(canvas)!
        const place = (name: string) =>
          chart.getDatasetMeta(0).data[chart.data.labels!.indexOf(name)]!
        const [a, b] = [place(from), place(to)]
        const ratio = chart.currentDevicePixelRatio
        const [x, y] = [((a.x + b.x) / 2) * ratio, ((a.y + b.y) / 2) * ratio]
        const ink = canvas.getContext('2d', { willReadFrequently: true })!
        const probe = document.createElement('canvas').getContext('2d')!
        probe.fillStyle = String(chart.data.datasets[0]!.borderColor)
        probe.fillRect(0, 0, 1, 1)
        const wanted = probe.getImageData(0, 0, 1, 1).data
        const { data } = ink.getImageData(Math.round(x) - 2, Math.round(y) - 2, 5, 5)
        const isLine = (at: number) =>
          [0, 1, 2].every((part) => Math.abs(data[at + part]! - wanted[part]!) < 12)
        return Array.from({ length: 25 }, (_, n) => isLine(n * 4)).some(Boolean)
      },
      [from, to],
    )
  t.equal(await isJoined('Positioning', 'Composure'), true, 'neighbours are joined')
  t.equal(await isJoined('Shot Power', 'Finishing'), true, 'the last and the first too')
  t.equal(await isJoined('Finishing', 'Positioning'), false, 'over Heading')
  t.equal(await isJoined('Composure', 'Shot Power'), false, 'over Off-the-ball Movement')
  await page.close()
})

t.test(
  'a value beyond the scale is drawn at its edge, with a word, and stays in the table',
  async (t) => {
    const { page, complaints } = await visit('/jobs/beyond/result')
    await canvas(page).waitFor()
    const { axes, scale, lines } = await drawn(page)
    const at = (name: string) => lines[0]?.data[axes?.indexOf(name) ?? -1]
    t.strictSame(scale, [0, 100])
    t.strictSame([at('Pace'), at('Passing'), at('Vision'), at('Finishing')], [100, 0, 0, 61])
    t.equal(
      await page.locator('.radar-note').textContent(),
      'Beyond the scale of 0 to 100, so drawn at its edge: Pace 140; Passing -20.',
    )
    for (const number of ['140', '-20']) t.ok(await page.locator(`data[value="${number}"]`).count())
    t.strictSame(complaints, [])
    await page.goto(`${origin}/compare?job=beyond&job=gaps`)
    await canvas(page).waitFor()
    t.match(await page.locator('.radar-note').textContent(), /\), job beyond, Pace 140; /)
    await page.goto(`${origin}/jobs/gaps/result`)
    await canvas(page).waitFor()
    t.equal(await page.locator('.radar-note').count(), 0)
  },
)

t.test('the radar follows the colours of the page', async (t) => {
  const { page } = await visit('/jobs/rated/result', { colorScheme: 'light' })
  await canvas(page).waitFor()
  const light = (await drawn(page)).lines[0]?.style
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.waitForFunction((before) => {
    const { Chart } = globalThis as unknown as { Chart: typeof ChartClass }
    const line = Chart.getChart(document.querySelector('canvas')!)?.data.datasets[0]
    return line !== undefined && JSON.stringify(line.borderColor) !== before
  }, light?.[0])
  const dark = (await drawn(page)).lines[0]?.style
  t.same(light?.slice(1), dark?.slice(1))
  await page.close()
})

t.test('the labels of the radar keep clear of its edge', async (t) => {
  const { page } = await visit('/jobs/rated/result')
  await canvas(page).waitFor()
  /** CSS pixels between the edge and the first ink, on the side where there is least. */
  const room = await page.evaluate(() => {
    const canvas = document.querySelector('canvas')!
    const { width, height } = canvas
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
    const inkAt = (x: number, y: number) => {
      const at = (y * width + x) * 4
      return [0, 1, 2].some((part) => data[at + part] !== data[part])
    }
    let least = width
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (inkAt(x, y)) least = Math.min(least, x, y, width - 1 - x, height - 1 - y)
      }
    }
    return least / devicePixelRatio
  })
  t.ok(room >= 6, `${room} pixels`)
  await page.close()
})

t.test('the radar can be read in forced colours', async (t) => {
  const { page } = await visit('/jobs/rated/result', { forcedColors: 'active' })
  await canvas(page).waitFor()
  const [ground, ...ink] = await page.evaluate(() => {
    const { Chart } = globalThis as unknown as { Chart: typeof ChartClass }
    const chart = Chart.getChart(document.querySelector('canvas')!)!
    const { ticks, grid, pointLabels } = chart.options.scales!['r'] as RadialLinearScaleOptions
    const line = chart.data.datasets[0]?.borderColor
    return [ticks.backdropColor, ticks.color, grid.color, pointLabels.color, line]
  })
  for (const colour of ink) t.not(colour, ground)
  await page.close()
})

t.test('the picture of the radar can be taken away', async (t) => {
  const { page } = await visit('/jobs/rated/result')
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download PNG' }).click()
  t.equal((await saved).suggestedFilename(), 'M. Bianchi (8) - Rossi FC - radar.png')
  await page.close()
})

t.test('without script the drawing of the server and the numbers are there', async (t) => {
  const { page } = await visit('/jobs/gaps/result', { javaScriptEnabled: false })
  const radar = page.getByRole('img', { name: 'Radar of the result' })
  t.ok(await radar.locator('svg').isVisible())
  t.equal(await radar.locator('.radar-line circle').count(), 4, 'a marker for each measured skill')
  t.equal(await radar.locator('canvas').count(), 0)
  t.match(await page.locator('.result-skills li').first().textContent(), /Finishing\s+61/)
  for (const name of ['Print', 'Copy sentence']) {
    t.equal(await page.getByRole('button', { name }).count(), 0, name)
  }
  t.equal(await page.getByRole('link', { name: 'Download PNG' }).count(), 0)
  await page.getByText(/^All \d+ measures$/).click()
  t.ok(await page.getByRole('row', { name: /Finishing 61 out of 100/ }).isVisible())
  await page.close()
})

t.test('the values of the radar are told to those who do not see it', async (t) => {
  for (const javaScriptEnabled of [true, false]) {
    const { page } = await visit('/jobs/gaps/result', { javaScriptEnabled })
    if (javaScriptEnabled) await canvas(page).waitFor()
    const radar = page.getByRole('img', { name: 'Radar of the result' })
    t.match(
      await radar.ariaSnapshot(),
      /img "Radar of the result"/,
      'one picture, whoever has drawn it',
    )
    const id = await radar.getAttribute('aria-describedby')
    t.equal(
      await page.locator(`#${id}`).textContent(),
      'M. Bianchi (8), each out of 100: Finishing 61, Heading not measured, Positioning 72, Composure 66, Off-the-ball Movement not measured, Shot Power 55.',
    )
    await page.close()
  }
})

t.test('nothing moves while the page loads, the radar included', async (t) => {
  for (const id of ['rated', 'withheld', 'failed']) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.addInitScript(() => {
      const seen = { shift: 0 }
      Object.assign(globalThis, { seen })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          seen.shift += (entry as never as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(`${origin}/jobs/${id}/result`)
    t.match(await page.locator('h1').textContent(), /^Result of/)
    if (id === 'rated') await canvas(page).waitFor()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
    const shift = await page.evaluate(
      () => (globalThis as never as { seen: { shift: number } }).seen.shift,
    )
    t.equal(shift, 0, id)
    await page.close()
  }
})

t.test('headline, radar, skills and trust stand on one screen of 1280 by 800', async (t) => {
  const { page } = await visit('/jobs/rated/result', { viewport: { width: 1280, height: 800 } })
  await canvas(page).waitFor()
  for (const part of [
    '.result-sentence',
    '.result-headline',
    '.radar-picture',
    '.result-skills',
    '.result-trust',
    '.result-clips',
  ]) {
    const box = await page.locator(part).boundingBox()
    t.ok(box !== null && box.y + box.height <= 800, `${part}: ${JSON.stringify(box)}`)
  }
  await page.close()
})

t.test('chart.js is fetched only where there is a radar', async (t) => {
  const fetched: string[] = []
  const page = await browser.newPage()
  page.on('request', (request) => fetched.push(request.url()))
  for (const id of ['withheld', 'failed', 'running', 'missing']) {
    await page.goto(`${origin}/jobs/${id}/result`, { waitUntil: 'networkidle' })
  }
  t.notOk(fetched.some((url) => url.endsWith('/chart.js')))
  t.ok(
    fetched.every((url) => url.startsWith(origin)),
    'and nothing from elsewhere',
  )
  await page.close()
})

t.test('the CSV equals the table to the digit', async (t) => {
  for (const id of ['rated', 'withheld', 'gaps', 'beyond', 'january']) {
    const { page } = await visit(`/jobs/${id}/result`)
    const href = await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href')
    const csv = await (await fetch(origin + href)).text()
    // What the rows of a part share stands in its heading, and "0 or more" is not repeated.
    const table = await page.locator('#result-table tbody').evaluateAll((parts) =>
      parts.flatMap((part) => {
        const [heading, ...rows] = [...(part as HTMLTableSectionElement).rows]
        const said = (name: string) => heading?.querySelector(`[data-${name}]`)?.textContent
        return rows.map((row) => {
          const [label, value, range, meaning] = [...row.cells].map(
            (cell) => (cell.querySelector('data') ?? cell).textContent?.trim() ?? '',
          )
          const ownRange = range || said('range') || '0 or more'
          return [label, value, ownRange, said('sample'), meaning].join('|')
        })
      }),
    )
    const records = csv
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)])
      .map((fields) => fields.map(([, quoted, plain]) => quoted ?? plain ?? ''))
      .map(([, label, value, , range, sample, meaning]) =>
        [label, value, range, sample, meaning].join('|'),
      )
    t.ok(table.length >= 7)
    t.same(records, table, id)
    await page.close()
  }
})

/** The smallest text that is drawn, in points; of an SVG as large as it is on paper. */
const smallestText = (page: Page) =>
  page.evaluate(() => {
    const sizes: number[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      if (!element || !node.textContent?.trim() || !element.checkVisibility()) continue
      if (element.closest('.sr') || element.getClientRects().length === 0) continue
      const scale = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1
      sizes.push((Number.parseFloat(getComputedStyle(element).fontSize) * scale * 3) / 4)
    }
    return Math.min(...sizes)
  })

t.test('the result prints on one sheet, with nothing under 9 points', async (t) => {
  for (const id of ['rated', 'withheld', 'january', 'failed', 'missing', 'beyond']) {
    // The width that the margins of an A4 sheet leave.
    const { page } = await visit(`/jobs/${id}/result`, { viewport: { width: 718, height: 1047 } })
    await page.getByRole('button', { name: 'Print' }).waitFor()
    if (id === 'rated') await canvas(page).waitFor()
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    t.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1, id)
    await page.emulateMedia({ media: 'print' })
    const smallest = await smallestText(page)
    t.ok(smallest >= 8.99, `${id}: ${smallest} points`)
    for (const words of ['Result of ', `Job ${id}`, 'Known']) {
      t.ok(
        await page
          .getByText(words, { exact: words === 'Known' })
          .first()
          .isVisible(),
        `${id}: ${words}`,
      )
    }
    await page.close()
  }
})

t.test('up to four players are told apart by dash and marker as well as colour', async (t) => {
  const { page } = await visit('/compare?job=rated&job=gaps&job=january&job=twin')
  await canvas(page).waitFor()
  const { lines } = await drawn(page)
  t.equal(lines.length, 4)
  for (const part of [0, 1, 2]) {
    t.equal(new Set(lines.map(({ style }) => style[part])).size, 4)
  }
  await page.close()
})

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`every state passes axe and fits 320 pixels, ${colorScheme}`, async (t) => {
    const paths = Object.keys(jobs).map((id) => `/jobs/${id}/result`)
    paths.push('/compare', '/compare?job=rated&job=gaps&job=failed&job=withheld')
    const { page } = await visit('/compare', { viewport: { width: 320, height: 800 } })
    await page.emulateMedia({ colorScheme })
    for (const path of paths) {
      await page.goto(origin + path)
      // What is folded must hold too.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      // Playwright evaluates past the page's policy, so the policy stays as it is.
      await page.evaluate(AXE)
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
        const found = await axe.run()
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
      })
      t.same(violations, [], `${path} ${colorScheme}`)
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      t.equal(overflow, 0, `${path} needs no sideways scrolling`)
    }
    await page.close()
  })
}

t.test('no page holds a signature; a clip leads to the fresh one', async (t) => {
  for (const path of ['/jobs/rated/result', '/compare?job=rated']) {
    t.notMatch(await (await fetch(origin + path)).text(), /X-Amz|Signature/)
  }
  const { page } = await visit('/jobs/rated/result')
  const clip = page.getByRole('link', { name: /^Open clip/ }).first()
  const answer = await fetch(origin + (await clip.getAttribute('href')), { redirect: 'manual' })
  t.equal(answer.status, 302)
  t.match(answer.headers.get('location'), /clip_target\.mp4\?X-Amz/)
  await page.close()
})
