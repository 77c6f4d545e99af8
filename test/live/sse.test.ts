import t from 'tap'
import { message } from '../../src/live/sse.ts'
import { startApp } from '../support/app.ts'
import { openStream } from '../support/event-stream.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

t.test('a line of the data ends at CR LF, CR or LF, and begins as data again', async (t) => {
  t.equal(message('a\r\nb\rc\nd'), 'data: a\ndata: b\ndata: c\ndata: d\n\n')
  t.equal(message('\r\r'), 'data: \ndata: \ndata: \n\n')
  t.equal(
    message('x\revent: done\rretry: 99999999', { id: 1, event: 'flow' }),
    'id: 1\nevent: flow\ndata: x\ndata: event: done\ndata: retry: 99999999\n\n',
  )
})

t.test('a carriage return in a name writes no event into anybody’s stream', async (t) => {
  const name = 'Rossi\revent: done\rretry: 99999999\r\rdata: x'
  const job = {
    job_id: 'j1',
    status: 'RUNNING',
    role: name,
    progress: { step: name, message: name, pct: 5 },
    target: { player: { player_name: name, team_name: name } },
    warnings: [name],
  }
  const upstream = await startUpstream(t, json({ ok: true, data: job }))
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  for (const path of ['/api/jobs/j1/events', '/jobs/j1/stream', '/recent-jobs/stream']) {
    const headers = { cookie: 'recent_jobs=j1' }
    const reader = await openStream(t, `${app.origin}${path}`, headers)
    t.equal(reader.status, 200, path)
    const { data, event } = await reader.next()
    t.notMatch(data, '\r', path)
    t.not(event, 'done')
    t.match(data, 'event: done', 'it is text like any other')
    reader.leave()
  }
})
