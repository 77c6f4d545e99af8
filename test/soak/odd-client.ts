import { startApp } from '../support/app.ts'
import { issuesOf, oddRound } from '../support/odd/odd-round.ts'
import { startOddTouchline } from '../support/odd/odd-touchline.ts'
import { routesOf } from '../support/route-table.ts'
import { seeded } from './random.ts'

/**
 * `npm run odd-client` (`-- <minutes>`, 10 where left out): clients that do anything, before a service
 * that stumbles. After each round nothing may be held; at the end it says what was seen and kept.
 */

const VISITS = 2_000
const minutes = Number(process.argv[2] ?? 10)
if (!(minutes > 0 && minutes <= 24 * 60)) {
  console.error('Usage: npm run odd-client -- <minutes>')
  process.exit(1)
}
const seed = Number(process.env['ODD_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const random = seeded(seed)
console.log(`seed ${seed}`)
const ends: (() => unknown)[] = []
const t = { teardown: (end: () => unknown) => void ends.unshift(end) }
const { touchline, images } = await startOddTouchline(t, random)
const routes = routesOf((await startApp(t, { LOG_LEVEL: 'silent' })).app)
const statuses = new Map<number, number>()
const memory: number[] = []
const until = performance.now() + minutes * 60_000
let failure: unknown
try {
  while (performance.now() < until) {
    memory.push(await oddRound(touchline, { random, routes, images, visits: VISITS, statuses }))
  }
} catch (error) {
  failure = error
}
const megabytes = memory.map((bytes) => Math.round(bytes / 1e6))
const faults = issuesOf(touchline)
console.log(`${memory.length * VISITS} visits, ${touchline.lines.length} lines of the log`)
console.log('statuses', Object.fromEntries([...statuses].sort()))
console.log(`memory after each round, MB: ${megabytes.join(' ')}`)
console.log(`open files ${touchline.openFiles()}, alive: ${touchline.isAlive()}`)
console.log(`faults of ours: ${faults.length}`, faults.slice(0, 5), touchline.complaints())
if (failure) console.log('a round could not be ended:', failure)
for (const end of ends) await end()
process.exitCode = failure || faults.length > 0 || statuses.has(500) || !touchline.isAlive() ? 1 : 0
