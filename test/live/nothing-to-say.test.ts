import t from 'tap'
import { startLiveApp, told } from '../support/live-app.ts'

t.test(
  'a list of no jobs, or of unknown ones, is done at once and the process lives',
  async (t) => {
    const live = await startLiveApp(t)
    for (const [path, cookie] of [
      ['/recent-jobs/stream', ''],
      ['/recent-jobs/stream?seen=-', 'recent_jobs=nosuchjob'],
      ['/recent-jobs/stream?seen=', 'recent_jobs='],
    ] as const) {
      const reader = await live.open(path, { cookie })
      t.equal(reader.status, 200, path)
      await reader.next(({ event }) => event === 'done')
      await reader.ended
    }
    t.equal((await live.ask('/healthz')).status, 200)
    t.equal(live.app.live.streams, 0)
    t.equal(live.app.background.faults.size, 0)
  },
)

t.test('a list of jobs that have ended is done at once', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'COMPLETED', 100) })
  const reader = await live.open('/recent-jobs/stream', { cookie: 'recent_jobs=j1' })
  await reader.next(({ event }) => event === 'done')
  await reader.ended
  t.equal(live.app.live.watchedJobs, 0)
})

t.test(
  'a reader that shows the end of all jobs already is done, and no job stays watched',
  async (t) => {
    const live = await startLiveApp(t, {
      j1: told('j1', 'COMPLETED', 100),
      j2: told('j2', 'FAILED', 30),
    })
    const cookie = { cookie: 'recent_jobs=j1.j2' }
    const page = await live.ask('/', { headers: { ...cookie, accept: 'text/html' } })
    t.equal(page.status, 200)
    const [, seen = ''] = /id="recent-jobs" data-seen="([^"]*)"/.exec(page.text) ?? []
    const reader = await live.open(`/recent-jobs/stream?seen=${encodeURIComponent(seen)}`, cookie)
    t.equal((await reader.next()).event, 'done')
    await reader.ended
    t.equal(reader.events.length, 1, 'nothing is told again')
    t.equal(live.app.live.watchedJobs, 0)
  },
)
