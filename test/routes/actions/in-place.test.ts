import t from 'tap'
import { startDemoApp } from '../../support/service/demo-app.ts'

// Each page that changes something gets its own part back, or the address to go to.

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const WITH_PLAYER = id(10)
const FINISHED = id(19)

t.test('a change is answered with the part of the page that it came from', async (t) => {
  const { ask } = await startDemoApp(t)
  const send = (path: string, fields: Record<string, string>) =>
    ask(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html',
        'hx-request': 'true',
      },
      body: new URLSearchParams(fields).toString(),
    })
  const target = `/api/jobs/${WITH_PLAYER}/target?page=frame&from=5`
  const attempt = async (path: string) =>
    /name="attempt" value="([^"]*)"/.exec((await ask(path)).text)?.[1] ?? 'no form'

  const refused = await send(target, { attempt: 'of another time' })
  t.equal(refused.status, 409)
  t.match(refused.text, /^\s*<div class="frame-page" id="frame"/)
  t.match(refused.text, /<title>Error: Frame 5 at /)
  t.match(refused.text, /<hx-partial hx-target="#news" [^>]*>\s*<div id="news"/)
  t.match(refused.text, /Somebody else has changed this job/)

  const box = { left: '600', top: '300', width: '40', height: '90' }
  const named = { frame_key: `jobs/${WITH_PLAYER}/frames/frame_0005.jpg`, ...box }
  const done = await send(target, {
    ...named,
    attempt: await attempt(`/jobs/${WITH_PLAYER}/frames/5`),
    force: 'true',
  })
  t.equal(done.status, 200)
  t.match(done.text, /^\s*<div class="frame-page" id="frame"/)
  t.match(done.text, /<h1[^>]*>Frame 5 of /)
  t.match(done.text, /role="status"[^>]*>The target is stored\./)
  t.match(done.text, /<hx-partial hx-target="#news" [^>]*>\s*<div id="news"/)
  t.equal(done.headers['hx-replace-url'], `/jobs/${WITH_PLAYER}/frames/5`)

  const unnamed = await send('/api/jobs', {})
  t.equal(unnamed.status, 400)
  t.match(unnamed.text, /^\s*<div class="home" id="home"/)
  t.match(unnamed.text, /<title>Error: Jobs/)

  const report = `/api/jobs/${FINISHED}/report`
  const late = await send(report, { attempt: 'of another time' })
  t.equal(late.status, 409)
  t.match(late.text, /^\s*<div class="error-fragment"/)
  t.match(late.headers, {
    'hx-retarget': '#flow-problem',
    'hx-reselect': '.error-fragment',
  })
  const asked = await send(report, { attempt: await attempt(`/jobs/${FINISHED}/result`) })
  t.equal(asked.status, 200)
  t.match(asked.text, /^\s*<section class="result-report" id="report"/)
  t.match(asked.text, /The report was asked for|is writing the report/)
})
