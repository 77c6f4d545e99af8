import t from 'tap'
import { makeToken } from '../../src/auth/tokens.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { bearer, guarded } from '../support/guarded-app.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const READ = '/api/jobs/j1'

t.test(
  'who guesses at several replicas has as many tries as at one, and a right token enters',
  { skip: withoutPart(POSTGRES) },
  async (t) => {
    const server = await startPostgres(t)
    const env = { DATABASE_URL: await server.database() }
    const [here, there] = [await guarded(t, env), await guarded(t, env)]
    const guess = async ({ ask }: typeof here) =>
      (await ask(READ, { headers: bearer(makeToken()) })).status
    for (let n = 0; n < 5; n += 1) t.equal(await guess(here), 401)
    const statuses: number[] = []
    for (let n = 0; n < 9; n += 1) {
      statuses.push(await guess(there))
      if (statuses.at(-1) === 429) break
      // Each replica hears of the others once a second.
      if (n === 3) await heard(there)
    }
    t.equal(statuses.at(-1), 429)
    t.ok(statuses.length <= 6, `after ${statuses.length} tries`)
    t.equal((await there.ask(READ, { headers: bearer(there.reader) })).status, 200)
  },
)

t.test(
  'while the database is away each replica counts for itself',
  { skip: withoutPart(POSTGRES) },
  async (t) => {
    const server = await startPostgres(t)
    const here = await guarded(t, { DATABASE_URL: await server.database() })
    await server.stop()
    const statuses: number[] = []
    for (let n = 0; n < 11; n += 1) {
      statuses.push((await here.ask(READ, { headers: bearer(makeToken()) })).status)
    }
    t.strictSame(statuses, [...Array.from({ length: 10 }, () => 401), 429])
  },
)

/** Until it counts what the other one said: the database has the rows of both. */
async function heard({ app }: Awaited<ReturnType<typeof guarded>>) {
  const { failures } = app
  const before = failures!.heard
  await new Promise<void>((resolve) => {
    failures!.heard = (others) => {
      before(others)
      if (others.some(({ failures: n }) => n === 5)) resolve()
    }
  })
}
