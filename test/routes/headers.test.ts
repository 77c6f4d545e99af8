import t from 'tap'
import { startApp } from '../support/app.ts'
import { openStream } from '../support/event-stream.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

const frame = { key: 'f1', time_sec: 0, width: 640, height: 360, tracks: [] }
const job = { job_id: 'j1', status: 'WAITING_FOR_SELECTION', preview_frames: [frame] }
const COOKIE = { cookie: 'recent_jobs=j1' }

async function start(t: Parameters<typeof startApp>[0], env: Record<string, string> = {}) {
  const upstream = await startUpstream(t, json({ ok: true, data: job }))
  return startApp(t, { API_BASE_URL: upstream.url, ...env })
}

t.test('what shows a job comes from no cache', async (t) => {
  const { ask } = await start(t)
  for (const [path, status] of [
    ['/', 200],
    ['/jobs/j1', 200],
    ['/jobs/j1/frames/1', 200],
    ['/jobs/j1/result', 200],
    ['/jobs/j1/result.csv', 404],
    ['/jobs/j1/result.json', 404],
    ['/jobs/j1/result.xml', 404],
    ['/compare.csv?job=j1', 404],
    ['/compare.xml?job=j1', 404],
    ['/compare?job=j1', 200],
    ['/jobs/j1/live', 200],
    ['/jobs/j1/news', 200],
    ['/compare/news?job=j1', 200],
    ['/recent-jobs', 200],
    ['/jobs/j1/frames/9', 404],
    ['/jobs?id=%20', 400],
  ] as const) {
    const answer = await ask(path, { headers: { accept: 'text/html', ...COOKIE } })
    t.equal(answer.status, status, path)
    t.equal(answer.headers['cache-control'], 'no-store', path)
  }
})

t.test('streams are kept by no cache and held back by no proxy', async (t) => {
  const { origin } = await start(t)
  for (const path of [
    '/api/jobs/j1/events',
    '/jobs/j1/stream',
    '/jobs/j1/news/stream',
    '/compare/news/stream?job=j1',
    '/recent-jobs/stream',
  ]) {
    const { status, headers, leave } = await openStream(t, `${origin}${path}`, COOKIE)
    t.equal(status, 200, path)
    t.match(headers, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    leave()
  }
})

t.test('the cookie of recent jobs is for no script and no other site', async (t) => {
  for (const [base, path] of [
    ['/', '/'],
    ['/desk', '/desk'],
  ] as const) {
    const { ask } = await start(t, { BASE_PATH: base })
    const { status, headers } = await ask(`${base === '/' ? '' : base}/jobs/j1`)
    t.equal(status, 200)
    const parts = String(headers['set-cookie']).split('; ')
    t.equal(parts[0], 'recent_jobs=j1')
    for (const part of ['HttpOnly', 'SameSite=Lax', `Path=${path}`]) {
      t.ok(parts.includes(part), `${part} in ${parts}`)
    }
  }
})
