import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/club/store/open.ts'
import { cohortOf, gather } from '../../src/domain/club/cohort.ts'
import type { ListQuery } from '../../src/domain/club/listed-job.ts'
import type { Rating } from '../../src/domain/club/rating.ts'
import { withTimes } from '../../src/domain/club/times.ts'
import { searchWords } from '../../src/domain/club/words.ts'
import { factsWith, seen } from '../support/club/facts.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { POSTGRES } from '../support/parts/parts.ts'

/**
 * What the club's list of 5,000 jobs costs this process: `node test/bench/club.ts` prints the mean CPU time and the
 * 95th percentile of the time of a first page, of searches, of a cohort and of a write, for each database (docs/decisions/club.md has the figures).
 */
const JOBS = 5_000
const TIMES = 200

const NAMES = ['Okafor', 'Petrova', 'Adeyemi', 'Müller', 'Halvorsen', 'Tanaka', 'Brandt', 'Keane']
const TEAMS = ['North End', 'Polar IL', 'Harbour Town', 'Rossi FC']
const of = <T>(list: readonly T[], i: number) => list[i % list.length]!

const ended = {
  status: 'PARTIAL',
  state: 'finished',
  step: 'result',
  headline: 'Rated 7.63',
} as const
const now = Date.UTC(2026, 10, 27)
const PEOPLE = ['anna.schmidt', 'Ben Carter', 'cleo', 'David Østby', 'eva']
const rows = Array.from({ length: JOBS }, (_, i) =>
  seen(
    factsWith(crypto.randomUUID(), {
      playerName: `${of('ABCDEFGHIJ'.split(''), i)}. ${of(NAMES, i)} ${i}`,
      teamName: of(TEAMS, i),
      shirtNumber: i % 99,
      video: `League match ${i % 340}`,
      createdAt: now - (JOBS - i) * 900_000,
      updatedAt: now - (JOBS - i) * 900_000 + 60_000,
      ...(i % 50 === 0 ? {} : { ...ended, outcome: 'rated' as const }),
    }),
    now,
    { createdBy: of(PEOPLE, i), actedBy: of(PEOPLE, i * 3 + 1), actedAt: now },
  ),
)

/** All of one kind, each of another player: the most that a cohort can cost. */
const ratingOf = (jobId: string, i: number): Rating => ({
  ...{ jobId, role: 'winger', category: 'u17', revision: '2.0 true true', model: 'v1' },
  ...{ player: `p${i}`, at: i },
  measures: Array.from({ length: 11 }, (_, k) => [`radar.Skill number ${k}`, (i * 37 + k) % 100]),
})

const query = (over: Partial<ListQuery> = {}): ListQuery => ({
  ...{ state: null, words: [], after: null, limit: 50 },
  ...over,
})
const QUERIES: [string, ListQuery][] = [
  ['first page', query()],
  ['first page of what waits', query({ state: 'waiting' })],
  ['first page of what finished', query({ state: 'finished' })],
  ['search that finds all', query({ words: searchWords('u') })],
  ['search that finds half', query({ words: searchWords('cleo') })],
  ['search of a day', query({ words: withTimes(searchWords('20 nov'), now) })],
  ['search that finds an eighth', query({ words: searchWords('okafor') })],
  ['search of a shirt number', query({ words: searchWords('26') })],
  ['search of two words', query({ words: searchWords('muller north') })],
  ['search that finds one', query({ words: searchWords('4711') })],
  ['search that finds none', query({ words: searchWords('nobody') })],
]

async function measure(name: string, database: Parameters<typeof openStore>[0]) {
  const { store } = await openStore(database, () => {})
  for (let i = 0; i < JOBS; i += 500) await store.save(rows.slice(i, i + 500), [])
  const last = (await store.list(query({ limit: 200 }))).next
  const all = [...QUERIES, ['a page far down', query({ after: last })] as const]
  for (const [what, one] of all) await report(name, what, () => store.list(one))
  const rated = rows.map((row, i) => ({ ...row, rating: ratingOf(row.facts.jobId, i) }))
  for (let i = 0; i < JOBS; i += 500) await store.save(rated.slice(i, i + 500), [])
  const own = rated[0]!.rating
  const values = gather(await store.ratings(own))
  await report(name, 'a cohort that is unchanged', async () => {
    await store.cohortState(own)
    cohortOf(own, values)
  })
  await report(name, 'a cohort that has changed', async () =>
    cohortOf(own, gather(await store.ratings(own))),
  )
  let at = 10_000
  await report(name, 'writing 20 changed rows', () => {
    at += 1
    return store.save(
      rows.slice(0, 20).map((row) => ({ ...row, facts: { ...row.facts, percent: at % 100 } })),
      [],
    )
  })
  await store.close()
}

async function report(name: string, what: string, work: () => Promise<unknown>) {
  for (let i = 0; i < 50; i += 1) await work()
  const cpu = process.cpuUsage()
  const times: number[] = []
  for (let i = 0; i < TIMES; i += 1) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  const { user, system } = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  const ms = (time: number) => time.toFixed(2).padStart(6)
  const spent = ms((user + system) / 1_000 / TIMES)
  const p95 = ms(times[Math.floor(TIMES * 0.95)]!)
  console.log(`${name.padEnd(12)}${what.padEnd(28)}${spent} ms of CPU, p95 ${p95} ms`)
}

const ends: (() => unknown)[] = []
const folder = mkdtempSync(join(tmpdir(), 'touchline-club-'))
ends.push(() => rmSync(folder, { recursive: true }))
try {
  await measure('SQLite', { kind: 'sqlite', file: join(folder, 'touchline.db') })
  if (POSTGRES.isInstalled()) {
    const server = await startPostgres({ teardown: (end) => void ends.push(end) })
    await measure('PostgreSQL', { kind: 'postgres', url: await server.database() })
  }
} finally {
  for (const end of ends.reverse()) await end()
}
