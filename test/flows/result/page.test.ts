// One file: the page of a result in a browser, mostly its radar, which `drawn` reads out of chart.js.

import type { Chart as ChartClass, ChartDataset, RadialLinearScaleOptions } from 'chart.js'
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { RESULT_JOBS as jobs } from '../../support/service/result-jobs.ts'
import { serveStoredJobs } from '../../support/service/stored-jobs.ts'

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
