import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { openStore } from '../../src/club/store/open.ts'
import type { Database } from '../../src/config/database.ts'
import type { NewLink } from '../../src/domain/club/link.ts'
import { DAY_MS } from '../../src/domain/club/times.ts'
import { startClub } from '../support/club/club-app.ts'
import { ofResult, pressForm, pressLink, rated, revokeForms } from '../support/club/links.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

type Kind = Exclude<Database, { kind: 'off' }>

const KINDS: [string, (t: Test) => Promise<Kind>][] = [
  ['SQLite', async () => ({ kind: 'sqlite', file: ':memory:' })],
  [
    'PostgreSQL',
    async (t) => ({ kind: 'postgres', url: await (await startPostgres(t)).database() }),
  ],
]

const linkOf = (hash: string, more: Partial<NewLink> = {}): NewLink => ({
  ...{ id: randomUUID(), hash, kind: 'result', jobs: [{ jobId: 'j1', mark: 'm1' }] },
  ...{ madeBy: 'anna', madeAt: 1_000, endsAt: 1_000 + DAY_MS },
  ...more,
})

for (const [name, prepare] of KINDS) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)
  t.test(`links in ${name}`, { skip }, async (t) => {
    const database = await prepare(t)
    const { store } = await openStore(database, () => {})
    t.teardown(() => store.close())

    const result = linkOf('h1')
    const jobs = ['j2', 'j1', 'j3'].map((jobId) => ({ jobId, mark: `mark of ${jobId}` }))
    const comparison = linkOf('h2', { kind: 'comparison', jobs, madeAt: 2_000 })
    await store.addLink(result)
    await store.addLink(comparison)

    t.test('a link is found by its hash until it ends, its jobs in their order', async (t) => {
      const { hash: _hash, ...rest } = comparison
      const found = await store.liveLink('h2', 3_000)
      t.match(found, { ...rest, opened: 0, lastOpened: null, revokedAt: null })
      t.strictSame(
        found?.jobs.map(({ jobId }) => jobId),
        ['j2', 'j1', 'j3'],
      )
      t.equal(await store.liveLink('h3', 3_000), null)
      t.equal((await store.liveLink('h1', 999 + DAY_MS))?.id, result.id)
      t.equal(await store.liveLink('h1', 1_000 + DAY_MS), null)
    })

    t.test('openings are counted, and the last one is kept', async (t) => {
      await store.countOpenings([{ id: result.id, count: 3, at: 5_000 }])
      await store.countOpenings([{ id: result.id, count: 1, at: 6_000 }])
      t.match(await store.liveLink('h1', 3_000), { opened: 4, lastOpened: 6_000 })
    })

    t.test('a job has its links and the comparisons that it is in, the newest first', async (t) => {
      const idsOf = async (jobId: string) =>
        (await store.linksOfJob(jobId, 50, 0)).map(({ id }) => id)
      t.strictSame(await idsOf('j1'), [comparison.id, result.id])
      t.strictSame(await idsOf('j3'), [comparison.id])
      t.strictSame(await idsOf('j'), [])
    })

    t.test('all links go by a place that a new link does not shift', async (t) => {
      const [first] = await store.links(null, 1)
      t.equal(first?.id, comparison.id)
      await store.addLink(linkOf('h4', { madeAt: 3_000 }))
      const next = await store.links({ madeAt: first!.madeAt, id: first!.id }, 5)
      t.strictSame(
        next.map(({ id }) => id),
        [result.id],
      )
    })

    t.test('a link is revoked once', async (t) => {
      t.match(await store.revokeLink(result.id, 'ada', 7_000), {
        revokedBy: 'ada',
        revokedAt: 7_000,
      })
      t.equal(await store.revokeLink(result.id, 'anna', 8_000), null)
      t.equal(await store.liveLink('h1', 7_001), null)
      t.equal((await store.links(null, 50)).find(({ id }) => id === result.id)?.revokedBy, 'ada')
    })

    t.test('a job takes twenty links that can be opened, and no more', async (t) => {
      const ofJob = (n: number, madeAt = 1_000) =>
        linkOf(`f${n}`, { jobs: [{ jobId: 'full', mark: 'm' }], madeAt, endsAt: madeAt + DAY_MS })
      for (let n = 0; n < 20; n += 1) await store.addLink(ofJob(n))
      await t.rejects(store.addLink(ofJob(20)), { code: 'LINKS_FULL' })
      await store.addLink(ofJob(21, 1_000 + DAY_MS))
      t.equal((await store.liveLink('f21', 1_000 + DAY_MS))?.jobs.length, 1)
    })

    t.test('a link that can be opened stands before all that have ended', async (t) => {
      const ofJob = (n: number, days: number) =>
        linkOf(`o${n}`, {
          ...{ jobs: [{ jobId: 'busy', mark: 'm' }], madeAt: 1_000 + n },
          endsAt: 1_000 + n + days * DAY_MS,
        })
      await store.addLink(ofJob(0, 90))
      for (let n = 1; n < 12; n += 1) await store.addLink(ofJob(n, 1))
      const at = 1_000 + 5 * DAY_MS
      const shown = await store.linksOfJob('busy', 3, at)
      t.strictSame(
        shown.map(({ madeAt }) => madeAt),
        [1_000, 1_011, 1_010],
      )
    })

    t.test('links that ended a month ago leave with their jobs', async (t) => {
      const later = 40 * DAY_MS
      const before = (await store.sizes()).links
      await store.addLink(linkOf('late', { madeAt: later, endsAt: later + DAY_MS }))
      t.ok((await store.sizes()).links < before)
      t.strictSame(
        (await store.linksOfJob('full', 50, 0)).map(({ madeAt }) => madeAt),
        [],
      )
      t.equal((await store.liveLink('late', later))?.jobs.length, 1)
    })
  })
}

t.test(
  'a link that was revoked on one replica has ended on the other',
  { skip: withoutPart(POSTGRES) },
  async (t) => {
    const url = await (await startPostgres(t)).database()
    const one = await startClub(t, { DATABASE_URL: url })
    const two = await startClub(t, { DATABASE_URL: url })
    for (const { jobs } of [one, two]) jobs.set('j1', rated('j1'))
    const made = await pressLink(one, ofResult('j1'))
    t.equal(made.status, 200)
    t.equal((await two.page(made.path)).status, 200)
    t.equal((await one.page(made.path)).status, 200)
    const [revoke = ''] = revokeForms((await one.page('/jobs/j1/result')).text)
    t.equal((await pressForm(one, revoke)).status, 303)
    t.equal((await two.page(made.path)).status, 404, 'the very next request')
    t.equal((await one.page(made.path)).status, 404)
  },
)

t.test('openings are written together, and never by the page itself', async (t) => {
  const club = await startClub(t, {}, Date.now, { openingsMs: 20 })
  club.jobs.set('j1', rated('j1'))
  const { path } = await pressLink(club, ofResult('j1'))
  for (let n = 0; n < 3; n += 1) t.equal((await club.page(path)).status, 200)
  t.equal((await club.ask(path, { method: 'HEAD' })).status, 200)
  for (;;) {
    const { text, status } = await club.page('/jobs/j1/result')
    t.equal(status, 200)
    if (/opened 3 times/.test(text)) break
    t.notMatch(text, /opened 4 times/)
  }
})
