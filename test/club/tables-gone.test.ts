import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import t, { type Test } from 'tap'
import { isInTheWay } from '../../src/club/faults.ts'
import { openStore } from '../../src/club/store/open.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { deed, factsWith, seen } from '../support/club/facts.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const TABLES = [
  ...['jobs', 'changes', 'history', 'notes', 'leases', 'visits', 'ratings'],
  ...['awaited', 'notices', 'links', 'link_jobs', 'failures', 'off'],
].map((name) => `club_${name}`)
const OWN = ['club_migrations', 'club_migrations_lock']

/** A database, and a way to change it from beside. */
const KINDS: [string, (t: Test) => Promise<{ url: string; change(sql: string): Promise<void> }>][] =
  [
    [
      'SQLite',
      async (t) => {
        const file = join(t.testdir({}), 'touchline.db')
        return {
          url: `sqlite:${file}`,
          async change(sql) {
            const other = new DatabaseSync(file, { timeout: 5_000 })
            other.exec(sql)
            other.close()
          },
        }
      },
    ],
    [
      'PostgreSQL',
      async (t) => {
        const url = await (await startPostgres(t)).database()
        return {
          url,
          async change(sql) {
            const other = new pg.Client(url)
            await other.connect()
            // A statement of Touchline may be in the way, and PostgreSQL then ends either.
            while (!(await other.query(sql).then(isDone, isInTheWayOnly)));
            await other.end()
          },
        }
      },
    ],
  ]

const isDone = () => true
function isInTheWayOnly(error: unknown): false {
  if (!isInTheWay(error)) throw error
  return false
}

const dropped = (names: string[]) => names.map((name) => `drop table ${name}`).join('; ')

for (const [name, prepare] of KINDS) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)

  t.test(`tables that are gone are made anew: ${name}`, { skip }, async (t) => {
    const { url, change } = await prepare(t)
    const club = await startClub(t, { DATABASE_URL: url })
    club.jobs.set('j1', jobData('j1'))
    await club.page('/jobs/j1')
    await club.listed((items) => items.length === 1)
    await change(dropped([...TABLES, ...OWN]))
    t.not((await club.ask('/api/club/jobs')).status, 500)
    t.equal((await club.page('/')).status, 200)
    await club.page('/jobs/j1')
    await club.listed((items) => items.length === 1)
    t.match(club.logs.join('\n'), /a table of the list is missing/)
    t.notMatch(club.logs.join('\n'), /left out/)
    await club.close()
  })

  t.test(`a list that has lost one of its tables says what to do: ${name}`, { skip }, async (t) => {
    const { url, change } = await prepare(t)
    const club = await startClub(t, { DATABASE_URL: url })
    await club.listed(() => true)
    await change('alter table club_notes rename to elsewhere')
    club.jobs.set('j1', jobData('j1'))
    // The page of a job reads notes.
    while (club.app.club.standing === 'open') await club.page('/jobs/j1')
    const words = /a table of the list is missing: put a copy back, or take away all tables/
    t.match(club.logs.join('\n'), words)
    await change('alter table elsewhere rename to club_notes')
    await club.listed((items) => items.length === 1)
    await club.close()
  })

  t.test(
    `a column that is missing is one sentence, until it is back: ${name}`,
    { skip },
    async (t) => {
      const { url, change } = await prepare(t)
      const club = await startClub(t, { DATABASE_URL: url })
      await club.listed(() => true)
      await change('alter table club_jobs rename column headline to elsewhere')
      club.jobs.set('j1', jobData('j1'))
      await club.page('/jobs/j1')
      while (club.app.club.standing === 'open') {
        t.not((await club.ask('/api/club/jobs')).status, 500)
        t.equal((await club.page('/jobs/j1')).status, 200)
      }
      const off = () => club.logged().filter(({ msg }) => /list is off/.test(msg))
      // Opened again, and lost at once, it would be back each time.
      while (!club.logged().some(({ msg }) => /a column of the list is missing/.test(msg)))
        await new Promise(setImmediate)
      t.match(off()[0]?.msg, /put a copy back, or add the column again/)
      await change('alter table club_jobs rename column elsewhere to headline')
      await club.listed((items) => items.length === 1)
      t.equal(club.logged().filter(({ msg }) => /list is back/.test(msg)).length, 1)
      t.equal(off().length, 1)
      await club.close()
    },
  )

  t.test(
    `what belongs together is written together or not at all: ${name}`,
    { skip },
    async (t) => {
      const { url, change } = await prepare(t)
      const database =
        name === 'SQLite'
          ? ({ kind: 'sqlite', file: url.slice('sqlite:'.length) } as const)
          : ({ kind: 'postgres', url } as const)
      const { store } = await openStore(database, () => {})
      t.teardown(() => store.close())
      await store.save([seen(factsWith('a')), seen(factsWith('b'))], [])
      await store.markGone('b', 9_000)
      // The last statement of each finds nothing to count in.
      await change('delete from club_changes')
      await t.rejects(store.addNote({ id: 'n', jobId: 'a', at: 1, who: null, text: 'Left foot' }))
      await t.rejects(store.markGone('a', 9_000))
      await t.rejects(store.forget('b'))
      await t.rejects(store.save([seen(factsWith('c'))], [deed('a', 'retry', 1, null)]))
      t.strictSame(await store.notes('a', 9), [])
      t.strictSame(await store.history('a', 9), [])
      const { items } = await store.list({ state: null, words: [], after: null, limit: 9 })
      t.strictSame(
        items.map(({ jobId, gone }) => [jobId, gone]),
        [
          ['a', false],
          ['b', true],
        ],
      )
    },
  )
}
