import t, { type Test } from 'tap'
import { startLiveApp, told } from '../../support/live-app.ts'

// The service never answers for one job. The others are shown all the same: nobody waits for the one.

const COOKIE = { cookie: 'recent_jobs=j1.slow', accept: 'text/html' }

async function start(t: Test) {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 64) })
  live.answer = (seen) =>
    seen.path.startsWith('/jobs/slow') ? new Promise(() => {}) : live.plain(seen)
  return live
}

t.test('pages of several jobs show those that the service tells of', async (t) => {
  const live = await start(t)
  for (const [path, heading] of [
    ['/', 'Jobs'],
    ['/compare?job=j1&job=slow', 'Compare players'],
  ] as const) {
    const { status, text } = await live.ask(path, { headers: COOKIE })
    t.equal(status, 200, path)
    t.match(text, `<h1>${heading}</h1>`)
    t.match(text, /did not answer in time/, `${path} says it of the other`)
  }
  const asked = await live.ask('/recent-jobs?seen=', { headers: COOKIE })
  t.equal(asked.status, 200)
  t.match(asked.text, 'value="64"')
})

t.test('a list over a stream follows those that the service tells of', async (t) => {
  const live = await start(t)
  const list = await live.open('/recent-jobs/stream', COOKIE)
  t.equal(list.status, 200)
  t.match((await list.next()).data, 'value="64"')
  live.jobs.set('j1', told('j1', 'RUNNING', 65))
  await list.next(({ data }) => data.includes('value="65"'))
  list.leave()
  while (live.app.live.watchedJobs > 0) await new Promise((resolve) => setImmediate(resolve))
  t.equal(live.app.live.watchedJobs, 0)
})
