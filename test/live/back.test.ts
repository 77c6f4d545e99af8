import t from 'tap'
import { startLiveApp, told } from '../support/live-app.ts'

/** So seldom that no look of a watch comes of itself. */
const SELDOM = { busyMs: 600_000, idleMs: 600_000, longestMs: 600_000, silentMs: 50, turnMs: 10 }

t.test('a page of a silent service hears soon that it answers others again', async (t) => {
  const live = await startLiveApp(t, { j1: told('j1', 'RUNNING', 1) }, SELDOM)
  const reader = await live.open('/jobs/j1/stream')
  await reader.next(({ event }) => event === 'stale')
  let isBack = false
  const back = reader
    .next(({ data }) => data.includes('"since":null'))
    .then(() => {
      isBack = true
    })
  while (!isBack) {
    // Some turns in which the service answers nobody.
    await new Promise((next) => setTimeout(next, 200))
    t.equal((await live.ask('/api/jobs/j1')).status, 200)
  }
  await back
})
