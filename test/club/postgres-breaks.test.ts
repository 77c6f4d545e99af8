import pg from 'pg'
import t, { type Test } from 'tap'
import { openStore } from '../../src/club/store/open.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { factsWith, seen } from '../support/club/facts.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { wayTo } from '../support/club/way-to-server.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const skip = withoutPart(POSTGRES)
const running = (jobId: string, percent: number) =>
  seen(factsWith(jobId, { status: 'RUNNING', state: 'running', step: 'progress', percent }))

/** Another program in the same database. */
async function otherIn(t: Test, url: string) {
  const other = new pg.Client(url)
  await other.connect()
  t.teardown(() => other.end())
  return {
    query: (text: string) => other.query(text),
    /** Resolves when so many statements wait for a row that somebody keeps. */
    async waiting(count: number) {
      for (;;) {
        const { rows } = await other.query('select 1 from pg_locks where not granted')
        if (rows.length >= count) return
        await new Promise(setImmediate)
      }
    },
  }
}

t.test(
  'a connection that breaks in the middle of a statement ends nothing',
  { skip },
  async (t) => {
    const server = await startPostgres(t)
    const way = await wayTo(t, await server.database())
    const club = await startClub(t, { DATABASE_URL: way.url })
    club.jobs.set('j1', jobData('j1'))
    await club.page('/jobs/j1')
    await club.listed((items) => items.length === 1)
    const asked = way.keep()
    const reading = club.ask('/api/club/jobs')
    await asked
    way.cut()
    t.equal((await reading).status, 503)
    t.equal((await club.ask('/api/jobs/j1')).status, 200, 'all else goes on')
    club.jobs.set('j2', jobData('j2'))
    await club.page('/jobs/j2')
    await club.listed((items) => items.length === 2)
    await club.close()
  },
)

t.test('two replicas that write the same jobs do not wait for each other', { skip }, async (t) => {
  const server = await startPostgres(t)
  const url = await server.database()
  const stores = await Promise.all(
    [1, 2].map(async () => (await openStore({ kind: 'postgres', url }, () => {})).store),
  )
  t.teardown(() => Promise.all(stores.map((store) => store.close())))
  const [one, two] = stores as [(typeof stores)[0], (typeof stores)[0]]
  await one.save([running('a', 0), running('m', 0), running('z', 0)], [])
  const other = await otherIn(t, url)
  await other.query('begin')
  await other.query("update club_jobs set percent = 1 where job_id = 'm'")
  const first = one.save([running('a', 2), running('m', 2), running('z', 2)], [])
  await other.waiting(1)
  const second = two.save([running('z', 3), running('m', 3), running('a', 3)], [])
  await other.waiting(2)
  await other.query('commit')
  t.strictSame(
    (await Promise.allSettled([first, second])).map(({ status }) => status),
    ['fulfilled', 'fulfilled'],
  )
})

t.test('a write that PostgreSQL ends for a deadlock is made again', { skip }, async (t) => {
  const server = await startPostgres(t)
  const url = await server.database()
  const club = await startClub(t, { DATABASE_URL: url })
  for (const id of ['a', 'b']) {
    club.jobs.set(id, jobData(id))
    await club.page(`/jobs/${id}`)
  }
  await club.listed((items) => items.length === 2)
  const other = await otherIn(t, url)
  // The other waits for as long as it takes: the write of the list is the one that is ended.
  await other.query("set deadlock_timeout = '30s'")
  await other.query('begin')
  await other.query("update club_jobs set percent = 1 where job_id = 'b'")
  for (const id of ['a', 'b']) club.jobs.set(id, jobData(id, { role: 'Striker' }))
  await Promise.all([club.page('/jobs/a'), club.page('/jobs/b')])
  await other.waiting(1)
  await other.query("update club_jobs set percent = 1 where job_id = 'a'")
  await other.query('commit')
  await club.listed((items) => items.every(({ role }) => role === 'Striker'))
  t.notMatch(club.logs.join('\n'), /list is off|left out/)
  await club.close()
})
