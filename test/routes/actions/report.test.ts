import t from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const FORM = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
const FINISHED = {
  ok: true,
  data: {
    job_id: 'j1',
    status: 'COMPLETED',
    preview_frames: [],
    target: { confirmed: true, selections: [], analysis_attempt_id: 'a1' },
    result: { match_rating_10: 7 },
  },
}

for (const [said, query] of [
  [{ status: 'PENDING' }, '?force=0'],
  [{ status: 'DONE', report: { summary: 'Kept' } }, '?force=0'],
  [{ status: 'FAILED', error: 'out of words' }, ''],
  [null, '?force=0'],
] as const) {
  const what = said?.status ?? 'nothing'
  t.test(`a report of which the service says ${what} is asked for with "${query}"`, async (t) => {
    const upstream = await startUpstream(t, json(FINISHED))
    upstream.on(
      'GET /jobs/j1/report',
      said === null ? { status: 503 } : json({ ok: true, data: said }),
    )
    upstream.on('POST /jobs/j1/report', json({ ok: true, data: { status: 'PENDING' } }))
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const body = 'attempt=a1'
    const answer = await ask('/api/jobs/j1/report', { method: 'POST', headers: FORM, body })
    t.equal(answer.status, 303)
    const sent = upstream.requests.filter(({ method }) => method === 'POST')
    t.strictSame(
      sent.map(({ path }) => path),
      [`/jobs/j1/report${query}`],
    )
  })
}

t.test('a script asks for a report as it says', async (t) => {
  const upstream = await startUpstream(t, json(FINISHED))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const query of ['', '?force=1', '?force=0']) {
    const headers = { 'content-type': 'application/json' }
    await ask(`/api/jobs/j1/report${query}`, { method: 'POST', headers, body: '{}' })
    t.equal(upstream.requests.at(-1)?.path, `/jobs/j1/report${query}`)
  }
})
