import t, { type Test } from 'tap'
import { createFailureLimit } from '../../src/auth/failure-limit.ts'
import { failureSharer } from '../../src/club/share-failures.ts'
import { openStore } from '../../src/club/store/open.ts'
import type { ClubStore } from '../../src/club/types.ts'

/** Two replicas on one database; `uses` counts how often the first asks it. */
async function replicas(t: Pick<Test, 'teardown'>) {
  const { store } = await openStore({ kind: 'sqlite', file: ':memory:' }, () => {})
  t.teardown(() => store.close())
  const clock = { ms: Date.parse('2026-08-01T00:00:00Z') }
  const now = () => clock.ms
  const replica = (holder: string) => {
    const limit = createFailureLimit(now, true)
    const asked = { uses: 0 }
    const connection = {
      isOpen: true,
      firstOpening: null,
      openings: 1,
      open() {},
      async close() {},
      use<T>(work: (store: ClubStore) => Promise<T>) {
        asked.uses += 1
        return work(store)
      },
    }
    return { limit, asked, share: failureSharer({ shared: limit, connection, holder, now }) }
  }
  return { here: replica('here'), there: replica('there'), clock }
}

t.test('the database is asked only while somebody was wrong here within the minute', async (t) => {
  const { here, there, clock } = await replicas(t)
  await here.share()
  for (let n = 0; n < 9; n += 1) there.limit.failed('guest')
  await there.share()
  await here.share()
  t.equal(here.asked.uses, 0, 'nobody was wrong here')
  here.limit.failed('guest')
  t.equal(here.limit.waitSec('guest'), 0)
  await here.share()
  t.equal(here.asked.uses, 1)
  t.equal(here.limit.waitSec('guest'), 60, 'ten in all')
  await here.share()
  t.equal(here.asked.uses, 2, 'others may be told of more')
  clock.ms += 60_000
  await here.share()
  t.equal(here.asked.uses, 2, 'the minute is over')
})

t.test('a password that proves right is told once and then nothing', async (t) => {
  const { here, there } = await replicas(t)
  here.limit.failed('guest')
  await here.share()
  here.limit.forgive('guest')
  await here.share()
  await here.share()
  t.equal(here.asked.uses, 2)
  for (let n = 0; n < 9; n += 1) there.limit.failed('guest')
  await there.share()
  t.equal(there.limit.waitSec('guest'), 0, 'the try that was right does not count there')
})

t.test('a clock that is set back ends the waits that began before', async (t) => {
  const { here, there, clock } = await replicas(t)
  for (let n = 0; n < 10; n += 1) here.limit.failed('guest')
  for (let n = 0; n < 9; n += 1) there.limit.failed('other')
  await there.share()
  here.limit.failed('other')
  await here.share()
  for (const client of ['guest', 'other']) t.equal(here.limit.waitSec(client), 60, client)
  clock.ms -= 3_600_000
  for (const client of ['guest', 'other']) t.equal(here.limit.waitSec(client), 0, client)
  t.notOk(here.limit.concerned(), 'nothing of before is asked for')
  for (let n = 0; n < 10; n += 1) here.limit.failed('guest')
  t.equal(here.limit.waitSec('guest'), 60, 'a new window is one like others')
})

t.test('a flood of clients is told in parts, and all of them', async (t) => {
  const { here, there } = await replicas(t)
  for (let n = 0; n < 1_500; n += 1) here.limit.failed(`guest ${n}`)
  t.equal(here.limit.changed().length, 1_000)
  t.equal(here.limit.changed().length, 500)
  t.equal(here.limit.changed().length, 0)
  t.equal(there.limit.concerned(), false)
})

t.test('where nobody takes it nothing is collected', async (t) => {
  const limit = createFailureLimit(() => 0)
  for (let n = 0; n < 10; n += 1) limit.failed('guest')
  t.strictSame(limit.changed(), [])
  t.equal(limit.waitSec('guest'), 60)
})
