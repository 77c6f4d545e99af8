import t from 'tap'
import { createFreshReads } from '../../src/live/fresh-reads.ts'
import { startLiveApp, told } from '../support/live-app.ts'
import { connectGreedy, GET, until } from '../support/process/greedy.ts'

// A page of another replica may show newer names of a job than this process knows: then it reads the job anew.

const SLOW = { busyMs: 600_000, idleMs: 600_000, restMs: 600_000, heartbeatMs: 600_000 }
const JOBS = { j1: told('j1', 'RUNNING', 40) }

/** A replica that has read no job yet. It holds each whole read until the function of its number in `held` is called. */
async function start(t: Parameters<typeof startLiveApp>[0], pace = SLOW) {
  const other = await startLiveApp(t, JOBS, SLOW)
  const page = await other.ask('/jobs/j1/result', { headers: { accept: 'text/html' } })
  t.equal(page.status, 200)
  const [, seen] = /data-seen="([^"]+)"/.exec(page.text) ?? []
  t.ok(seen)
  const live = await startLiveApp(t, JOBS, pace)
  const held: (() => void)[] = []
  t.teardown(() => held.forEach((letGo) => void letGo()))
  live.answer = async (told) => {
    if (!told.path.endsWith('/status')) await new Promise<void>((next) => void held.push(next))
    return live.plain(told)
  }
  return Object.assign(live, {
    held,
    pages: (count: number) =>
      Promise.all(
        Array.from({ length: count }, () =>
          connectGreedy(t, live.port, GET(`/jobs/j1/news?seen=${seen}`)),
        ),
      ),
  })
}

t.test('who asks while a job is read waits for the next read, shared by all of them', async (t) => {
  const begun: PromiseWithResolvers<void>[] = []
  const read = createFreshReads(() => {
    begun.push(Promise.withResolvers<void>())
    return begun.at(-1)!.promise
  })
  const first = read('j1')
  while (begun.length < 1) await Promise.resolve()
  const later = [read('j1'), read('j1'), read('j1')]
  t.equal(begun.length, 1, 'an answer of this read may be too old for them')
  begun[0]!.resolve()
  await first
  while (begun.length < 2) await Promise.resolve()
  begun[1]!.reject(new Error('the service is away'))
  const outcomes = await Promise.allSettled(later)
  t.strictSame(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  t.equal(begun.length, 2)
})

t.test('a read ends when all pages have left that wait for it', async (t) => {
  const { app, held, pages } = await start(t)
  const some = await pages(5)
  await until(() => app.openRequests === 5 && held.length === 1)
  for (const { socket } of some) socket.destroy()
  await until(() => app.openRequests === 0)
  const begun = held.length
  await pages(1)
  // Those were never answered, so this one began because they had ended.
  await until(() => held.length === begun + 1)
  held[begun]!()
  await until(() => app.openRequests === 0)
  t.equal(held.length, begun + 1)
})

t.test('a look begins no read beside one that the service does not answer', async (t) => {
  const { app, held, nextLooks, open } = await start(t, { ...SLOW, busyMs: 5 })
  await open('/jobs/j1/news/stream')
  app.live.pollNow('j1', 'player-profile', 200)
  await until(() => held.length === 1)
  await nextLooks(5)
  t.equal(held.length, 1)
})
