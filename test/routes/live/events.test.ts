// One file: what the stream of each page says of a change; several tests open the streams of two pages to compare them.

import t from 'tap'
import { startLiveApp, told } from '../../support/live-app.ts'
import { recordedState } from '../../support/service/recorded-app.ts'
import { json } from '../../support/service/upstream-server.ts'

/** The address of the stream that a page opens: what it shows stands in it. */
function streamOf(page: string): string {
  const [, stream] = /data-stream="([^"]+)"/.exec(page) ?? []
  const [, seen] = /data-seen="([^"]+)"/.exec(page) ?? []
  return `${stream}?seen=${seen}`
}

t.test('the stream of the job page puts the flow in place of the old one', async (t) => {
  const { job } = recordedState('running')
  const live = await startLiveApp(t, { j1: { ...job, job_id: 'j1', id: 'j1' } })
  const reader = await live.open('/jobs/j1/stream')
  const { data, event } = await reader.next()
  t.equal(event, undefined, 'an unnamed message, as htmx takes it')
  t.match(data, /^<hx-partial hx-target="#flow" hx-swap="outerMorph">/)
  t.match(data, /id="flow"/)
})

t.test('what the page shows already is not sent again', async (t) => {
  const { job } = recordedState('running')
  const live = await startLiveApp(t, { j1: { ...job, job_id: 'j1', id: 'j1' } })
  const page = await live.ask('/jobs/j1')
  const href = streamOf(page.text)
  t.match(href, '/jobs/j1/stream?seen=')
  const reader = await live.open(href)
  await live.nextLooks(3)
  t.equal(reader.events.length, 0)
  live.jobs.set('j1', { ...job, job_id: 'j1', id: 'j1', progress: { step: 'SCORING', pct: 90 } })
  t.match((await reader.next()).data, /hx-partial/)
})

t.test('a change is put into words once for all pages that show the job', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const readers = await Promise.all(Array.from({ length: 30 }, () => live.open('/jobs/j1/stream')))
  for (const reader of readers) await reader.next()
  const before = live.upstream.requests.length
  live.jobs.set('j1', told('j1', 'RUNNING', 2))
  const texts = await Promise.all(readers.map(async (reader) => (await reader.next()).data))
  t.equal(new Set(texts).size, 1)
  const reads = live.upstream.requests.slice(before).filter(({ path }) => /full$/.test(path))
  t.equal(reads.length, 1)
})

t.test('the page of a watched job is served from what its watchers were told', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const reader = await live.open('/jobs/j1/stream')
  await reader.next()
  await live.nextLooks(1)
  const whole = () => live.upstream.requests.filter(({ path }) => /full$/.test(path)).length
  const before = whole()
  for (let i = 0; i < 5; i += 1) t.equal((await live.ask('/jobs/j1')).status, 200)
  t.equal(whole(), before)
})

t.test('a name that was changed elsewhere is shown, though no state tells of it', async (t) => {
  const chosen = told('j1', 'WAITING_FOR_TARGET', 1)
  const named = (player_name: string) => ({ ...chosen, target: { player: { player_name } } })
  const live = await startLiveApp(t, { j1: named('M. Bianchi') })
  await (await live.open('/jobs/j1/stream')).next()
  t.match((await live.ask('/jobs/j1')).text, 'M. Bianchi')
  live.jobs.set('j1', named('L. Okafor'))
  for (;;) {
    const { status, text } = await live.ask('/jobs/j1')
    t.equal(status, 200)
    if (text.includes('L. Okafor')) break
    await live.nextLooks(9)
  }
})

t.test('after a change through this process the page is read anew', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'FAILED', 1) })
  live.jobs.set('j1', told('j1', 'WAITING_FOR_TARGET', 1))
  const reader = await live.open('/jobs/j1/stream')
  await reader.next()
  await live.post('/api/jobs/j1/retry', {})
  const before = live.upstream.requests.length
  t.equal((await live.ask('/jobs/j1')).status, 200)
  const reads = live.upstream.requests.slice(before).filter(({ path }) => /full$/.test(path))
  t.ok(reads.length >= 1)
})

t.test(
  'the last event of a page has nothing of the service in it, that of a script all',
  async (t) => {
    const live = await startLiveApp(t, {
      j1: { ...told('j1', 'FAILED', 1), error: 'http://store.test/a.jpg?X-Amz-Signature=s' },
    })
    const cookie = 'recent_jobs=j1'
    for (const path of ['/jobs/j1/stream', '/jobs/j1/news/stream', '/recent-jobs/stream']) {
      const reader = await live.open(path, { cookie })
      t.equal((await reader.next(({ event }) => event === 'done')).data, '{}', path)
    }
    const script = await live.open('/api/jobs/j1/events')
    t.match((await script.next(({ event }) => event === 'done')).data, /"status":"FAILED"/)
  },
)

t.test('one stream keeps the list of recent jobs up to date', async (t) => {
  const live = await startLiveApp(t, {
    j1: told('j1', 'RUNNING', 1),
    j2: told('j2', 'RUNNING', 1),
    j3: told('j3', 'COMPLETED', 100),
  })
  const cookie = 'recent_jobs=j1.j2.j3.gone'
  const page = await live.ask('/', { headers: { cookie } })
  const href = streamOf(page.text)
  t.match(href, '/recent-jobs/stream?seen=')
  const reader = await live.open(href, { cookie })
  await live.nextLooks(4)
  t.equal(reader.events.length, 0, 'the page shows it already')

  live.jobs.set('j2', told('j2', 'RUNNING', 64))
  const { data } = await reader.next()
  t.match(data, /^<hx-partial hx-target="#recent-jobs" hx-swap="outerMorph">/)
  t.match(data, 'value="64"')

  live.jobs.set('j1', told('j1', 'COMPLETED', 100))
  await reader.next()
  live.jobs.set('j2', told('j2', 'FAILED', 64))
  await reader.next(({ event }) => event === 'done')
  await reader.ended
  t.equal(live.app.live.watchedJobs, 0)
})

