// One file: what the store keeps of a notice, from the end of a run until it is deleted; a PostgreSQL server is started
// once for all of it.

import t from 'tap'
import { openStore } from '../../../src/club/store/open.ts'
import type { SeenJob } from '../../../src/club/store/rows.ts'
import type { ClubStore } from '../../../src/club/types.ts'
import { deed, factsWith, seen } from '../../support/club/facts.ts'
import { KINDS, type Kind } from '../../support/club/kinds.ts'
import { POSTGRES, withoutPart } from '../../support/parts/parts.ts'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR
const TOLD = { hooks: ['one', 'two'], resultUrl: (id: string) => `https://t.lan/jobs/${id}/result` }
const BOTH = TOLD.hooks.map((hook) => ({ hook, limit: 10 }))

const waiting = (id: string, at = 5_000) => seen(factsWith(id), at)
const running = (id: string, at = 5_000) =>
  seen(factsWith(id, { status: 'RUNNING', state: 'running', step: 'progress' }), at)
const ended = (id: string, end: string, at = 6_000) =>
  seen(factsWith(id, { status: 'PARTIAL', state: 'finished', step: 'result', end }), at)

for (const [name, prepare] of KINDS) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)
  t.test(name, { skip }, async (t) => {
    const database = await prepare(t)
    async function opened(at?: Kind): Promise<ClubStore> {
      const { store } = await openStore(at ?? (await database()), () => {}, TOLD)
      t.teardown(() => store.close())
      return store
    }
    /** What is told of these looks, made one after the other, as `job end-time`. */
    async function toldOf(...looks: SeenJob[]) {
      const store = await opened()
      for (const look of looks) await store.save([look], [])
      return (await store.takeNotices([BOTH[0]!], DAY)).map(
        ({ jobId, madeAt }) => `${jobId} ${madeAt}`,
      )
    }

    t.test('an end is told if the job was seen before it', async (t) => {
      t.strictSame(await toldOf(waiting('a'), ended('a', 'attempt-1')), ['a 6000'])
      t.strictSame(await toldOf(running('a'), ended('a', 'attempt-1')), ['a 6000'])
      t.strictSame(await toldOf(ended('a', 'attempt-1')), [])
      t.strictSame(await toldOf(ended('a', 'attempt-1'), ended('a', 'attempt-1', 7_000)), [])
    })

    t.test('a late look of before the end tells nothing again', async (t) => {
      const looks = [running('a'), ended('a', 'attempt-1'), running('a'), ended('a', 'attempt-1')]
      t.strictSame(await toldOf(...looks), ['a 6000'])
      t.strictSame(await toldOf(...looks.slice(1)), [])
    })

    t.test('a run after it has an end of its own, seen or unseen', async (t) => {
      const again = ended('a', 'attempt-2', 8_000)
      t.strictSame(await toldOf(ended('a', 'attempt-1'), again), ['a 8000'])
      t.strictSame(await toldOf(ended('a', 'attempt-1'), running('a'), again), ['a 8000'])
      const later = ended('a', 'time-2', 8_000)
      t.strictSame(await toldOf(ended('a', 'time-1'), later), [], 'only the time is another')
      t.strictSame(await toldOf(ended('a', 'time-1'), running('a'), later), ['a 8000'])
    })

    t.test(
      'a job that was created here is told, though the list knows its end alone',
      async (t) => {
        for (const [action, told] of [
          ['create', 1],
          ['retry', 1],
          ['report', 0],
          ['enqueue', 0],
        ] as const) {
          const store = await opened()
          await store.save([], [deed('a', action, 5_000, null)])
          await store.save([ended('a', 'attempt-1')], [])
          t.equal((await store.takeNotices([BOTH[0]!], DAY)).length, told, action)
          const together = await opened()
          await together.save([ended('b', 'attempt-1')], [deed('b', action, 5_000, null)])
          t.equal((await together.takeNotices([BOTH[0]!], DAY)).length, told, `${action} at once`)
        }
      },
    )

    t.test('a job that was created here is looked at until it is found', async (t) => {
      const store = await opened()
      await store.save([waiting('seen')], [deed('off', 'take-off', 5_000, null)])
      await store.save([], [deed('new', 'create', 5_000, null), deed('seen', 'retry', 5_000, null)])
      t.strictSame(await store.takeDue(14_999, 10), [])
      t.strictSame(await store.takeDue(15_000, 10), ['new'])
      t.strictSame(await store.takeDue(15_001, 10), [], 'it counts as looked at')
      t.strictSame(await store.takeDue(25_000, 10), ['new'])
      await store.save([waiting('new')], [])
      t.strictSame(await store.takeDue(40_000, 10), [])
      await store.save([], [deed('none', 'create', 40_000, null)])
      await store.markGone('none', 140_000)
      t.strictSame(await store.takeDue(160_000, 10), [], 'the service does not know it')
    })

    t.test('each receiver has a notice of its own, the same in every try', async (t) => {
      const store = await opened()
      await store.save([running('a')], [])
      await store.save([ended('a', 'attempt-1')], [])
      const first = await store.takeNotices(BOTH, DAY)
      t.strictSame(first.map(({ hook, tries }) => [hook, tries]).sort(), [
        ['one', 1],
        ['two', 1],
      ])
      t.equal(new Set(first.map(({ id }) => id)).size, 2)
      t.match(JSON.parse(first[0]!.body), { data: { url: 'https://t.lan/jobs/a/result' } })
      t.strictSame(await store.takeNotices(BOTH, DAY + 59_999), [], 'it is being tried')
      const one = first.find(({ hook }) => hook === 'one')!
      await store.noticeDelivered(one.id, 'it answered 204', DAY)
      const second = await store.takeNotices(BOTH, DAY + 60_000)
      t.match(second, [{ hook: 'two', tries: 2, body: first[0]!.body }])
      await store.noticeFailed(second[0]!, 'no', DAY, DAY + 90_000)
      t.strictSame(await store.takeNotices(BOTH, DAY + 89_999), [])
      t.match(await store.takeNotices(BOTH, DAY + 90_000), [{ tries: 3 }])
    })

    t.test('the word of an older try changes nothing of a later one', async (t) => {
      const store = await opened()
      await store.save([running('a')], [])
      await store.save([ended('a', 'attempt-1')], [])
      const [old] = await store.takeNotices([BOTH[0]!], DAY)
      const [later] = await store.takeNotices([BOTH[0]!], DAY + 60_000)
      t.equal(later?.tries, 2)
      await store.noticeFailed(old!, 'late', DAY, null)
      t.match((await store.notices(9)).counts, { dead: 0 })
    })

    // One process alone has a SQLite file.
    t.test('replicas never begin the same try', { skip: name !== 'PostgreSQL' }, async (t) => {
      const at = await database()
      const stores = [await opened(at), await opened(at), await opened(at)]
      const ids = Array.from({ length: 40 }, (_, i) => `j${i}`)
      await stores[0]!.save(
        ids.map((id) => running(id)),
        [],
      )
      // All of them see the same ends at once.
      await Promise.all(
        stores.map((store) =>
          store.save(
            ids.map((id) => ended(id, 'attempt-1')),
            [],
          ),
        ),
      )
      const taken: string[] = []
      for (let round = 0; round < 30; round += 1) {
        const all = await Promise.all(
          stores.map((store) => store.takeNotices([{ hook: 'one', limit: 5 }], DAY)),
        )
        taken.push(...all.flat().map(({ jobId }) => jobId))
      }
      t.strictSame(taken.sort(), ids.sort())
    })

    t.test('what was given up is listed and can be sent again', async (t) => {
      const store = await opened()
      await store.save([running('a')], [])
      await store.save([ended('a', 'attempt-1')], [])
      const [notice] = await store.takeNotices([BOTH[0]!], DAY)
      await store.noticeFailed(notice!, 'it answered 500', DAY, null)
      t.match(await store.notices(9), {
        dead: [{ id: notice!.id, jobId: 'a', why: 'it answered 500', tries: 1, diedAt: DAY }],
        counts: { waiting: 1, delivered: 0, dead: 1 },
      })
      t.strictSame(await store.takeNotices([BOTH[0]!], 9 * DAY), [])
      t.equal(await store.sendAgain(notice!.id, DAY), true)
      t.equal(await store.sendAgain(notice!.id, DAY), false, 'once')
      t.match(await store.takeNotices([BOTH[0]!], DAY), [{ id: notice!.id, tries: 1 }])
    })

    t.test('a time that a wrong clock wrote holds nothing up', async (t) => {
      const store = await opened()
      await store.save([running('a')], [])
      await store.save([ended('a', 'attempt-1', 40 * DAY)], [])
      t.equal((await store.takeNotices([BOTH[0]!], DAY)).length, 1)
    })

    t.test(
      'what is old is deleted, and nobody waits for a receiver that is set no longer',
      async (t) => {
        const store = await opened()
        await store.save(
          ['a', 'b'].map((id) => running(id)),
          [],
        )
        await store.save(
          ['a', 'b'].map((id) => ended(id, 'attempt-1')),
          [],
        )
        const [first, second] = await store.takeNotices([BOTH[0]!], DAY)
        await store.noticeDelivered(first!.id, '', DAY)
        await store.noticeFailed(second!, '', DAY, null)
        await store.clearNotices(['one'], DAY)
        t.strictSame((await store.notices(9)).counts, { waiting: 2, delivered: 1, dead: 1 })
        await store.clearNotices(['one'], DAY + 6_001)
        t.strictSame((await store.notices(9)).counts, { waiting: 0, delivered: 1, dead: 3 })
        await store.clearNotices(['one'], 32 * DAY)
        t.strictSame((await store.notices(9)).counts, { waiting: 0, delivered: 0, dead: 3 })
        await store.clearNotices(['one'], 92 * DAY)
        t.strictSame((await store.notices(9)).counts, { waiting: 0, delivered: 0, dead: 0 })
      },
    )
  })
}
