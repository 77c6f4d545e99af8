import t from 'tap'
import { startApp } from '../support/app.ts'
import { launchBrowser } from '../support/browser/browser.ts'
import { json, READY_JOB, startUpstream } from '../support/service/upstream-server.ts'

// What the service answers stands under our origin, where a script could action as the analyst: it runs none.

const SCRIPT = 'document.title = "ran"; fetch("/api/jobs/j1/enqueue", { method: "POST" })'
const LOADS = '<script src="/api/jobs/script"></script>'
const PAGE = `<!doctype html><title>shown</title>${LOADS}<h1>Words</h1>`
const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>shown</title>${LOADS}</head></html>`
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><title>shown</title><script href="/api/jobs/script"/></svg>`
const SHEET = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><html><head><title>shown</title>${LOADS}</head></html></xsl:template></xsl:stylesheet>`

const ANSWERS: Record<string, { status?: number; type: string; body: string }> = {
  'html-404': { status: 404, type: 'text/html', body: PAGE },
  'html-502': { status: 502, type: 'Text/HTML;charset=utf-8', body: PAGE },
  listed: { type: 'application/json, text/html', body: PAGE },
  svg: { type: 'image/svg+xml', body: SVG },
  xhtml: { type: 'application/xhtml+xml', body: XHTML },
  xml: { type: 'text/xml', body: XHTML },
  'xml-sheet': {
    type: 'text/xml',
    body: '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/api/jobs/sheet"?><a/>',
  },
  sheet: { type: 'text/xml', body: SHEET },
  script: { type: 'text/javascript', body: SCRIPT },
}

t.test('no answer of the service runs a script, whatever it calls itself', async (t) => {
  const upstream = await startUpstream(t, ({ path }) => {
    const told = ANSWERS[path.split('/')[2] ?? '']
    if (!told) return json(READY_JOB)
    const { status = 200, type, body } = told
    return { status, headers: { 'content-type': type }, body }
  })
  const { origin } = await startApp(t, { API_BASE_URL: upstream.url })
  const page = await (await launchBrowser(t)).newPage()
  for (const [name, { status = 200 }] of Object.entries(ANSWERS)) {
    const answer = await page.goto(`${origin}/api/jobs/${name}`).catch(() => null)
    // One that is no document is taken as a download, which has no answer here.
    if (answer) t.equal(answer.status(), status, name)
    t.not(await page.title(), 'ran', name)
  }
  t.equal((await page.goto(`${origin}/jobs/j1`))?.status(), 200)
  const loaded = await page.evaluate(
    () =>
      new Promise((done) => {
        const script = document.createElement('script')
        script.src = '/api/jobs/script'
        script.onload = () => done('loaded')
        script.onerror = () => done('refused')
        document.head.append(script)
      }),
  )
  t.equal(loaded, 'refused', 'not into a page of ours either')
  t.strictSame(
    upstream.requests.filter(({ method }) => method === 'POST'),
    [],
  )
})
