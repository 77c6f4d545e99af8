// One file: all of it asks what counts in a cohort, and a PostgreSQL server is started once for all of it.

import t, { type Test } from 'tap'
import { createCohorts } from '../../src/club/cohorts.ts'
import { createConnection } from '../../src/club/connection.ts'
import type { SeenJob } from '../../src/club/store/rows.ts'
import type { Cohort } from '../../src/domain/club/cohort.ts'
import type { Rating } from '../../src/domain/club/rating.ts'
import { seeded } from '../soak/random.ts'
import { startApp } from '../support/app.ts'
import { factsWith, seen } from '../support/club/facts.ts'
import { KINDS, type Kind } from '../support/club/kinds.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const KEYS = ['match_rating_10', 'radar.Finishing', 'radar.Heading', 'radar.__proto__']
const ENDED = { status: 'PARTIAL', state: 'finished', step: 'result', outcome: 'rated' } as const

const rated = (rating: Rating, at = 5_000): SeenJob => ({
  ...seen(factsWith(rating.jobId, ENDED), at),
  rating,
})
const withheld = (jobId: string): SeenJob => ({
  ...seen(factsWith(jobId, { ...ENDED, outcome: 'tracking-only' })),
  rating: null,
})
const ratingWith = (jobId: string, more: Partial<Rating> = {}): Rating => ({
  ...{ jobId, role: 'striker', category: 'u17', revision: '2.0', model: 'm1' },
  ...{ player: jobId, measures: [['radar.Finishing', 50]], at: 1_000 },
  ...more,
})

/** Percent and n of a value, and the quartiles, counted one by one from all that the club has of this kind. */
function bruteForce(own: Rating, club: readonly Rating[], key: string) {
  const isSame = (one: Rating) =>
    one.role === own.role &&
    one.category === own.category &&
    one.revision === own.revision &&
    one.model === own.model
  const newest = new Map<string, Rating>()
  for (const one of club) {
    if (!isSame(one) || one.measures.length === 0 || one.player === own.player) continue
    const other = newest.get(one.player)
    const isNewer =
      other === undefined || one.at > other.at || (one.at === other.at && one.jobId < other.jobId)
    if (isNewer) newest.set(one.player, one)
  }
  const all = [...newest.values(), ...(own.measures.length > 0 ? [own] : [])]
  const others = club.some((one) => isSame(one) && one.player === own.player && one.measures.length)
  const values = all
    .map(({ measures }) => measures.find(([name]) => name === key)?.[1])
    .filter((value) => value !== undefined)
  const mine = own.measures.find(([name]) => name === key)?.[1]
  let score = 0
  for (const value of values) score += value < mine! ? 1 : value === mine ? 0.5 : 0
  // By ranks: how far the share lies between the k-th smallest and the next.
  const smallest = (k: number) => values.toSorted((a, b) => a - b)[k - 1]!
  const quartile = (share: number) => {
    const h = (values.length - 1) * share + 1
    const k = Math.floor(h)
    const next = k < values.length ? smallest(k + 1) : smallest(k)
    return Math.round((smallest(k) + (h - k) * (next - smallest(k))) * 100) / 100
  }
  const enough = values.length >= 10
  return {
    players: all.length + (others && own.measures.length === 0 ? 1 : 0),
    n: values.length,
    percent:
      enough && mine !== undefined ? Math.min(99, Math.round((100 * score) / values.length)) : null,
    quartiles: enough
      ? { lower: quartile(0.25), median: quartile(0.5), upper: quartile(0.75) }
      : null,
  }
}

