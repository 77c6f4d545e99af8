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

t.test('what PostgreSQL ends for another transaction is made again', { skip }, async (t) => {
  const server = await startPostgres(t)
  const url = await server.database()
  const club = await startClub(t, { DATABASE_URL: url })
  club.jobs.set('j1', jobData('j1'))
  await club.page('/jobs/j1')
  await club.listed((items) => items.length === 1)
  const other = await otherIn(t, url)
  for (const code of ['40001', '40P01']) {
    // A deadlock takes a second to be seen, and who of two is ended is open: this one is ended at once.
    await other.query(`
      create sequence if not exists tries;
      create function ended_${code}() returns trigger language plpgsql as $$ begin
        if nextval('tries') = 1 then raise 'in the way' using errcode = '${code}'; end if;
        return new;
      end $$;
      create or replace trigger ended before insert on club_notes
        for each row execute function ended_${code}()`)
    await other.query('alter sequence tries restart')
    const answer = await club.ask('/jobs/j1/notes', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: `text=${code}`,
    })
    t.equal(answer.status, 303, code)
  }
  const { notes } = (await club.ask('/api/club/jobs/j1/history')).json().data
  t.strictSame(notes.map(({ text }: { text: string }) => text).sort(), ['40001', '40P01'])
  t.notMatch(club.logs.join('\n'), /list is off/)
  await club.close()
})
