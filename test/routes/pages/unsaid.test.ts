import t from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream, type Told } from '../../support/service/upstream-server.ts'

// What a side question does not say is not told as a fact.

const JOB = {
  job_id: 'j1',
  status: 'WAITING_FOR_SELECTION',
  preview_frames: [
    {
      key: 'f1',
      time_sec: 1,
      signed_url: 'http://store.test/1.jpg',
      tracks: [{ track_id: 8, bbox: { x: 0.2, y: 0.3, w: 0.06, h: 0.22 } }],
    },
  ],
}
const DROPPED = /no longer holds its proposals/
const UNSAID = /did not say which players it proposes, so these are the tracks/

t.test(
  'proposals are said to be dropped only where the service says that there are none',
  async (t) => {
    const upstream = await startUpstream(t, json({ ok: true, data: JOB }))
    const { ask } = await startApp(t, {
      API_BASE_URL: upstream.url,
      FRAME_SOURCES: 'http://store.test/',
      LOG_LEVEL: 'silent',
    })
    const none = json({ ok: true, data: { status: 'NOT_STARTED', candidates: [] } })
    const unsaid: Told[] = [
      json({ ok: false }, 500),
      json({ ok: false }, 401),
      json({ ok: false }, 429),
      json({ ok: true }),
      { headers: { 'content-type': 'text/html' }, body: '<p>Hello' },
      { status: 302, headers: { location: '/' } },
    ]
    for (const told of [none, ...unsaid]) {
      upstream.on('GET /jobs/j1/candidates', told)
      const { status, text } = await ask('/jobs/j1', { headers: { accept: 'text/html' } })
      t.equal(status, 200)
      t.match(text, /<h1>Player without a name/)
      t.equal(DROPPED.test(text), told === none, 'dropped')
      t.equal(UNSAID.test(text), told !== none, 'not said')
    }
  },
)

t.test('a side question without an answer costs nobody the page', async (t) => {
  const upstream = await startUpstream(t, json({ ok: true, data: JOB }))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  const page = async (path: string) => {
    const { status, text } = await ask(path, { headers: { accept: 'text/html' } })
    t.equal(status, 200, path)
    return text
  }
  const silences: Parameters<typeof upstream.on>[1][] = [
    () => new Promise(() => {}),
    (_seen, response) => {
      response.socket?.resetAndDestroy()
      return null
    },
    json({ ok: false }, 500),
    { headers: { 'content-type': 'text/html' }, body: '<p>Hello' },
  ]
  for (const silence of silences) {
    upstream.on('GET /jobs/j1/candidates', silence)
    upstream.on('GET /jobs/j1/report', silence)
    t.match(await page('/jobs/j1'), UNSAID)
    const result = await page('/jobs/j1/result')
    t.match(result, /<h1>Result of/)
    t.match(result, /did not say whether there is a report/)
  }
  upstream.on('GET /jobs/j1/report', json({ ok: true, data: { status: 'PENDING' } }))
  t.match(await page('/jobs/j1/result'), /No report has been written|There is no report/)
})
