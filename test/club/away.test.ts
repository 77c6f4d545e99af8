import { once } from 'node:events'
import { readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { whyLost } from '../../src/club/faults.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

type Club = Awaited<ReturnType<typeof startClub>>

/** All but the list: a job as JSON and as a page, the first page, and whether the process is ready. */
async function goesOn(t: Test, { ask, page, jobs }: Club) {
  jobs.set('j9', jobData('j9'))
  t.equal((await ask('/api/jobs/j9')).status, 200)
  t.equal((await page('/jobs/j9')).status, 200)
  t.equal((await ask('/readyz')).status, 200)
  const home = await page('/', { cookie: 'recent_jobs=j9' })
  t.equal(home.status, 200)
  t.match(home.text, /<h1>Jobs<\/h1>/)
  t.match(home.text, /club’s list cannot be read at present/)
  t.match(home.text, /Recent jobs/, 'the jobs of the browser stand in its place')
  t.match(home.text, /href="\/jobs\/j9"/)
  const list = await ask('/api/club/jobs')
  t.equal(list.status, 503)
  t.match(list.json().error, { code: 'CLUB_LIST_OFF' })
  t.equal(list.headers['retry-after'], '30')
  t.match((await ask('/metrics')).text, /^touchline_club_list_away 1$/m)
}

const saidOff = ({ logged }: Club) =>
  logged()
    .filter(({ level, msg }) => level === 50 && /club's list is off/.test(msg))
    .map(({ msg }) => msg)

t.test('a file that cannot be opened turns off the list alone, until it can', async (t) => {
  const folder = t.testdir({ data: 'a file where a folder should be' })
  const club = await startClub(t, { DATABASE_URL: `sqlite:${folder}/data/touchline.db` })
  await goesOn(t, club)
  t.equal(saidOff(club).length, 1, 'said once')
  rmSync(join(folder, 'data'))
  await club.listed((items) => items.some(({ job_id }) => job_id === 'j9'))
  t.equal(saidOff(club).length, 1)
  t.ok(club.logged().some(({ msg }) => /list is back/.test(msg)))
  await club.close()
})

t.test('a file that is no database is left as it is, and said', async (t) => {
  const folder = t.testdir({})
  const file = join(folder, 'touchline.db')
  writeFileSync(file, 'not a database, but somebody’s letters '.repeat(100))
  const club = await startClub(t, { DATABASE_URL: `sqlite:${file}` })
  await goesOn(t, club)
  t.match(saidOff(club), [/is no SQLite database/])
  unlinkSync(file)
  await club.listed((items) => items.length > 0)
  await club.close()
})

t.test('a damaged file is left as it is, and said', async (t) => {
  const folder = t.testdir({})
  const file = join(folder, 'touchline.db')
  const sqlite = new DatabaseSync(file)
  sqlite.exec('create table t (x); ')
  sqlite.exec(`insert into t values ${Array.from({ length: 500 }, () => `('${'x'.repeat(99)}')`)}`)
  sqlite.exec('create index i on t (x)')
  const pages = sqlite.prepare('pragma page_count').get() as { page_count: number }
  sqlite.close()
  const bytes = readFileSync(file)
  bytes.fill(0xff, 4096 * 2, 4096 * (pages.page_count - 1))
  writeFileSync(file, bytes)
  const club = await startClub(t, { DATABASE_URL: `sqlite:${file}` })
  await goesOn(t, club)
  t.equal(saidOff(club).length, 1)
  t.ok(readFileSync(file).equals(bytes), 'not touched')
  await club.close()
})

t.test('a file that is deleted meanwhile is made anew', async (t) => {
  const folder = t.testdir({})
  const file = join(folder, 'touchline.db')
  const club = await startClub(t, { DATABASE_URL: `sqlite:${file}` })
  club.jobs.set('j1', jobData('j1'))
  await club.page('/jobs/j1')
  await club.listed((items) => items.length === 1)
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending)
  club.jobs.set('j2', jobData('j2'))
  await club.page('/jobs/j2')
  const items = await club.listed((found) => found.some(({ job_id }) => job_id === 'j2'))
  t.strictSame(
    items.map(({ job_id }) => job_id),
    ['j2'],
  )
  t.match(saidOff(club), [/deleted or replaced/])
  await club.close()
})

t.test('what was seen while another process held the file is written after that', async (t) => {
  const folder = t.testdir({})
  const file = join(folder, 'touchline.db')
  // Nothing but the write itself meets the lock.
  const pace = { sweepMs: 60_000 }
  const club = await startClub(t, { DATABASE_URL: `sqlite:${file}` }, Date.now, pace)
  club.jobs.set('j1', jobData('j1'))
  await club.page('/jobs/j1')
  await club.listed((items) => items.length === 1)
  const other = new DatabaseSync(file)
  other.exec('begin immediate')
  club.jobs.set('j2', jobData('j2'))
  await club.page('/jobs/j2')
  while (saidOff(club).length === 0) await new Promise(setImmediate)
  t.match(saidOff(club), [/another process keeps the file locked/])
  other.exec('commit')
  other.close()
  const items = await club.listed((found) => found.length === 2)
  t.strictSame(items.map(({ job_id }) => job_id).sort(), ['j1', 'j2'])
  await club.close()
})

t.test('a database that stays away is said once, however often it is tried', async (t) => {
  let tries = 0
  const third = Promise.withResolvers<void>()
  const server = net.createServer((socket) => {
    socket.destroy()
    tries += 1
    if (tries === 3) third.resolve()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as net.AddressInfo
  const club = await startClub(t, {
    DATABASE_URL: `postgres://somebody:c4na4y@127.0.0.1:${port}/club`,
  })
  await third.promise
  t.equal(saidOff(club).length, 1)
  t.notMatch(club.logs.join('\n'), /c4na4y/, 'without the password')
})

t.test('a full disk is one', async (t) => {
  const sqlite = new DatabaseSync(':memory:')
  sqlite.exec('create table t (x); pragma max_page_count = 2')
  const filled = () => sqlite.exec(`insert into t values ('${'x'.repeat(100_000)}')`)
  t.throws(filled)
  try {
    filled()
  } catch (error) {
    t.match(whyLost(error), /the disk is full/)
  }
  try {
    sqlite.exec('insert into t values (1, 2)')
  } catch (error) {
    t.equal(whyLost(error), null, 'a wrong statement is no fault of the disk')
  }
})

t.test(
  'PostgreSQL that goes away turns off the list alone, until it is back',
  { skip: withoutPart(POSTGRES) },
  async (t) => {
    const server = await startPostgres(t)
    const club = await startClub(t, { DATABASE_URL: await server.database() })
    club.jobs.set('j1', jobData('j1'))
    await club.page('/jobs/j1')
    await club.listed((items) => items.length === 1)
    await server.stop()
    while ((await club.ask('/api/club/jobs')).status === 200) await new Promise(setImmediate)
    await goesOn(t, club)
    t.equal(saidOff(club).length >= 1, true)
    await server.start()
    const items = await club.listed((found) => found.length === 2)
    t.strictSame(items.map(({ job_id }) => job_id).sort(), ['j1', 'j9'], 'what was seen meanwhile')
  },
)
