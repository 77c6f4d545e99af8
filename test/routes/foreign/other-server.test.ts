import t from 'tap'
import { startApp } from '../../support/app.ts'
import { startLiveApp, told } from '../../support/live-app.ts'
import { recordings } from '../../support/service/recordings.ts'
import { json, startUpstream, type Told } from '../../support/service/upstream-server.ts'

/** Only the service's own words say that a job is lost: other servers answer 404 as well. */

const HTML = { accept: 'text/html' }
const NO_JOBS = /What answers at API_BASE_URL knows no jobs there\./
const LOST = /does not know|not there any more|nothing there|no job with|is gone/i

const notFound = (name: string): Told => {
  const found = recordings().find((recording) => recording.name === name)
  return json(found?.response.body, found?.response.status)
}
const LOST_JOBS = ['get-job-404-with-request-id--404', 'old-d650813--get-job--404'].map(notFound)
const ELSEWHERE: Told[] = [
  notFound('unknown-route--404'),
  { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404 Not Found</h1>' },
  { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' },
  json({ error: 'Not Found', path: '/jobs/j1' }, 404),
  { status: 404 },
]

const PAGES = [
  '/jobs/j1',
  '/jobs/j1/frames/1',
  '/jobs/j1/result',
  '/jobs/j1/result.csv',
  '/jobs/j1/result.json',
  '/jobs/j1/video',
  '/compare?job=j1&job=j2',
  '/compare.csv?job=j1&job=j2',
  '/jobs/new?of_job=j1',
  '/jobs/j1/live',
  '/jobs/j1/news',
]

t.test('a 404 that is none of the service’s is told as a wrong address on each page', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  for (const elsewhere of ELSEWHERE) {
    upstream.always(elsewhere)
    for (const path of PAGES) {
      const { status, text } = await ask(path, { headers: HTML })
      t.equal(status, 502, path)
      t.match(text, NO_JOBS, path)
      t.notMatch(text.replace(NO_JOBS, ''), LOST, path)
    }
  }
})

t.test('a 404 of the service itself is told as a lost job on each page', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  for (const lost of LOST_JOBS) {
    upstream.always(lost)
    for (const path of PAGES) {
      const { status, text } = await ask(path, { headers: HTML })
      t.equal(status, path.startsWith('/compare?') ? 200 : 404, path)
      t.match(text, LOST, path)
      t.notMatch(text, NO_JOBS, path)
    }
  }
})

t.test('an action of a page is not sent to another server', async (t) => {
  const upstream = await startUpstream(t, ELSEWHERE[1])
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  const { status, text } = await ask('/api/jobs/j1/enqueue', {
    method: 'POST',
    headers: { ...HTML, 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
  t.equal(status, 502)
  t.match(text, NO_JOBS)
  t.ok(upstream.requests.every(({ method }) => method === 'GET'))
})

t.test('scripts get every 404 as it came, the gate and the stream included', async (t) => {
  const upstream = await startUpstream(t)
  const { ask, post } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  for (const answer of [...ELSEWHERE, ...LOST_JOBS]) {
    upstream.always(answer)
    const answers = [
      await ask('/api/jobs/j1'),
      await ask('/api/jobs/j1/status'),
      await ask('/api/jobs/j1/events'),
      await post('/api/jobs/j1/enqueue', {}),
    ]
    for (const { status, text } of answers) {
      t.equal(status, 404)
      t.equal(text, String(answer.body ?? ''))
    }
    t.ok(upstream.requests.every(({ method }) => method === 'GET'))
  }
})

t.test('a picture is missing only if the service says that it does not know the job', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, {
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: 'http://store.test/',
    LOG_LEVEL: 'silent',
  })
  const picture = '/api/frame-proxy?job=j1&url=http%3A%2F%2Fstore.test%2Fa.jpg'
  for (const elsewhere of ELSEWHERE) {
    upstream.always(elsewhere)
    const { status, text } = await ask(picture)
    t.equal(status, 502)
    t.equal(JSON.parse(text).error.code, 'FRAME_JOB_UNREADABLE')
  }
  for (const lost of LOST_JOBS) {
    upstream.always(lost)
    const { status, text } = await ask(picture)
    t.equal(status, 404)
    t.equal(JSON.parse(text).error.code, 'FRAME_NOT_IN_JOB')
  }
})

t.test('who follows a job hears that the service is silent, and not that it is gone', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1), j2: told('j2', 'RUNNING', 1) })
  const readers = [
    await live.open('/api/jobs/j1/events'),
    await live.open('/jobs/j1/stream'),
    await live.open('/jobs/j1/news/stream'),
    await live.open('/compare/news/stream?job=j1&job=j2'),
    await live.open('/recent-jobs/stream', { cookie: 'recent_jobs=j1.j2' }),
  ]
  for (const reader of readers) await reader.next()
  // As a proxy answers while the service behind it is away.
  live.answer = () => ELSEWHERE[2] as Told
  for (const reader of readers) {
    t.match(await reader.next(({ event }) => event !== undefined), { event: 'stale' })
  }
  live.answer = live.plain
  for (const reader of readers) {
    const back = await reader.next(({ event }) => event !== undefined)
    t.match(back, { event: 'stale', data: /"since":null/ })
    t.notOk(reader.events.some(({ event }) => event === 'gone'))
  }
})

t.test('a job that the service does not know costs one look, not two', async (t) => {
  const live = await startLiveApp(t)
  t.equal((await live.ask('/api/jobs/j1/events')).status, 404)
  t.strictSame(
    live.upstream.requests.map(({ path }) => path),
    ['/jobs/j1/status'],
  )
})

t.test(
  'such an answer to a creation is told as a wrong address, and nothing was made',
  async (t) => {
    const upstream = await startUpstream(t)
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
    const video = 'video_url=https%3A%2F%2Fv.test%2Fa.mp4&role=Striker&category=U17'
    const send = (path: string, body: string) =>
      ask(path, {
        method: 'POST',
        body,
        headers: { ...HTML, 'content-type': 'application/x-www-form-urlencoded' },
      })
    for (const elsewhere of [...ELSEWHERE, { status: 405 }]) {
      upstream.always(elsewhere)
      const one = await send('/api/jobs', video)
      t.equal(one.status, 502)
      t.match(one.text, NO_JOBS)
      t.match(one.text, /No job was created/)
      t.notMatch(one.text, /Check the id|This version of the service/)
      const before = upstream.requests.length
      const players = encodeURIComponent('9 L. Okafor\nA. Petrova')
      const shown = await send('/new-jobs', `${video}&players=${players}`)
      const hidden = [...shown.text.matchAll(/name="(once|checked)" value="([^"]*)"/g)]
        .map(([, name, value]) => `&${name}=${encodeURIComponent(value!)}`)
        .join('')
      t.match(hidden, /&checked=./)
      const several = await send('/new-jobs', `${video}&players=${players}${hidden}`)
      t.equal(several.status, 502)
      t.match(several.text, NO_JOBS)
      t.notMatch(several.text, /may have been/)
      const sent = upstream.requests.slice(before).filter(({ method }) => method === 'POST')
      t.equal(sent.length, 1, 'the other lines are not tried')
    }
  },
)
