// One file: what each kind of database must do for the list; a PostgreSQL server is started once for all of it.

import t from 'tap'
import { openStore } from '../../src/club/store/open.ts'
import type { ClubStore } from '../../src/club/types.ts'
import { CLUB_STATES, type ListQuery } from '../../src/domain/club/listed-job.ts'
import { withTimes } from '../../src/domain/club/times.ts'
import { searchWords } from '../../src/domain/club/words.ts'
import { deed, factsWith, seen } from '../support/club/facts.ts'
import { KINDS, type Kind } from '../support/club/kinds.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const all = (query: Partial<ListQuery> = {}): ListQuery => ({
  ...{ state: null, words: [], after: null, limit: 50 },
  ...query,
})
const idsOf = async (store: ClubStore, query: Partial<ListQuery> = {}) =>
  (await store.list(all(query))).items.map(({ jobId }) => jobId)
const waiting = (jobId: string, at: number) => seen(factsWith(jobId, { updatedAt: at }))
const ended = (jobId: string, at: number, more = {}) =>
  seen(
    factsWith(jobId, {
      ...{ status: 'PARTIAL', state: 'finished', step: 'result', updatedAt: at },
      ...{ headline: 'Rated 7.63', outcome: 'rated' },
      ...more,
    }),
  )
const running = (jobId: string, percent: number) =>
  seen(factsWith(jobId, { status: 'RUNNING', state: 'running', step: 'progress', percent }))

