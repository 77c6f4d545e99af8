import pg from 'pg'
import t, { type Test } from 'tap'
import { openStore } from '../../src/club/store/open.ts'
import type { ClubStore } from '../../src/club/types.ts'
import { deed, factsWith, seen } from '../support/club/facts.ts'
import { KINDS, type Kind } from '../support/club/kinds.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

// A job that was taken off the list stays off, whatever replicas write at the same moment.

const idsOf = async (store: ClubStore) =>
  (await store.list({ state: null, words: [], after: null, limit: 50 })).items.map(
    ({ jobId }) => jobId,
  )
const running = (jobId: string, percent: number) =>
  seen(factsWith(jobId, { status: 'RUNNING', state: 'running', step: 'progress', percent }))

async function openAt(t: Test, at: Kind) {
  const { store } = await openStore(at, () => {})
  t.teardown(() => store.close())
  return store
}

const skipPostgres = withoutPart(POSTGRES)

for (const [name, prepare] of KINDS) {
  t.test(name, { skip: name === 'PostgreSQL' && skipPostgres }, async (t) => {
    const database = await prepare(t)

    t.test('what is written at the same moment brings no job back', async (t) => {
      const at = await database()
      const here = await openAt(t, at)
      const there = at.kind === 'sqlite' && at.file === ':memory:' ? here : await openAt(t, at)
      for (let round = 1; round <= 30; round += 1) {
        const id = `j${round}`
        await here.save([running(id, 1)], [])
        const [, off] = await Promise.all([
          // SQLite refuses a writer whose look is old; it is written later, or not at all.
          there.save([running(id, round + 1)], []).catch(() => 0),
          here.takeOff(id, round),
        ])
        t.equal(off, true)
      }
      t.strictSame(await idsOf(here), [])
    })

    t.test('what was done before brings no job back, however late it is written', async (t) => {
      const store = await openAt(t, await database())
      await store.save([running('j', 1)], [deed('j', 'retry', 10, 'anna')])
      t.equal(await store.takeOff('j', 20), true)
      await store.save([running('j', 2)], [deed('j', 'retry', 19, 'ben')])
      t.strictSame(await idsOf(store), [])
      t.equal((await store.history('j', 9)).length, 2, 'what was done is kept')
      await store.save([running('j', 3)], [deed('j', 'retry', 21, 'ben')])
      t.strictSame(await idsOf(store), ['j'])
    })

    t.test(
      'a page that was opened before brings no job back, however late that is written',
      async (t) => {
        const store = await openAt(t, await database())
        await store.save([running('j', 1), running('k', 1)], [])
        t.equal(await store.takeOff('j', 20), true)
        t.strictSame([...(await store.takenOff(['j', 'k']))], ['j'])
        t.strictSame(await store.comeBack(new Map([['j', 19]])), [])
        await store.save([running('j', 2)], [])
        t.strictSame(await idsOf(store), ['k'])
        const opened = new Map([
          ['j', 20],
          ['k', 20],
        ])
        t.strictSame(await store.comeBack(opened), ['j'])
        t.equal((await store.takenOff(['j', 'k'])).size, 0)
      },
    )

    t.test('a job that was taken off is looked for once, not for ever', async (t) => {
      const store = await openAt(t, await database())
      await store.save([running('j', 1)], [])
      t.equal(await store.takeOff('j', 20), true)
      await store.save([], [deed('j', 'retry', 19, 'anna')])
      t.strictSame(await store.takeDue(10_000_000, 9), ['j'])
      await store.save([running('j', 2)], [])
      t.strictSame(await store.takeDue(20_000_000, 9), [])
    })
  })
}

t.test(
  'a replica whose write waits for the taking off writes the job no more',
  { skip: skipPostgres },
  async (t) => {
    const server = await startPostgres(t)
    const url = await server.database()
    const [here, there] = [
      await openAt(t, { kind: 'postgres', url }),
      await openAt(t, { kind: 'postgres', url }),
    ]
    const other = new pg.Client(url)
    await other.connect()
    t.teardown(() => other.end())
    const watcher = new pg.Client(url)
    await watcher.connect()
    t.teardown(() => watcher.end())
    const whenWaiting = async (count: number) => {
      for (;;) {
        const { rows } = await watcher.query(
          "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'",
        )
        if (rows[0].n === count) return
      }
    }
    await here.save([running('j', 1), running('k', 1)], [])

    // The taking off is held before its last statement; the other replica has looked before that, and waits for it.
    await other.query('begin')
    await other.query('update club_changes set n = n')
    const off = here.takeOff('j', 20)
    await whenWaiting(1)
    const saved = there.save([running('j', 2), running('k', 2)], [])
    await whenWaiting(2)
    await other.query('commit')
    t.equal(await off, true)
    await saved
    t.strictSame(await idsOf(here), ['k'])
    t.equal(
      (await here.list({ state: null, words: [], after: null, limit: 9 })).items[0]?.percent,
      2,
    )
  },
)
