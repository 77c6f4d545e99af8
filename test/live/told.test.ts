import t from 'tap'
import { startLiveApp, told } from '../support/live-app.ts'
import { json } from '../support/service/upstream-server.ts'

/** What cannot be read or told is tried again until it has been told. */

const broken = json({ ok: false, error: { code: 'INTERNAL_ERROR' } }, 500)
const COOKIE = { cookie: 'recent_jobs=j1.j2' }

t.test('a change whose words cannot be made is told when they can', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const reader = await live.open('/jobs/j1/stream')
  await reader.next()
  let failures = 0
  live.upstream.on('GET /jobs/j1', (seen) => {
    failures += 1
    return failures <= 3 ? broken : live.plain(seen)
  })
  live.jobs.set('j1', told('j1', 'WAITING_FOR_PLAYER', 22))
  const { data } = await reader.next(({ event }) => event === undefined)
  t.match(data, /choose the player/i)
  t.equal(failures, 4)
})

t.test('a page that cannot be told says that it is behind, until it has been told', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const reader = await live.open('/jobs/j1/stream')
  await reader.next()
  live.upstream.on('GET /jobs/j1', broken)
  live.jobs.set('j1', told('j1', 'RUNNING', 2))
  t.match(await reader.next(), { event: 'stale', data: /"since":"/ })
  const late = await live.open('/jobs/j1/stream')
  t.match(await late.next(({ event }) => event === 'stale'), { data: /"since":"/ }, 'newcomers too')
  live.upstream.on('GET /jobs/j1', live.plain)
  t.match(await reader.next(), { event: 'stale', data: /"since":null/ })
  t.match((await reader.next()).data, 'value="2"')
})

t.test('reads that are slower than the changes tell the page all the same', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 0) })
  const reader = await live.open('/jobs/j1/stream')
  await reader.next()
  let pct = 0
  // While a page reads the job, the job moves on.
  live.upstream.on('GET /jobs/j1', async (seen) => {
    const answer = live.plain(seen)
    pct += 1
    live.jobs.set('j1', told('j1', 'RUNNING', pct))
    await live.nextLooks(2)
    return answer
  })
  pct += 1
  live.jobs.set('j1', told('j1', 'RUNNING', pct))
  for (let i = 0; i < 3; i += 1) t.match((await reader.next()).data, /value="\d+"/)
})

t.test('a job of a list that cannot be read hides no other one, and is read again', async (t) => {
  const live = await startLiveApp(t, {
    j1: told('j1', 'RUNNING', 1),
    j2: told('j2', 'RUNNING', 1),
  })
  const reader = await live.open('/recent-jobs/stream', COOKIE)
  await reader.next()
  let failures = 0
  live.upstream.on('GET /jobs/j2', (seen) => {
    failures += 1
    return failures <= 2 ? broken : live.plain(seen)
  })
  live.jobs.set('j1', told('j1', 'RUNNING', 50))
  live.jobs.set('j2', told('j2', 'RUNNING', 60))
  await reader.next(({ data }) => data.includes('value="50"') && !data.includes('value="60"'))
  await reader.next(({ data }) => data.includes('value="50"') && data.includes('value="60"'))
  t.equal(failures, 3)
})

t.test('a list goes on asking for a job that could not be read at first', async (t) => {
  const live = await startLiveApp(t, {
    j1: told('j1', 'COMPLETED', 100),
    j2: told('j2', 'RUNNING', 7),
  })
  live.answer = (seen) => (seen.path.startsWith('/jobs/j2') ? broken : live.plain(seen))
  const reader = await live.open('/recent-jobs/stream', COOKIE)
  await reader.next()
  live.answer = live.plain
  await reader.next(({ data }) => data.includes('value="7"'))
  t.equal(live.app.live.watchedJobs, 2)
})

t.test('a list whose other jobs go on notices that an ended one is tried again', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'FAILED', 3), j2: told('j2', 'RUNNING', 1) })
  const reader = await live.open('/recent-jobs/stream', COOKIE)
  await reader.next()
  live.jobs.set('j1', told('j1', 'RUNNING', 4))
  t.match((await reader.next(({ data }) => data.includes('value="4"'))).event, undefined)
})

t.test('a list of a silent service is said to be old, and keeps what it shows', async (t) => {
  const live = await startLiveApp(t, {
    j1: told('j1', 'RUNNING', 1),
    j2: told('j2', 'RUNNING', 1),
  })
  const reader = await live.open('/recent-jobs/stream', COOKIE)
  await reader.next()
  live.answer = () => broken
  t.match(await reader.next(), { event: 'stale', data: /"since":"/ })
  live.answer = live.plain
  t.match(await reader.next(), { event: 'stale', data: /"since":null/ })
  t.equal(reader.events.length, 3)
})

t.test('lists end when the app closes, whatever they wait for', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) })
  const reader = await live.open('/recent-jobs/stream', COOKIE)
  await reader.next()
  live.answer = () => broken
  await live.nextLooks(2)
  await live.app.close()
  await reader.ended
  t.equal(live.app.live.streams, 0)
  t.equal(live.app.background.faults.size, 0)
})
