import { Migrator } from 'kysely/migration'
import t from 'tap'
import { migrations } from '../../src/club/store/migrations/index.ts'
import { openStore } from '../../src/club/store/open.ts'
import { openPostgres } from '../../src/club/store/postgres.ts'
import { rowOf } from '../../src/club/store/rows.ts'
import { openSqlite } from '../../src/club/store/sqlite.ts'
import type { Db } from '../../src/club/store/tables.ts'
import type { ClubStore } from '../../src/club/types.ts'
import { kindOf } from '../../src/domain/club/kind.ts'
import { withTimes } from '../../src/domain/club/times.ts'
import { searchWords } from '../../src/domain/club/words.ts'
import { hashOf } from '../../src/domain/job/live-state.ts'
import { factsWith, seen } from '../support/club/facts.ts'
import { KINDS, type Kind } from '../support/club/kinds.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const open = async (at: Kind) =>
  at.kind === 'sqlite' ? openSqlite(at.file) : await openPostgres(at.url, () => {})
const migratorOf = (db: Db) =>
  new Migrator({
    ...{ db, provider: migrations, migrationTableName: 'club_migrations' },
    migrationLockTableName: 'club_migrations_lock',
  })
/** What a search for these words finds. */
const finder = (store: ClubStore) => async (q: string) => {
  const query = { state: null, words: searchWords(q), after: null, limit: 9 }
  return (await store.list(query)).items.map(({ jobId }) => jobId)
}

for (const [name, prepare] of KINDS.filter(([kind]) => kind !== 'SQLite in memory')) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)
  t.test(`${name}: the jobs of an older list are found by their people`, { skip }, async (t) => {
    const at = await (await prepare(t))()
    const { db } = await open(at)
    const { error } = await migratorOf(db).migrateTo('2026-11-27c-taken-off')
    t.equal(error, undefined)
    const people = { createdBy: 'Ännä', actedBy: 'Ben', actedAt: 2 }
    const { created_text, acted_text, ...row } = rowOf(seen(factsWith('j'), 5_000, people))
    const older = { ...row, search: '1 may okafor o’neill đoković north end' }
    await db
      .insertInto('club_jobs')
      .values([older, { ...older, job_id: 'k', created_by: null, acted_by: null }] as never)
      .execute()
    const ofOlder = { role: 'ærø', category: 'u17', revision: 'r', model: 'm' }
    await db
      .insertInto('club_ratings')
      .values({
        ...{ ...ofOlder, job_id: 'j', kind: kindOf(ofOlder), player: '["o’neill","þór"]' },
        ...{ measures: '[["PASS",50]]', at: 1, digest: 'd', change_n: 1 },
      })
      .execute()
    await db.destroy()
    const { store } = await openStore(at, () => {})
    t.teardown(() => store.close())
    const found = finder(store)
    t.strictSame(await found('anna ben okafor'), ['j'])
    t.strictSame(await found('okafor'), ['j', 'k'])
    t.strictSame(await found("O'NEILL dokovic"), ['j', 'k'])
    const [first] = withTimes(searchWords('1 may'), Date.UTC(2020, 0))
    t.type(first, 'object')
    const query = { state: null, words: [first!], after: null, limit: 9 }
    t.equal((await store.list(query)).items.length, 2, 'a name at the beginning of the text')
    const now = { ...ofOlder, role: 'aero' }
    t.strictSame(await store.ratings(now), [
      { player: '["oneill","thor"]', measures: [['PASS', 50]] },
    ])
    await store.save([seen(factsWith('j'), 9, { actedBy: 'cleo', actedAt: 9 })], [])
    t.strictSame(await found('anna cleo'), ['j'])
    t.strictSame(await found('ben'), [])
  })

  t.test(`${name}: a number is not found in the ids of an older list`, { skip }, async (t) => {
    const at = await (await prepare(t))()
    const { db } = await open(at)
    const { error } = await migratorOf(db).migrateTo('2026-11-27f-plain-letters')
    t.equal(error, undefined)
    const id = '3bbe2323-0539-492d-8c68-940adad2d023'
    const row = rowOf(seen(factsWith(id), 5_000, { createdBy: 'anna' }))
    await db
      .insertInto('club_jobs')
      .values({ ...row, search: ` okafor north end ${id} anna ` })
      .execute()
    await db.destroy()
    const { store } = await openStore(at, () => {})
    t.teardown(() => store.close())
    const found = finder(store)
    t.strictSame(await found('23'), [])
    t.strictSame(await found('okafor north end anna'), [id])
    t.strictSame(await found(id), [id])
  })

  t.test(`${name}: a number is not found in the times of an older list`, { skip }, async (t) => {
    const at = await (await prepare(t))()
    const { db } = await open(at)
    const { error } = await migratorOf(db).migrateTo('2026-11-27h-without-ids')
    t.equal(error, undefined)
    const time = Date.UTC(2026, 10, 26, 9)
    const times = { createdAt: time, updatedAt: Date.UTC(2026, 10, 27) }
    const row = rowOf(seen(factsWith('j', times), time, { createdBy: 'anna' }))
    const search = ' okafor 7 derby 2026-11-26.mp4 waiting 2026-11-26 2026-11-27 anna '
    await db
      .insertInto('club_jobs')
      .values([
        { ...row, search },
        {
          ...row,
          job_id: 'k',
          created_at: null,
          updated_at: null,
          search: ' okafor 26 waiting anna ',
        },
      ])
      .execute()
    await db.destroy()
    const { store } = await openStore(at, () => {})
    t.teardown(() => store.close())
    const found = finder(store)
    t.strictSame(await found('2026-11-26.mp4'), ['j'])
    t.strictSame(await found('26'), ['k'])
    t.strictSame(await found('27'), [])
    t.strictSame(await found('okafor waiting anna'), ['j', 'k'])
    const words = withTimes(searchWords('27 nov'), time + 48 * 60 * 60_000)
    const { items } = await store.list({ state: null, words, after: null, limit: 9 })
    t.strictSame(
      items.map(({ jobId }) => jobId),
      ['j'],
    )
  })

  t.test(
    `${name}: a row of a replica of before gets the words of this one`,
    { skip },
    async (t) => {
      const at = await (await prepare(t))()
      const { store } = await openStore(at, () => {})
      t.teardown(() => store.close())
      const found = finder(store)
      const job = seen(factsWith('j', { playerName: 'O’Neill' }), 1)
      await store.save([job], [])
      t.strictSame(await found('oneill'), ['j'])
      const { db } = await open(at)
      // As the version before the step "plain-letters" has written it: the same facts, in other letters.
      const theirs = { search: 'o’neill', digest: hashOf(JSON.stringify(job.facts)) }
      await db.updateTable('club_jobs').set(theirs).execute()
      await db.destroy()
      t.strictSame(await found('oneill'), [])
      await store.save([{ ...job, at: 2 }], [])
      t.strictSame(await found('oneill'), ['j'])
    },
  )

  t.test(`${name}: an index that is gone keeps no list from opening`, { skip }, async (t) => {
    const at = await (await prepare(t))()
    const { db } = await open(at)
    t.equal((await migratorOf(db).migrateTo('2026-11-27d-people-found')).error, undefined)
    await db.schema.dropIndex('club_jobs_state').execute()
    await db.destroy()
    const { store } = await openStore(at, () => {})
    t.teardown(() => store.close())
    await store.save([seen(factsWith('j'), 1)], [])
    t.strictSame(await finder(store)(''), ['j'])
  })
}