for (const [name, prepare] of KINDS) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)
  t.test(name, { skip }, async (t) => {
    const database = await prepare(t)
    async function opened(at?: Kind): Promise<ClubStore> {
      const { store } = await openStore(at ?? (await database()), () => {})
      t.teardown(() => store.close())
      return store
    }

    t.test('a job is listed as it was seen', async (t) => {
      const store = await opened()
      const facts = factsWith('j1', { warnings: ['LOW_LIGHT'], video: 'Final' })
      await store.save([seen(facts, 9_000, { createdBy: 'anna' })], [])
      const { items, total, next } = await store.list(all())
      t.match(items, [{ ...facts, createdBy: 'anna', addedAt: 9_000, since: 2_000, gone: false }])
      t.equal(total, 1)
      t.equal(next, null)
    })

    t.test('what waits comes first, the oldest first; what has ended comes last', async (t) => {
      const store = await opened()
      await store.save(
        [
          ended('old', 100),
          waiting('new', 4_000),
          ended('late', 3_000),
          waiting('first', 500),
          running('runs', 1),
        ],
        [],
      )
      t.strictSame(await idsOf(store), ['first', 'new', 'runs', 'late', 'old'])
    })

    t.test('opening a job again changes neither the order nor the list', async (t) => {
      const store = await opened()
      const before = await store.save([waiting('a', 1_000), waiting('b', 2_000)], [])
      const again = seen(factsWith('a', { updatedAt: 1_000 }), 90_000)
      t.equal(await store.save([again], []), before)
      const later = seen(factsWith('a', { updatedAt: 80_000, playerName: 'K. Adeyemi' }), 91_000)
      t.equal(await store.save([later], []), before + 1)
      t.strictSame(await idsOf(store), ['a', 'b'])
    })

    t.test('a job that goes on takes the place of its new state', async (t) => {
      const store = await opened()
      await store.save([waiting('a', 1_000), waiting('b', 2_000)], [])
      await store.save([running('a', 0)], [])
      t.strictSame(await idsOf(store), ['b', 'a'])
      t.strictSame((await store.list(all())).counts, {
        ...{ waiting: 1, running: 1 },
        ...{ finished: 0, failed: 0 },
      })
    })

    t.test('every word of a search must be in the row, without regard to accents', async (t) => {
      const store = await opened()
      await store.save(
        [
          seen(factsWith('m1', { playerName: 'Jörg Müller', teamName: 'Łódź', shirtNumber: 10 })),
          seen(factsWith('m2', { playerName: 'T. Muller', role: 'Goalkeeper' })),
          seen(factsWith('p', { playerName: '100 %_\\', createdAt: Date.UTC(2026, 10, 26) })),
        ],
        [],
      )
      const found = (q: string) => idsOf(store, { words: withTimes(searchWords(q), 0) })
      t.strictSame(await found('muller'), ['m1', 'm2'])
      t.strictSame(await found('MÜLLER lodz 10'), ['m1'])
      t.strictSame(await found('muller goalkeeper'), ['m2'])
      t.strictSame(await found('%_\\'), ['p'])
      t.strictSame(await found('_'), ['p'])
      t.strictSame(await found('2026-11-26'), ['p'])
      t.strictSame(await found("'; drop table club_jobs; --"), [])
      t.equal((await store.list(all({ words: ['muller'] }))).total, 2)
    })

    t.test(
      'a search finds a job by its id or six letters of it, and no number in one',
      async (t) => {
        const store = await opened()
        const found = (q: string) => idsOf(store, { words: searchWords(q) })
        const id = '3bbe2323-0539-492d-8c68-940adad2d023'
        await store.save(
          [
            seen(factsWith(id, { shirtNumber: 9 }), 1, { createdBy: 'anna' }),
            seen(factsWith('00000000-0000-4000-8000-000000000013', { shirtNumber: 23 }), 1),
            seen(factsWith('AAAA5555-0000-4000-8000-000000000014', { shirtNumber: 9 }), 1),
          ],
          [],
        )
        t.strictSame(await found('23'), ['00000000-0000-4000-8000-000000000013'])
        for (const part of [
          id,
          id.toUpperCase(),
          '3bbe2323',
          '0adad2d023',
          '39-492d okafor anna',
        ]) {
          t.strictSame(await found(part), [id], part)
        }
        t.strictSame(await found('aaaa5555-0000'), ['AAAA5555-0000-4000-8000-000000000014'])
        t.strictSame(await found('3bbe2'), [], 'too short')
        t.strictSame(await found('3bbe23_3'), [])
      },
    )

    t.test('a search finds who created a job and who acted last, and nobody else', async (t) => {
      const store = await opened()
      const found = (q: string) => idsOf(store, { words: searchWords(q) })
      const acted = (who: string, at: number, more = {}) =>
        seen(factsWith('j', more), at, { actedBy: who, actedAt: at })
      await store.save([seen(factsWith('j'), 1, { createdBy: 'Ännä Müller' }), waiting('k', 1)], [])
      t.strictSame(await found('anna muller'), ['j'])
      await store.save([acted('Ben', 5)], [])
      t.strictSame(await found('anna ben okafor'), ['j'])
      await store.save([acted('cleo', 9)], [])
      t.strictSame(await found('cleo'), ['j'])
      t.strictSame(await found('ben'), [], 'somebody else has acted since')
      await store.save([acted('ben', 5, { playerName: 'T. Brandt' })], [])
      t.strictSame(await found('ben'), [], 'a replica that knows less')
      await store.save([running('j', 5)], [])
      t.strictSame(await found('anna cleo okafor running'), ['j'], 'whoever looks next')
      await store.save([seen(factsWith('k'), 2, { createdBy: 'eve' })], [])
      t.strictSame(await found('eve'), ['k'], 'who created it is learnt later')
      await store.save([seen(factsWith('k'), 2, { createdBy: 'cleo' })], [])
      t.strictSame(await found('eve'), ['k'])
      t.strictSame(await found('cleo'), ['j'], 'and does not change')
    })

    t.test('a search finds the jobs of a day, and what is called so', async (t) => {
      const store = await opened()
      const now = Date.UTC(2026, 10, 27, 5)
      const day = (date: number, hour = 0) => Date.UTC(2026, 10, date, hour)
      const times = (createdAt: number, updatedAt = createdAt) => ({ createdAt, updatedAt })
      const found = (q: string) => idsOf(store, { words: withTimes(searchWords(q), now) })
      await store.save(
        [
          seen(factsWith('made', times(day(26))), now),
          seen(factsWith('touched', times(day(20), day(26, 23))), now),
          ended('ended', day(26, 12), { createdAt: day(1) }),
          seen(factsWith('now', times(day(27))), now),
          seen(factsWith('27-11', { ...times(day(2)), playerName: 'A. Novak' }), now),
          seen(factsWith('named', { ...times(day(2)), teamName: 'Yesterday FC' }), now),
          seen(factsWith('n27', { ...times(day(3)), playerName: 'N. Nov', shirtNumber: 27 }), now),
        ],
        [],
      )
      t.strictSame(await found('yesterday'), ['named', 'made', 'touched', 'ended'])
      t.strictSame(await found('26 Nov'), ['made', 'touched', 'ended'])
      t.strictSame(await found('26.11.2026'), ['made', 'touched', 'ended'])
      t.strictSame(await found('2026-11-26'), ['made', 'touched', 'ended'])
      t.strictSame(await found('today'), ['now'])
      t.strictSame(await found('27 nov'), ['n27', 'now'])
      t.strictSame(await found('26 nov rated'), ['ended'])
      await store.save([seen(factsWith('touched', times(day(20), day(27))), now)], [])
      const stood = (updatedAt: number) => ({
        ...ended('stood', updatedAt, { createdAt: day(1) }),
        at: updatedAt,
      })
      await store.save([stood(day(26, 12))], [])
      await store.save([stood(day(27))], [])
      t.strictSame(
        await found('26 nov'),
        ['made', 'touched', 'stood', 'ended'],
        'they stand since then',
      )
    })

    t.test('a search finds the jobs of a month or year, and what is called so', async (t) => {
      const store = await opened()
      const now = Date.UTC(2026, 10, 27, 5)
      const found = (q: string) => idsOf(store, { words: withTimes(searchWords(q), now) })
      const at = (...date: [number, number, number]) => {
        const time = Date.UTC(...date)
        return { createdAt: time, updatedAt: time }
      }
      await store.save(
        [
          seen(factsWith('dec', at(2025, 11, 31)), Date.UTC(2025, 11, 31)),
          seen(factsWith('jan', at(2026, 0, 1)), now),
          seen(factsWith('nov', at(2026, 10, 2)), now),
          seen(factsWith('cup', { ...at(2026, 10, 3), video: 'Cup2025' }), now),
          seen(factsWith('team', { ...at(2023, 9, 3), playerName: 'Dec', teamName: '2024-05' })),
        ],
        [],
      )
      t.strictSame(await found('2025'), ['dec', 'cup'])
      t.strictSame(await found('2026'), ['jan', 'nov', 'cup'])
      t.strictSame(await found('dec 2025'), ['dec'])
      t.strictSame(await found('2024'), ['team'])
      t.strictSame(await found('dec 2024'), ['team'], 'as each of its words alone')
      t.strictSame(await found('1/2026'), ['jan'])
      t.strictSame(await found('2026-11'), ['nov', 'cup'])
    })

    t.test('a number is looked for in what people say of a job, not in its times', async (t) => {
      const store = await opened()
      const time = Date.UTC(2026, 10, 26)
      const times = { createdAt: time, updatedAt: time }
      const on = (shirtNumber: number) => ({ ...times, shirtNumber, category: 'U15' })
      await store.save(
        [
          seen(factsWith('a', on(26)), 1),
          seen(factsWith('b', { ...on(4), category: 'U17', headline: 'Rated 7.63' }), 1),
          seen(factsWith('c', { ...on(7), video: 'Match 126' }), 1),
        ],
        [],
      )
      const found = { 26: ['a'], 20: [], 7: ['c'], 17: [], u17: ['b'], 4: ['b'], 126: ['c'] }
      for (const [q, ids] of Object.entries(found))
        t.strictSame(await idsOf(store, { words: searchWords(q) }), ids, q)
    })

    t.test('a number at the end of the name of who acted last is found', async (t) => {
      const store = await opened()
      const acted = (id: string, actedBy: string) =>
        seen(factsWith(id, { category: 'U15' }), 5, { actedBy, actedAt: 5 })
      await store.save([acted('a', 'Room 7'), acted('b', 'Room 17'), acted('c', '7 Rooms')], [])
      t.strictSame(await idsOf(store, { words: searchWords('7') }), ['a', 'c'])
      await store.save([seen(factsWith('b'), 9, { actedBy: 'scout 2', actedAt: 9 })], [])
      t.strictSame(await idsOf(store, { words: searchWords('scout 2') }), ['b'])
    })

    t.test('the pages together hold each job once, in order', async (t) => {
      const store = await opened()
      const ids = Array.from({ length: 23 }, (_, i) => `j${String(i).padStart(2, '0')}`)
      await store.save(
        ids.map((id, i) => (i < 12 ? waiting(id, 1_000) : ended(id, 1_000))),
        [],
      )
      const read: string[] = []
      let after: ListQuery['after'] = null
      do {
        const page = await store.list(all({ after, limit: 5 }))
        t.equal(page.total, 23)
        read.push(...page.items.map(({ jobId }) => jobId))
        after = page.next
      } while (after !== null)
      t.strictSame(read, ids)
      t.equal((await store.list(all({ state: 'finished', limit: 5 }))).total, 11)
    })

    t.test('each page of a search counts all that is found, in each state', async (t) => {
      const store = await opened()
      const ids = Array.from({ length: 40 }, (_, i) => `j${String(i).padStart(2, '0')}`)
      const failed = { status: 'FAILED', state: 'failed', outcome: null } as const
      const kinds = [waiting, (id: string) => running(id, 1), ended, ended] as const
      await store.save(
        ids.map((id, i) => {
          const { facts } = kinds[i % 4]!(id, 40 - i)
          const playerName = i % 3 === 0 ? 'T. Brandt' : 'L. Okafor'
          return seen({ ...facts, ...(i % 8 === 3 ? failed : {}), playerName })
        }),
        [],
      )
      const counts = { waiting: 6, running: 7, finished: 10, failed: 3 }
      for (const state of [null, ...CLUB_STATES])
        for (const limit of [4, 7, 50]) {
          const read: string[] = []
          let after: ListQuery['after'] = null
          do {
            const page = await store.list({ state, words: ['okafor'], after, limit })
            t.strictSame(page.counts, counts, `${state}, ${limit} a page, ${read.length} read`)
            read.push(...page.items.map(({ jobId }) => jobId))
            after = page.next
          } while (after !== null)
          t.equal(read.length, state === null ? 26 : counts[state])
          t.equal(new Set(read).size, read.length)
        }
    })

    t.test('who created and who acted last stay, whichever replica looks next', async (t) => {
      const store = await opened()
      await store.save(
        [seen(factsWith('j'), 1, { createdBy: 'anna', actedBy: 'ben', actedAt: 5 })],
        [],
      )
      await store.save([running('j', 5)], [])
      const [job] = (await store.list(all())).items
      t.match(job, { createdBy: 'anna', actedBy: 'ben', actedAt: 5, percent: 5 })
      await store.save(
        [seen(factsWith('j'), 1, { createdBy: 'eve', actedBy: 'cleo', actedAt: 9 })],
        [],
      )
      t.match((await store.list(all())).items[0], {
        createdBy: 'anna',
        actedBy: 'cleo',
        actedAt: 9,
      })
    })

    t.test('a job that the service forgot is said to be gone, and can be taken off', async (t) => {
      const store = await opened()
      await store.save([waiting('a', 1), waiting('b', 2)], [])
      t.equal(await store.forget('a'), false, 'not while it is known')
      await store.markGone('a', 9_000)
      await store.markGone('unheard-of', 9_000)
      t.match((await store.list(all())).items, [{ jobId: 'a', gone: true }, { gone: false }])
      t.match(await store.waiting('', 9), [{ jobId: 'b' }])
      await store.save([waiting('a', 1)], [])
      t.match((await store.list(all())).items, [{ gone: false }, { gone: false }], 'back again')
      await store.markGone('a', 9_000)
      t.equal(await store.forget('a'), true)
      t.strictSame(await idsOf(store), ['b'])
    })

    t.test('a job that was created here within the last minute is not gone by a 404', async (t) => {
      const store = await opened()
      await store.save(
        [waiting('new', 1), waiting('opened', 2)],
        [deed('new', 'create', 100_000, null), deed('opened', 'retry', 100_000, null)],
      )
      await store.markGone('opened', 100_001)
      await store.markGone('new', 159_999)
      t.match((await store.list(all())).items, [
        { jobId: 'new', gone: false },
        { jobId: 'opened', gone: true },
      ])
      await store.markGone('new', 160_000)
      t.match((await store.list(all())).items, [{ gone: true }, { gone: true }])
      await store.save([], [deed('unseen', 'create', 200_000, null)])
      await store.markGone('unseen', 201_000)
      t.strictSame(await store.takeDue(210_000, 1), ['unseen'], 'it is looked at again')
    })

    t.test('what waits is walked through from any job, and round', async (t) => {
      const store = await opened()
      await store.save([waiting('a', 1), waiting('b', 2), waiting('c', 3), ended('d', 3)], [])
      const after = async (id: string, limit = 10) =>
        (await store.waiting(id, limit)).map(({ jobId }) => jobId)
      t.strictSame(await after('a'), ['b', 'c'])
      t.strictSame(await after('b'), ['c', 'a'])
      t.strictSame(await after('c'), ['a', 'b'])
      t.strictSame(await after('d'), ['a', 'b', 'c'], 'from one that does not wait')
      t.strictSame(await after('', 2), ['a', 'b'])
    })

    t.test('what was done stands in its order, and notes beside it', async (t) => {
      const store = await opened()
      await store.save([], [deed('j', 'create', 1, 'anna'), deed('j', 'enqueue', 7, null)])
      await store.save([], [deed('other', 'retry', 3, 'ben')])
      t.match(await store.history('j', 10), [
        { action: 'enqueue', at: 7, who: null },
        { action: 'create', at: 1, who: 'anna' },
      ])
      t.equal((await store.history('j', 1)).length, 1)
      const note = { id: 'n1', jobId: 'j', at: 5, who: 'anna', text: 'Left foot. <b>"é"</b>' }
      await store.addNote(note)
      t.strictSame(await store.notes('j', 10), [note])
    })

    t.test('a lease is held by one until it runs out or is taken again', async (t) => {
      const store = await opened()
      t.equal(await store.takeLease('sweep', 'one', 1_000, 2_000), true)
      t.equal(await store.takeLease('sweep', 'two', 1_500, 2_500), false)
      t.equal(await store.takeLease('sweep', 'one', 1_500, 2_500), true)
      t.equal(await store.takeLease('sweep', 'two', 2_600, 3_600), true)
    })

    t.test('a process ends its own visits, and those of one that is gone run out', async (t) => {
      const store = await opened()
      const visit = (jobId: string, key: string, until: number) => ({
        ...{ jobId, key, name: key === 'nobody' ? null : key.toUpperCase(), until },
      })
      const here = async (now: number, ...jobIds: string[]) =>
        (await store.visitsOf(jobIds, now)).map(({ jobId, name }) => `${jobId} ${name}`)
      const first = await store.saveVisits(
        'p',
        [visit('a', 'anna', 20), visit('b', 'nobody', 20)],
        [],
      )
      await store.saveVisits('q', [visit('a', 'anna', 30), visit('a', 'ben', 90)], [])
      t.strictSame(await here(10, 'a', 'b'), ['a ANNA', 'a ANNA', 'a BEN', 'b null'])
      t.strictSame(await here(10), [])
      const after = await store.changes()
      t.ok(after > first, 'somebody who comes is a change')
      await store.saveVisits('p', [visit('a', 'anna', 60)], [])
      t.equal(await store.changes(), after, 'staying is none')
      await store.saveVisits('p', [], [visit('a', 'anna', 0), visit('b', 'nobody', 0)])
      t.strictSame(await here(10, 'a', 'b'), ['a ANNA', 'a BEN'], 'the visit of the other process')
      t.ok((await store.changes()) > after)
      t.strictSame(await here(30, 'a'), ['a BEN'])
      await store.saveVisits('ahead', [visit('z', 'anna', 10 * 3_600_000)], [])
      t.strictSame(await here(10, 'z'), [], 'a clock that is hours ahead')
      await store.tidy(30)
      t.strictSame(await here(10, 'a'), ['a BEN'])
    })

    t.test('a clock that was a day ahead keeps nobody from looking', async (t) => {
      const store = await opened()
      const day = 24 * 60 * 60_000
      await store.takeLease('sweep', 'ahead', day, day + 1_000)
      t.equal(await store.takeLease('sweep', 'one', 1_000, 2_000), true)
      await store.takeLease('sweep', 'one', 1_500, 2_500)
      t.equal(await store.takeLease('sweep', 'two', 900, 1_900), false, 'clocks differ a little')
      const facts = { status: 'RUNNING', state: 'running', step: 'progress' } as const
      await store.save([seen(factsWith('later', facts), day), seen(factsWith('now', facts))], [])
      t.strictSame(await store.takeDue(5_000, 10), ['later'])
      t.strictSame(await store.takeDue(5_001, 10), [], 'it counts as looked at')
    })

    t.test(
      'a job is due for a look once a minute while it runs, and less often else',
      async (t) => {
        const store = await opened()
        await store.save([running('runs', 1), waiting('waits', 1), ended('ended', 1)], [])
        t.strictSame(await store.takeDue(19_999, 10), [])
        t.strictSame(await store.takeDue(20_000, 10), ['runs'], 'soon after it was added')
        t.strictSame(await store.takeDue(20_001, 10), [], 'it counts as looked at')
        t.strictSame(await store.takeDue(79_999, 10), [])
        t.strictSame(await store.takeDue(80_000, 10), ['runs'])
        await store.save([running('changed', 1)], [])
        await store.save([seen({ ...running('changed', 2).facts }, 19_000)], [])
        t.strictSame(await store.takeDue(81_000, 10), ['changed'])
        t.strictSame(await store.takeDue(139_999, 10), [])
        t.strictSame(await store.takeDue(5_000 + 300_000, 1), ['waits'])
      },
    )

    t.test('names of any letters are kept as they are', async (t) => {
      const store = await opened()
      const name = 'Ωμέγα \u202e"\'; -- \\ \u{1f984} \ud800'.toWellFormed()
      await store.save([seen(factsWith('j', { playerName: name }))], [])
      t.equal((await store.list(all())).items[0]?.playerName, name)
    })

    t.test('three hundred rows are written at once', async (t) => {
      const store = await opened()
      const many = Array.from({ length: 300 }, (_, i) => waiting(`j${i}`, i))
      await store.save(many, [])
      t.equal((await store.list(all({ limit: 1 }))).total, 300)
      t.equal((await store.known(['j1', 'j299', 'no'])).size, 2)
    })

    t.test('what was written is there after the next start', async (t) => {
      if (name === 'SQLite in memory') return
      const at = await database()
      const first = await openStore(at, () => {})
      const n = await first.store.save([waiting('a', 1)], [])
      await first.store.close()
      const store = await opened(at)
      t.strictSame(await idsOf(store), ['a'])
      t.ok((await store.changes()) > n)
    })
  })
}
