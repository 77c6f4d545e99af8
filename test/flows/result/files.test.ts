import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

// The files of a result, read by readers that were not written here: the browser's XML parser, and sharp.

const id = (n: number) => `00000000-0000-4000-8000-0000000000${n}`
const { origin, ask } = await startDemoApp(t)
const browser = await launchBrowser(t)

interface ReadInstance {
  id: string
  start: number
  end: number
  code: string
  labels: Record<string, string>
}

/** What a reader of the format finds, by the elements that it has. */
async function readXml(path: string): Promise<{ instances: ReadInstance[]; rows: string[] }> {
  const page = await browser.newPage()
  await page.goto(`${origin}/shortcuts`)
  const found = await page.evaluate(async (path) => {
    const text = await (await fetch(path)).text()
    const document = new DOMParser().parseFromString(text, 'application/xml')
    const error = document.querySelector('parsererror')
    if (error) throw new Error(error.textContent ?? '')
    const said = (element: Element, name: string) =>
      element.querySelector(`:scope > ${name}`)?.textContent ?? ''
    return {
      root: document.documentElement.tagName,
      instances: [...document.querySelectorAll('file > ALL_INSTANCES > instance')].map((one) => ({
        id: said(one, 'ID'),
        start: Number(said(one, 'start')),
        end: Number(said(one, 'end')),
        code: said(one, 'code'),
        labels: Object.fromEntries(
          [...one.querySelectorAll(':scope > label')].map((label) => [
            said(label, 'group'),
            said(label, 'text'),
          ]),
        ),
      })),
      rows: [...document.querySelectorAll('file > ROWS > row')].map((row) => said(row, 'code')),
    }
  }, path)
  await page.close()
  t.equal(found.root, 'file')
  return found
}

t.test('the XML has the clips and the presence of the player, at their very times', async (t) => {
  for (const n of [45, 46]) {
    const { data } = (await ask(`/api/jobs/${id(n)}?view=full`)).json()
    const { instances, rows } = await readXml(`/jobs/${id(n)}/result.xml`)
    const clips = instances.filter(({ labels }) => 'Clip' in labels)
    const times = data.assets.clips.map((clip: { startSec: number; endSec: number }) => [
      clip.startSec,
      clip.endSec,
    ])
    t.ok(times.length >= 2)
    t.same(clips.map(({ start, end }) => [start, end]).sort(), times.sort())
    const followed = instances.filter(({ labels }) => 'Presence' in labels)
    t.same(
      followed.map(({ start, end }) => [start, end]),
      data.result.tracking.motion_segments.map((part: { start: number; end: number }) => [
        part.start,
        part.end,
      ]),
      'as the demo itself counts the stretches',
    )
    const player = `${data.target.player.player_name} (${data.target.player.shirt_number})`
    t.same(rows, [player])
    t.ok(instances.every(({ code }) => code === player))
    t.same(
      instances.map((one) => one.id),
      instances.map((_, index) => String(index + 1)),
    )
    const outcome = n === 46 ? 'Rated' : 'Tracking only'
    t.ok(instances.every(({ labels }) => labels['Outcome'] === outcome))
    t.equal('Match rating' in instances[0]!.labels, n === 46)
  }
})

t.test('the XML of a comparison has one row for each player', async (t) => {
  const { rows, instances } = await readXml(`/compare.xml?job=${id(46)}&job=${id(45)}`)
  t.same(rows, ['K. Adeyemi (9)', 'D. Ruiz (7)'])
  t.same([...new Set(instances.map(({ code }) => code))], rows)
})

t.test('the PNG holds the chart under the player, and is named after both', async (t) => {
  const page = await browser.newPage()
  await page.goto(`${origin}/jobs/${id(46)}/result`)
  t.match(await page.locator('h1').textContent(), 'Result of K. Adeyemi (9)')
  await page.locator('.radar-picture[data-drawn] canvas').waitFor()
  const chart = await page.locator('.radar-picture canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement
    return { width, height }
  })
  const line = await page.locator('result-radar').evaluate((radar) => {
    const probe = document.createElement('span')
    probe.style.color = 'var(--radar-1)'
    radar.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return (color.match(/\d+/g) ?? []).map(Number)
  })
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download PNG' }).click()
  const file = await saved
  t.equal(file.suggestedFilename(), 'K. Adeyemi (9) - Union 04 - radar.png')
  const { data, info } = await sharp(await readFile(await file.path()))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  t.ok(info.width >= chart.width && info.height > chart.height, 'and room for the heading')
  const isInk = (at: number) => line.every((part, i) => Math.abs(data[at + i]! - part) < 12)
  const top = info.height - chart.height
  let [drawn, written] = [0, 0]
  for (let at = 0; at < data.length; at += 3) {
    const y = Math.floor(at / 3 / info.width)
    if (isInk(at) && y > top) drawn += 1
    if (y < top && data[at]! < 100) written += 1
  }
  t.ok(drawn > 300, `${drawn} pixels of the line`)
  t.ok(written > 100, `${written} pixels of the heading`)
  await page.close()
})
