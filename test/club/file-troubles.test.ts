import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import t from 'tap'
import { whyLost } from '../../src/club/faults.ts'
import { openStore } from '../../src/club/store/open.ts'
import { openSqlite } from '../../src/club/store/sqlite.ts'
import { createStore } from '../../src/club/store/store.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { factsWith, seen } from '../support/club/facts.ts'

const saidOff = (logged: () => { level: number; msg: string }[]) =>
  logged().flatMap(({ level, msg }) => (level === 50 ? [msg] : []))

t.test('a folder that can never be made turns off the list alone', async (t) => {
  const club = await startClub(t, { DATABASE_URL: 'sqlite:/proc/touchline/t.db' })
  club.jobs.set('j1', jobData('j1'))
  t.equal((await club.ask('/api/jobs/j1')).status, 200)
  t.equal((await club.ask('/api/club/jobs')).status, 503)
  t.match(saidOff(club.logged), [/the club's list is off.*ENOENT.*\/proc\/touchline/])
})

t.test(
  'a folder that nobody may look into turns off the list alone, and nothing is lost',
  async (t) => {
    const folder = t.testdir({ in: {} })
    const club = await startClub(t, { DATABASE_URL: `sqlite:${folder}/in/t.db` })
    const choose = (id: string) =>
      club.ask(`/api/jobs/${id}/select-track`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: club.origin },
        body: '{"trackId":1,"selection":{"time_sec":0,"bbox":{"x":0,"y":0,"w":0.1,"h":0.1}}}',
      })
    const historyOf = async (id: string) => {
      const answer = await club.ask(`/api/club/jobs/${id}/history`)
      return answer.status === 200 ? answer.json().data.items : null
    }
    club.upstream.on('POST /jobs/j1/select-track', () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true,"data":{}}',
    }))
    club.jobs.set('j1', jobData('j1'))
    await club.page('/jobs/j1')
    await club.listed((items) => items.length === 1)
    // Whoever follows it comes to no end, whatever rights they have.
    renameSync(join(folder, 'in'), join(folder, 'kept'))
    symlinkSync(join(folder, 'in'), join(folder, 'in'))
    t.equal((await choose('j1')).status, 200)
    const home = await club.page('/')
    t.equal(home.status, 200)
    t.match(home.text, /club’s list cannot be read at present/)
    t.equal((await club.ask('/api/club/jobs')).status, 503)
    t.equal((await club.ask('/api/jobs/j1')).status, 200)
    t.ok(saidOff(club.logged).some((msg) => /the club's list is off/.test(msg)))
    rmSync(join(folder, 'in'))
    renameSync(join(folder, 'kept'), join(folder, 'in'))
    await club.listed((items) => items.length === 1)
    for (;;) {
      const items = await historyOf('j1')
      if (items?.length > 0) {
        t.match(items, [{ action: 'select-track' }], 'what was done meanwhile is kept')
        break
      }
      await new Promise((next) => setTimeout(next, 20))
    }
    await club.close()
  },
)

t.test('the file beside it that is taken away costs nothing that was written', async (t) => {
  const file = join(t.testdir({}), 't.db')
  const club = await startClub(t, { DATABASE_URL: `sqlite:${file}` })
  for (const id of ['j1', 'j2']) {
    club.jobs.set(id, jobData(id))
    await club.page(`/jobs/${id}`)
  }
  await club.listed((items) => items.length === 2)
  for (const ending of ['-wal', '-shm']) rmSync(file + ending)
  club.jobs.set('j3', jobData('j3'))
  await club.page('/jobs/j3')
  const items = await club.listed((found) => found.length === 3)
  t.equal(items.length, 3)
  const other = new DatabaseSync(file, { readOnly: true })
  const { n } = other.prepare('select count(*) as n from club_jobs').get() as { n: number }
  other.close()
  t.equal(n, 3, 'another process sees all of it')
  await club.close()
})

t.test('a full disk is said to be full', async (t) => {
  const file = join(t.testdir({}), 't.db')
  const { store } = await openStore({ kind: 'sqlite', file }, () => {})
  await store.close()
  const { db } = openSqlite(file)
  t.teardown(() => db.destroy())
  const full = createStore(db, { hooks: [], resultUrl: () => null })
  // SQLite treats a file that may not grow as it treats a disk without room.
  await sql`pragma max_page_count = 1`.execute(db)
  const many = Array.from({ length: 500 }, (_, n) => seen(factsWith(`j${n}`)))
  const error = await full.save(many, []).catch((one: unknown) => one)
  t.match(whyLost(error), /^the disk is full/)
  await sql`pragma max_page_count = 100000`.execute(db)
  await full.save(many, [])
  t.equal((await full.known(['j499'])).size, 1, 'and goes on when there is room')
})

t.test('a step that is broken off leaves nothing of itself', async (t) => {
  const file = join(t.testdir({}), 't.db')
  const { db } = openSqlite(file)
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () => ({
        '1': {
          async up(inside) {
            await inside.schema.createTable('half').addColumn('x', 'text').execute()
            throw new Error('broken off')
          },
        },
      }),
    },
  })
  const { error } = await migrator.migrateToLatest()
  t.match(error, { message: 'broken off' })
  await db.destroy()
  const after = new DatabaseSync(file, { readOnly: true })
  const tables = after.prepare("select name from sqlite_master where name = 'half'").all()
  after.close()
  t.strictSame(tables, [])
  const { store } = await openStore({ kind: 'sqlite', file }, () => {})
  await store.close()
})
