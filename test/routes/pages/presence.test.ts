import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { heading, textOf } from '../../support/browser/page-text.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// Time in which the player may have been lost is never told as time in which the player was followed.

async function presence(t: Test, lost: unknown, durationSec = 60) {
  const result = {
    match_rating_10: 7,
    tracking: { lost_segments: lost, coverage_pct: 80 },
    raw_video_features: { duration_seconds: durationSec },
  }
  const data = { job_id: 'j1', status: 'COMPLETED', result }
  const upstream = await startUpstream(t, json({ ok: true, data }))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const page = await ask('/jobs/j1/result', { headers: { accept: 'text/html' } })
  t.equal(page.status, 200)
  t.match(heading(page.text), /^Result of/)
  const file = await ask('/jobs/j1/result.xml')
  const spans = [...file.text.matchAll(/<start>(.*)<\/start>\s*<end>(.*)<\/end>/g)]
  return {
    strip: /Presence of [^"]*/.exec(page.text)?.[0] ?? null,
    text: textOf(page.text),
    file: file.status === 404 ? null : spans.map(([, start, end]) => `${start} to ${end}`),
  }
}

t.test('a list of lost stretches that is cut gives no presence', async (t) => {
  const lost = Array.from({ length: 500 }, (_, i) => ({ start: i, end: i + 0.5 }))
  const { strip, text, file } = await presence(t, lost, 600)
  t.equal(strip, null)
  t.equal(file, null)
  t.match(text, /188 shorter ones, 300 more stretches not read\./)
})

t.test('a lost stretch that cannot be read gives no presence, and is told', async (t) => {
  const odd = [{ start: 30, end: null }, { start: '30', end: '60' }, { start: 40, end: 30 }, null]
  for (const entry of odd) {
    const { strip, text, file } = await presence(t, [{ start: 5, end: 9 }, entry])
    t.equal(strip, null)
    t.equal(file, null)
    t.match(text, 'Lost: 00:05.0 to 00:09.0, 1 more stretch not read.')
    t.notMatch(text, 'Longest gap: 4 s')
  }
  t.notMatch((await presence(t, [null])).text, 'The service names no gap')
})

t.test('a lost stretch that goes beyond the video ends with the video', async (t) => {
  const { strip, text, file } = await presence(t, [
    { start: 5, end: 9 },
    { start: 50, end: 1e9 },
  ])
  t.match(strip, /: followed 00:00\.0 to 00:05\.0, 00:09\.0 to 00:50\.0$/)
  t.same(file, ['0 to 5', '9 to 50'])
  t.match(text, 'Lost: 00:05.0 to 00:09.0, 00:50.0 to 01:00.0.')
})

t.test('a stretch without any length takes no presence away', async (t) => {
  const { file } = await presence(t, [
    { start: 5, end: 9 },
    { start: 20, end: 20 },
  ])
  t.same(file, ['0 to 5', '9 to 60'])
})
