import { setImmediate as turn } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createLooks, type Why } from '../../src/club/looks.ts'
import { createRecorder } from '../../src/club/recorder.ts'
import { readLiveState } from '../../src/domain/job/live-state.ts'
import { readJob } from '../../src/domain/job/read-job.ts'
import { startApp } from '../support/app.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { json } from '../support/service/upstream-server.ts'

/** Looks that end when they are told to. */
async function slowLooks(t: Test) {
  const { background } = (await startApp(t)).app
  const begun: string[] = []
  const under = new Map<string, PromiseWithResolvers<void>>()
  const looks = createLooks(background, (jobId) => {
    begun.push(jobId)
    under.set(jobId, Promise.withResolvers<void>())
    return under.get(jobId)!.promise
  })
  const want = (why: Why, ...jobIds: string[]) => {
    for (const jobId of jobIds) looks.want(jobId, why)
  }
  return {
    ...{ looks, begun, want, background },
    async end(jobId: string, error?: Error) {
      const one = under.get(jobId)!
      if (error) one.reject(error)
      else one.resolve()
      await turn()
    },
  }
}

t.test('what somebody has just done is looked at before what the sweep has found', async (t) => {
  const { looks, begun, want, end } = await slowLooks(t)
  want('sweep', 's1', 's2', 's3', 's4', 's5')
  looks.work()
  t.strictSame(begun, ['s1', 's2', 's3'], 'one place stays free')
  want('news', 'n1')
  want('deed', 'd1', 's5')
  looks.work()
  t.strictSame(begun.slice(3), ['d1'])
  await end('d1')
  t.strictSame(begun.slice(4), ['s5'], 'also where the sweep has found it before')
  await end('s1')
  t.strictSame(begun.slice(5), [])
  await end('s5')
  t.strictSame(begun.slice(5), ['n1'])
  for (const jobId of ['s2', 's3']) await end(jobId)
  t.strictSame(begun.slice(6), ['s4'], 'each once')
})

t.test('the sweep takes no more than can be looked at soon', async (t) => {
  const { looks, want } = await slowLooks(t)
  t.equal(looks.room, 100)
  want('sweep', ...Array.from({ length: 300 }, (_, i) => `s${i}`))
  t.equal(looks.room, 0)
  looks.work()
  t.equal(looks.room, 3)
})

t.test('a look that fails gives its place back', async (t) => {
  const { looks, begun, want, end, background } = await slowLooks(t)
  want('deed', ...Array.from({ length: 9 }, (_, i) => `j${i}`))
  looks.work()
  for (let i = 0; i < 9; i += 1) await end(`j${i}`, new Error('a fault'))
  t.equal(begun.length, 9)
  t.equal(background.faults.get('look for the list'), 9, 'and is counted')
})

t.test('a Touchline that stops begins no look any more', async (t) => {
  const club = await startClub(t)
  const held = Promise.withResolvers<void>()
  const looked = Promise.withResolvers<void>()
  const ids = Array.from({ length: 8 }, (_, i) => `j${i}`)
  const looks = () => club.upstream.requests.filter(({ path }) => path.includes('view=full')).length
  for (const id of ids) {
    club.upstream.on(`POST /jobs/${id}/retry`, json({ ok: true, data: {} }))
    club.upstream.on(`GET /jobs/${id}`, async () => {
      await looked.promise
      return json({ ok: true, data: jobData(id) })
    })
    t.equal((await club.post(`/api/jobs/${id}/retry`, {})).status, 200)
  }
  while (looks() < 4) await turn()
  club.upstream.on('GET /jobs/held', async () => {
    await held.promise
    return json({ ok: true, data: jobData('held') })
  })
  const asked = club.ask('/api/jobs/held')
  while (!club.upstream.requests.some(({ path }) => path === '/jobs/held')) await turn()
  const before = club.app.upstream.answers
  const closing = club.close()
  // The hooks before the end have run by then.
  while (club.app.server.listening) await turn()
  looked.resolve()
  while (club.app.upstream.answers < before + 4) await turn()
  // Whatever was sent by now has arrived before this.
  await fetch(club.upstream.url)
  held.resolve()
  t.equal((await asked).status, 200)
  await closing
  t.equal(looks(), 4, 'those that waited are not made')
})

t.test(
  'while previews are made a job that is followed is looked at in full every 5 s',
  async (t) => {
    let now = Date.parse('2026-08-01T00:00:00Z')
    const recorder = createRecorder(() => now)
    const state = (status: string, step: string) => ({
      status,
      progress: { step, pct: 10, updated_at: new Date(now).toISOString() },
    })
    const looksAt = (said: ReturnType<typeof state>) => {
      if (recorder.sawState('j1', readLiveState(said))) return false
      recorder.sawJob(readJob(jobData('j1', { ...said, preview_frames: [] })), null, true)
      recorder.settle()
      return true
    }
    const seconds: number[] = []
    looksAt(state('CREATED', 'PREVIEWS'))
    for (let second = 1; second <= 20; second += 1) {
      now += 1_000
      if (looksAt(state('CREATED', 'PREVIEWS'))) seconds.push(second)
    }
    t.strictSame(seconds, [5, 10, 15, 20])
    now += 1_000
    t.equal(looksAt(state('CREATED', 'DETECTING')), true, 'another step at once')
    now += 1_000
    t.equal(looksAt(state('WAITING_FOR_PLAYER', 'CANDIDATES_READY')), true, 'another status too')
  },
)
