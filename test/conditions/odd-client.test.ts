import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { seeded } from '../soak/random.ts'
import { startApp } from '../support/app.ts'
import { issuesOf, oddRound } from '../support/odd/odd-round.ts'
import { startOddTouchline } from '../support/odd/odd-touchline.ts'
import { routesOf } from '../support/route-table.ts'

/** Visits in a round; the first round fills caches and compiles, the second is compared with it. */
const VISITS = 1_200

/** What a second round may keep beyond the first, bytes: maps that fill up to their bound. */
const MORE_MEMORY = 6_000_000

const seed = Number(process.env['ODD_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

t.test(`clients that do anything leave nothing behind (ODD_SEED=${seed})`, async (t) => {
  const random = seeded(seed)
  const { touchline, images } = await startOddTouchline(t, random)
  const routes = routesOf((await startApp(t)).app)
  t.ok(routes.length > 30, 'the whole route table')
  const filesBefore = touchline.openFiles()
  const statuses = new Map<number, number>()
  const round = () => oddRound(touchline, { random, routes, images, visits: VISITS, statuses })
  const first = await round()
  const second = await round()

  t.ok(touchline.isAlive())
  t.comment(Object.fromEntries([...statuses].sort()))
  t.ok((statuses.get(200) ?? 0) > 100, 'many were answered well')
  t.notOk(statuses.has(500), 'no fault of ours was answered')
  t.strictSame(issuesOf(touchline), [], 'no fault of ours is in the log')
  t.strictSame(touchline.complaints(), [])
  t.ok(second - first < MORE_MEMORY, `memory ${first} after one round, ${second} after two`)
  while (touchline.openFiles() > filesBefore) await pause(100)
  t.pass('no file or socket is left')
})
