import type { Page } from 'playwright-core'
import t from 'tap'
import { asRecord, isRecord } from '../../../src/domain/text/reading.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { renderings } from '../../support/service/faked-service.ts'
import { recordedResults, serveStoredJobs } from '../../support/service/stored-jobs.ts'

// Every recorded job that has ended, every answer of the real service that was once shown wrongly, and every
// scenario of the demo: with script, without, and on paper.

const ENDED = new Set(['COMPLETED', 'PARTIAL', 'FAILED'])
const jobs: Record<string, Record<string, unknown>> = {}
for (const [name, data] of recordedResults()) {
  if (ENDED.has(String(data['status']))) jobs[name.replace(/[^\w-]/g, '-')] = data
}
for (const { name, answer } of renderings()) {
  const data = asRecord(asRecord(answer)['data'])
  if (ENDED.has(String(data['status'])) && isRecord(data['result'])) jobs[`real-${name}`] = data
}

const origin = await serveStoredJobs(t, jobs)
const demo = await startDemoApp(t)
const addresses = [
  ...Object.keys(jobs).map((id) => `${origin}/jobs/${id}/result`),
  ...demo.demo.demoJobs().map(({ id }) => `${demo.origin}/jobs/${id}/result`),
]
const browser = await launchBrowser(t)
t.setTimeout(240_000)

/** What no page may hold: slips, codes beside which no words stand, and Italian that is not marked as such. */
async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const main = document.querySelector('main')
    for (const details of document.querySelectorAll('details')) details.open = true
    const walker = document.createTreeWalker(main!, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const [text, element] = [node.textContent?.trim() ?? '', node.parentElement!]
      if (/undefined|NaN|\bnull\b|\[object/.test(text)) faults.push(`a slip: ${text}`)
      const isCode = /^[A-Z]+(_[A-Z0-9]+)+$/.test(text)
      const said = element.closest('li, p, div')?.textContent?.trim() ?? ''
      if (isCode && said === text) faults.push(`a code without words: ${text}`)
      const isItalian = /\b(giocatore|calciatore|della|valutazione|tracking della)\b/i.test(text)
      const marked = element.closest('[lang="it"]')
      const explained = /^In (English|Italian)/.test(marked?.nextElementSibling?.textContent ?? '')
      if (isItalian && !explained) faults.push(`Italian: ${text}`)
    }
    for (const one of document.querySelectorAll('.result-headline dd, .result-group dd')) {
      if (!/\d/.test(one.querySelector('strong')?.textContent ?? '')) faults.push(one.innerHTML)
    }
    for (const part of document.querySelectorAll('#result-table tbody')) {
      if (
        !/sample: \S/.test(part.querySelector('.result-part')?.textContent ?? '') &&
        !part.querySelector('td[data-label="Sample"]')
      ) {
        faults.push(`no sample: ${part.querySelector('.result-part')?.textContent}`)
      }
    }
    for (const group of document.querySelectorAll('.result-group')) {
      if (!/Sample: \S/.test(group.textContent ?? '')) faults.push('a group without a sample')
    }
    if (
      document.querySelector('.result-skills') &&
      !/sample: \S/.test(document.querySelector('.result-skills h2')?.textContent ?? '')
    ) {
      faults.push('skills without a sample')
    }
    return faults
  })
}

t.ok(Object.keys(jobs).length > 20 && addresses.length > 35, `${addresses.length} pages`)

for (const javaScriptEnabled of [true, false]) {
  t.test(
    `every result explains itself, ${javaScriptEnabled ? 'with' : 'without'} script and on paper`,
    async (t) => {
      const context = await browser.newContext({ javaScriptEnabled })
      const page = await context.newPage()
      // The recorded pictures are at a store that is not there.
      await page.route('**/api/frame-proxy**', (route) => route.abort())
      for (const address of addresses) {
        const answer = await page.goto(address)
        t.equal(answer?.status(), 200, address)
        t.match(await page.locator('h1').textContent(), /^Result of/, address)
        t.match(await page.locator('.result-sentence').textContent(), /\w.*\.$/, address)
        if (javaScriptEnabled) {
          t.same(await faultsOf(page), [], address)
          continue
        }
        await page.emulateMedia({ media: 'print' })
        t.ok(await page.locator('.result-state dt').first().isVisible(), 'on paper')
        t.notOk(await page.getByRole('link', { name: 'Download CSV' }).isVisible())
        await page.emulateMedia({ media: 'screen' })
      }
      await context.close()
    },
  )
}