for (const [name, prepare] of KINDS) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)
  t.test(name, { skip }, async (t) => {
    const database = await prepare(t)
    const { log, background } = (await startApp(t)).app

    async function opened(t: Test) {
      const connection = createConnection({
        ...{ database: (await database()) as Kind, background, log },
        onChange() {},
      })
      connection.open()
      t.teardown(() => connection.close())
      const save = (seenJobs: SeenJob[]) => connection.use((store) => store.save(seenJobs, []))
      return { connection, save, cohort: createCohorts(connection) }
    }

    t.test('percentiles are those of a count one by one, whatever the club has', async (t) => {
      for (const seed of [1, 2, 3, 4]) {
        const random = seeded(seed)
        const { connection, save, cohort } = await opened(t)
        const of = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
        const club = new Map<string, Rating>()
        const made = (jobId: string): Rating => ({
          jobId,
          role: of(['striker', 'striker', 'winger']),
          category: of(['u17', 'u17', 'u19']),
          revision: of(['2.0', '2.0', '2.0', '']),
          model: of(['m1', 'm1', 'm1', '']),
          player: `p${Math.floor(random() * 40)}`,
          // Few values, so that many are the same; some are missing, and some results must not count.
          measures: KEYS.filter(() => random() < 0.8).map(
            (key) => [key, Math.floor(random() * 12) / 2] as const,
          ),
          at: Math.floor(random() * 20),
        })
        for (let step = 0; step < 12; step += 1) {
          const some = Array.from({ length: 25 }, () => `j${Math.floor(random() * 160)}`)
          const seenJobs = [...new Set(some)].map((jobId) => {
            if (random() < 0.12) {
              club.delete(jobId)
              return withheld(jobId)
            }
            const rating = made(jobId)
            club.set(jobId, rating)
            return rated(rating, step)
          })
          await save(seenJobs)
          if (random() < 0.3) {
            const jobId = of([...club.keys()])
            club.delete(jobId)
            await connection.use((store) => store.markGone(jobId, 9_000))
          }
          for (const own of [of([...club.values()]), made('new')]) {
            compare(t, await cohort(own), own, [...club.values()])
          }
        }
        await connection.close()
      }
    })

    t.test('a job that runs again and is then not rated counts no more', async (t) => {
      const { save, cohort } = await opened(t)
      const own = ratingWith('own')
      const before = await save(Array.from({ length: 12 }, (_, i) => rated(ratingWith(`j${i}`))))
      t.equal((await cohort(own)).n, 13)
      t.equal(await save([rated(ratingWith('j1'))]), before, 'the same again writes nothing')
      await save([withheld('j1'), withheld('j2')])
      t.equal((await cohort(own)).n, 11)
      t.equal((await cohort(ratingWith('j3'))).n, 10, 'its own job counts once')
    })

    t.test(
      'a player who was analysed a thousand times leaves the others their places',
      async (t) => {
        const { save, cohort } = await opened(t)
        await save(Array.from({ length: 20 }, (_, i) => rated(ratingWith(`j${i}`))))
        const often = Array.from({ length: 1_100 }, (_, i) =>
          rated(ratingWith(`often${i}`, { player: 'j0', at: 2_000 + i })),
        )
        await save(often)
        t.equal((await cohort(ratingWith('own'))).n, 21)
      },
    )

    t.test('a job that the service does not know does not count, until it is back', async (t) => {
      const { connection, save, cohort } = await opened(t)
      await save([rated(ratingWith('a')), rated(ratingWith('b'))])
      await connection.use((store) => store.markGone('a', 9_000))
      t.equal((await cohort(ratingWith('own'))).n, 2)
      await save([rated(ratingWith('a'))])
      t.equal((await cohort(ratingWith('own'))).n, 3)
    })

    t.test('a look that does not tell leaves the rating', async (t) => {
      const { save, cohort } = await opened(t)
      await save([rated(ratingWith('a'))])
      await save([seen(factsWith('a', { ...ENDED, playerName: 'Other' }))])
      t.equal((await cohort(ratingWith('own'))).n, 2)
    })

    t.test('rated jobs without a rating in the list are looked at once an hour', async (t) => {
      const { connection, save } = await opened(t)
      await save([seen(factsWith('before', ENDED)), rated(ratingWith('kept')), withheld('none')])
      const due = (at: number) => connection.use((store) => store.takeDue(at, 10))
      const hour = 60 * 60_000
      t.strictSame(await due(hour), [])
      t.strictSame(await due(5_000 + hour), ['before'])
      t.strictSame(await due(6_000 + hour), [])
    })

    t.test('words of any length and any letters can be kept', async (t) => {
      const { save, cohort } = await opened(t)
      const odd = ratingWith('a', { role: 'ﷺ'.repeat(200).normalize('NFKD'), category: '"\\%' })
      await save([rated(odd)])
      t.equal((await cohort({ ...odd, player: 'other' })).n, 2)
    })
  })
}

function compare(t: Test, found: Cohort, own: Rating, club: readonly Rating[]) {
  for (const key of KEYS) {
    const { players, ...expected } = bruteForce(own, club, key)
    const standing = found.ranks.get(key) ?? { n: 0, percent: null, quartiles: null }
    if (found.n !== players || JSON.stringify(standing) !== JSON.stringify(expected)) {
      t.equal(found.n, players)
      t.strictSame(standing, expected, `${key} of ${JSON.stringify(own)}`)
    }
  }
  t.ok(true)
}
