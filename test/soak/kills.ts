import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killAgainAndAgain } from '../support/club/killed.ts'
import type { Kind } from '../support/club/kinds.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { seeded } from './random.ts'

/**
 * `npm run kills` (`-- <kills> <postgres>`, 1,000 of SQLite where left out): Touchline is killed again and again while
 * scripts create jobs. Nothing that was answered may be lost, and each end is told under one id.
 */

const kills = Number(process.argv[2] ?? 1_000)
if (!(kills > 0 && kills <= 100_000)) {
  console.error('Usage: npm run kills -- <kills> <sqlite or postgres>')
  process.exit(1)
}
const seed = Number(process.env['KILLS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`seed ${seed}`)
const ends: (() => unknown)[] = []
const t = { teardown: (end: () => unknown) => void ends.unshift(end) }
const kind: Kind =
  process.argv[3] === 'postgres'
    ? { kind: 'postgres', url: await (await startPostgres(t)).database() }
    : {
        kind: 'sqlite',
        file: join(mkdtempSync(join(tmpdir(), 'touchline-kills-')), 'touchline.db'),
      }
const found = await killAgainAndAgain(t, kind, kills, seeded(seed))
console.log(found)
for (const end of ends) await end()
const { unwritten, untold, toldTwice, forged } = found
process.exitCode = unwritten.length + untold.length + toldTwice.length + forged === 0 ? 0 : 1
