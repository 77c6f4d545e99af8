import t from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

process.env['TZ'] = 'Europe/Rome'

t.test(
  'a time without a zone is shown as UTC, and is no reason to say that nothing moves',
  async (t) => {
    const job = {
      job_id: 'j1',
      status: 'RUNNING',
      progress: { step: 'TRACKING', pct: 40, updated_at: '2026-11-25T16:17:55' },
    }
    const upstream = await startUpstream(t, json({ ok: true, data: job }))
    const failed = { ...job, job_id: 'j2', status: 'FAILED' }
    upstream.on('GET /jobs/j2', json({ ok: true, data: failed }))
    const now = () => Date.parse('2026-11-25T16:18:05Z')
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url }, { now })
    const { status, text } = await ask('/jobs/j1', { headers: { accept: 'text/html' } })
    t.equal(status, 200)
    t.notMatch(text, 'No sign of life')
    const ended = await ask('/jobs/j2', { headers: { accept: 'text/html' } })
    t.equal(ended.status, 200)
    t.match(ended.text, '2026-11-25T16:17:55.000Z')
    t.notMatch(ended.text, '15:17:55')
  },
)
