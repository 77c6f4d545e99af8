import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { recordedResult, serveStoredJobs } from '../../support/service/stored-jobs.ts'

const rated = recordedResult('get-job--completed-report-done--200')
const full = recordedResult('get-job-view-full--completed-legacy-rich--200')
const named = (data: object, player_name: string, more: object = {}) => ({
  ...data,
  ...more,
  target: { player: { player_name } },
})
const radar = { Finishing: 70, Heading: 40, Positioning: 72 }
const jobs = {
  one: named(rated, 'M. Bianchi'),
  two: named(rated, 'L. Verdi', { result: { match_rating_10: 6.9, radar } }),
  wing: named(rated, 'P. Neri', {
    role: 'Winger',
    category: 'Senior',
    result: { match_rating_10: 7, radar: { Dribbling: 61, Pace: 80 } },
  }),
  withheld: named(full, 'A. Bruno'),
  waiting: { status: 'WAITING_FOR_SELECTION' },
}
const origin = await serveStoredJobs(t, jobs)
const browser = await launchBrowser(t)

async function visit(path: string, { script = true, recent = '' } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: script })
  const { hostname } = new URL(origin)
  if (recent) {
    await context.addCookies([
      { name: 'recent_jobs', value: recent, domain: hostname, path: '/', httpOnly: true },
    ])
  }
  const page = await context.newPage()
  await page.goto(origin + path)
  return page
}

t.test('two players of one role share a radar, with a legend and differences', async (t) => {
  const page = await visit('/compare?job=one&job=two')
  t.equal(await page.locator('h1').textContent(), 'Compare players')
  await page.locator('.radar-picture[data-drawn] canvas').waitFor()
  t.equal(await page.getByRole('img', { name: 'Radar of the result' }).count(), 1)
  t.same(
    (await page.locator('.radar-legend li').allTextContents()).map((text) => text.trim()),
    ['M. Bianchi', 'L. Verdi'],
  )
  t.equal(await page.locator('.compare-doubts').count(), 0, 'nothing speaks against it')
  const row = page.getByRole('row', { name: /^Finishing/ })
  t.match(await row.textContent(), /61\s+out of 100\s+70\s+out of 100\s+\(\+9\)/)
  t.match(await page.getByRole('row', { name: /^Match rating/ }).textContent(), /\(-0\.52\)/)
  await page.context().close()
})

t.test(
  'of four one is lost: it is named, the rest stands, and roles are side by side',
  async (t) => {
    const page = await visit('/compare?job=one&job=wing&job=gone&job=withheld')
    t.equal(await page.locator('h1').textContent(), 'Compare players')
    await page.locator('.radar-picture[data-drawn] canvas').first().waitFor()
    const doubts = await page.locator('.compare-doubts').textContent()
    for (const words of [
      /different roles \(Striker, Winger\)/,
      /different categories \(U17, Senior\)/,
      /Not all of them are rated/,
      /different versions of the service/,
    ]) {
      t.match(doubts, words)
    }
    const words = await page.locator('result-radar .sr').allTextContents()
    t.equal(words.length, 2, 'one radar for each role')
    t.match(words[0], /^M\. Bianchi, each out of 100: Finishing 61/)
    t.match(words[1], /^P\. Neri, each out of 100: Dribbling 61/)
    t.match(await page.locator('.compare-jobs').textContent(), /Job gone: .*does not know this job/)
    await page.getByRole('link', { name: 'Remove job gone' }).click()
    await page.waitForURL('**/compare?job=one&job=wing&job=withheld')
    t.notMatch(await page.locator('.compare-jobs').textContent(), 'gone')
    await page.context().close()
  },
)

t.test('players are chosen by name from recent jobs, without script too', async (t) => {
  for (const script of [true, false]) {
    const page = await visit('/compare?job=one', { script, recent: 'one.two.waiting.wing' })
    const choices = page.locator('.compare-add fieldset label')
    t.match(await choices.allTextContents(), [/L\. Verdi/, /P\. Neri/], 'those with a result')
    await page.getByRole('checkbox', { name: /L\. Verdi/ }).check()
    await page.getByRole('button', { name: 'Add to the comparison' }).click()
    await page.waitForURL(/job=one&job=two/)
    t.same(await page.locator('thead th').allTextContents(), ['Measure', 'M. Bianchi', 'L. Verdi'])
    await page.context().close()
  }
})

t.test('players are compared by ticking them in the list, without script too', async (t) => {
  for (const script of [true, false]) {
    const page = await visit('/', { script, recent: 'one.two.waiting' })
    t.equal(await page.locator('h1').textContent(), 'Jobs')
    t.equal(await page.getByRole('checkbox', { name: /^Compare / }).count(), 2, 'with a result')
    for (const name of ['Compare M. Bianchi', 'Compare L. Verdi']) {
      await page.getByRole('checkbox', { name }).check()
    }
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    await page.waitForURL('**/compare?job=one&job=two')
    t.equal(await page.locator('thead th').count(), 3)
    await page.context().close()
  }
})

t.test('a tick in the list stays when the list changes by itself', async (t) => {
  const demo = await startDemoApp(t)
  const id = (n: number) => `00000000-0000-4000-8000-0000000000${n}`
  const page = await browser.newPage()
  await page.goto(`${demo.origin}/`)
  t.equal(await page.locator('h1').textContent(), 'Jobs')
  const tick = page.getByRole('checkbox', { name: 'Compare K. Adeyemi' })
  await tick.check()
  const started = page.locator('li.job').filter({ hasText: 'T. Marsh' })
  await started.getByText('Ready to start').waitFor()
  const { data } = (await demo.ask(`/api/jobs/${id(43)}`)).json()
  const { status } = await demo.ask(`/api/jobs/${id(43)}/enqueue`, {
    method: 'POST',
    headers: { 'x-analysis-attempt-id': data.target.analysis_attempt_id },
  })
  t.equal(status, 200)
  await started.getByText('Tracking only').waitFor()
  t.ok(await tick.isChecked())
  t.ok(await page.getByRole('checkbox', { name: 'Compare T. Marsh' }).isVisible(), 'one more')
  await page.close()
})

t.test('more than four are not compared in silence', async (t) => {
  const page = await visit('/compare?job=one&job=two&job=wing&job=withheld&job=waiting&job=gone')
  t.equal(await page.locator('h1').textContent(), 'Compare players')
  t.match(await page.locator('main').textContent(), /The first four are compared; 2 more left out/)
  await page.context().close()
})

t.test('the CSV of a comparison equals its table to the digit', async (t) => {
  const page = await visit('/compare?job=one&job=two&job=withheld')
  const href = await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href')
  const csv = await (await fetch(origin + href)).text()
  const table = await page
    .locator('#result-table tbody tr:not(:has(.result-part))')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...(row as HTMLTableRowElement).cells].map((cell, index) => {
          const value = cell.querySelector('data, .result-absent')?.textContent ?? ''
          const change = /\(([^)]*)\)$/.exec(cell.textContent?.trim() ?? '')?.[1] ?? ''
          if (index === 0) return cell.firstChild?.textContent?.trim() ?? ''
          return index === 1 ? value : `${value},${change.replace('+', '')}`
        }),
      ),
    )
  const lines = csv.trimEnd().split('\r\n').slice(1)
  t.equal(lines.length, table.length)
  for (const [index, cells] of table.entries()) t.match(lines[index], `,${cells.join(',')},`)
  await page.context().close()
})