t.test('many open lists cost the service one read of a job for each change', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const cookie = 'recent_jobs=j1'
  const open = () => live.open('/recent-jobs/stream', { cookie })
  const readers = await Promise.all(Array.from({ length: 40 }, open))
  for (const reader of readers) await reader.next()
  const before = live.upstream.requests.length
  live.jobs.set('j1', told('j1', 'RUNNING', 64))
  for (const reader of readers) t.match((await reader.next()).data, 'value="64"')
  const reads = live.upstream.requests.slice(before).filter(({ path }) => path === '/jobs/j1')
  t.equal(reads.length, 1)
})

t.test('a list that asks again by itself reads each job once a second at most', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const headers = { cookie: 'recent_jobs=j1' }
  for (let i = 0; i < 5; i += 1) {
    t.match((await live.ask('/recent-jobs', { headers })).text, 'value="1"')
  }
  t.ok(live.upstream.requests.length <= 2)
})

t.test('pages that do not follow a job hear of a new stage only', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const frame = await live.open('/jobs/j1/news/stream')
  const [, seen = ''] = /data-seen="([^"]+)"/.exec((await frame.next()).data) ?? []
  const page = await live.open(`/jobs/j1/news/stream?seen=${seen}`)
  const job = await live.open('/jobs/j1/stream')
  await job.next()
  for (const pct of [2, 3, 4]) {
    live.jobs.set('j1', told('j1', 'RUNNING', pct))
    await job.next(({ data }) => data.includes(`value="${pct}"`))
  }
  t.same([frame.events.length, page.events.length], [1, 0], 'progress is no news')
  t.equal((await live.ask(`/jobs/j1/news?seen=${seen}`)).status, 204)
  live.jobs.set('j1', told('j1', 'WAITING_FOR_PLAYER', 4))
  t.match((await page.next()).data, /This job has changed/)
  await frame.next(({ data }) => /This job has changed/.test(data))
  const answer = await live.ask(`/jobs/j1/news?seen=${seen}`)
  t.equal(answer.status, 200)
  t.match(answer.text, /^<hx-partial hx-target="#news" .*This job has changed/s)
})

t.test('the page that compares jobs hears when one of them has changed or is gone', async (t) => {
  const live = await startLiveApp(t, {
    j1: told('j1', 'COMPLETED', 1),
    j2: told('j2', 'RUNNING', 1),
    j3: told('j3', 'READY_TO_ENQUEUE', 1),
  })
  const query = 'job=j1&job=j2&job=j3&job=unknown'
  const page = await live.ask(`/compare?${query}`, { headers: { accept: 'text/html' } })
  t.equal(page.status, 200)
  const seenIn = (text: string) => /data-seen="([^"]+)"/.exec(text)?.[1] ?? ''
  const seen = seenIn(page.text)
  t.equal((await live.ask(`/compare/news?${query}&seen=${seen}`)).status, 204)
  const stream = await live.open(`/compare/news/stream?${query}&seen=${seen}`)
  live.jobs.set('j2', told('j2', 'RUNNING', 50))
  await live.nextLooks(6)
  const news = ({ event }: { event?: string }) => event === undefined
  t.equal(stream.events.filter(news).length, 0, 'progress is no news')

  live.jobs.set('j2', told('j2', 'COMPLETED', 50))
  const changed = await stream.next(news)
  t.match(changed.data, /One of these jobs has changed/)
  t.not(seenIn(changed.data), seen)
  live.jobs.delete('j3')
  const gone = await stream.next(news)
  t.not(seenIn(gone.data), seenIn(changed.data))
  const answer = await live.ask(`/compare/news?${query}&seen=another`)
  t.equal(answer.status, 200)
  t.match(answer.text, /^<hx-partial hx-target="#news" .*One of these jobs has changed/s)
})

t.test('a job that the service does not tell of has not changed', async (t) => {
  const jobs = { j1: told('j1', 'RUNNING', 1), j2: told('j2', 'RUNNING', 1) }
  const live = await startLiveApp(t, jobs)
  const page = await live.ask('/compare?job=j1&job=j2', { headers: { accept: 'text/html' } })
  t.equal(page.status, 200)
  const [, seen = ''] = /data-seen="([^"]+)"/.exec(page.text) ?? []
  live.answer = (asked) =>
    asked.path.includes('j2') ? json({ ok: false }, 503) : live.plain(asked)
  const stream = await live.open(`/compare/news/stream?job=j1&job=j2&seen=${seen}`)
  const silent = await stream.next(({ event }) => event === 'stale')
  t.match(JSON.parse(silent.data), { silent_ms: Number })
  t.ok(
    stream.events.every(({ event }) => event === 'stale'),
    'and nothing else',
  )
})

t.test('who asks without a stream hears soon that the service hangs', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const hangs = Promise.withResolvers<ReturnType<typeof json>>()
  live.upstream.on('GET /jobs/j1/status', () => hangs.promise)
  const answer = await live.ask('/jobs/j1/live?seen=x', { headers: { 'hx-request': 'true' } })
  t.equal(answer.status, 504)
  t.ok(answer.headers['x-request-id'])
  hangs.resolve(json({ ok: true, data: told('j1', 'RUNNING', 1) }))
})
