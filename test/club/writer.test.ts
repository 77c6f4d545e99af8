import t from 'tap'
import type { Connection } from '../../src/club/connection.ts'
import { createRecorder } from '../../src/club/recorder.ts'
import { openStore } from '../../src/club/store/open.ts'
import { createWriter } from '../../src/club/writer.ts'
import { ClubListOff } from '../../src/errors/club.ts'
import { startApp } from '../support/app.ts'
import { deed, factsWith, seen } from '../support/club/facts.ts'

t.test('an answer waits also for a write that the clock began', async (t) => {
  const { app } = await startApp(t)
  const { store } = await openStore({ kind: 'sqlite', file: ':memory:' }, () => {})
  t.teardown(() => store.close())
  /** What lets each write go on, in the order in which they began. */
  const gates: (() => void)[] = []
  const slow: Connection = {
    ...{ isOpen: true, firstOpening: null, openings: 1, open() {}, async close() {} },
    async use(work) {
      await new Promise<void>((resolve) => gates.push(resolve))
      return work(store)
    },
  }
  const recorder = createRecorder(Date.now)
  const options = {
    recorder,
    connection: slow,
    log: app.log,
    wrote() {},
    keepMs: 600_000,
  }
  const { write, writeSoon } = createWriter(options)
  const create = (jobId: string) => {
    const deed = { id: jobId, jobId, who: 'anna', at: 1, fromStatus: null }
    recorder.did({ ...deed, action: 'create' })
    return writeSoon()
  }
  /** The write of this number has begun. */
  const begun = async (number: number) => {
    while (gates.length < number) await new Promise(setImmediate)
  }

  const first = create('j1')
  // The write of the first is asked for by then, and begins a turn later.
  await new Promise<void>(queueMicrotask)
  const clock = write()
  const second = create('j2')
  await begun(1)
  const third = create('j3').then(async () => {
    t.equal((await store.history('j3', 9)).length, 1, 'is written when it is answered')
  })
  gates[0]?.()
  await begun(2)
  // Whatever does not wait for the second write has gone on by then.
  for (let turns = 0; turns < 9; turns += 1) await new Promise(setImmediate)
  gates[1]?.()
  await Promise.all([first, clock, second, third])
  t.equal(gates.length, 2, 'no two writes at a time, and none of nothing')
})

t.test('the time of a 404 is when the service said it, however late it is written', async (t) => {
  const { app } = await startApp(t)
  const { store } = await openStore({ kind: 'sqlite', file: ':memory:' }, () => {})
  t.teardown(() => store.close())
  // Another replica has created the job, and has seen it.
  await store.save([seen(factsWith('new'))], [deed('new', 'create', 100_000, 'ben')])
  let isOpen = false
  const away: Connection = {
    get isOpen() {
      return isOpen
    },
    ...{ firstOpening: null, openings: 1, open() {}, async close() {} },
    use: (work) => (isOpen ? work(store) : Promise.reject(new ClubListOff())),
  }
  let now = 101_000
  const recorder = createRecorder(() => now)
  const { write } = createWriter({
    ...{ recorder, connection: away, log: app.log },
    ...{ wrote() {}, keepMs: 600_000 },
  })
  const isGone = async () =>
    (await store.list({ state: null, words: [], after: null, limit: 9 })).items[0]?.gone

  recorder.sawGone('new')
  await write()
  now += 10 * 60_000
  isOpen = true
  await write()
  t.equal(await isGone(), false, 'a second after its creation it says nothing')
  recorder.sawGone('new')
  recorder.putBack(recorder.take())
  now += 1_000
  await write()
  t.equal(await isGone(), true, 'ten minutes later it does')
})
