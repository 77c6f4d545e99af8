import t from 'tap'
import { seeded } from '../soak/random.ts'
import { killAgainAndAgain } from '../support/club/killed.ts'
import { KINDS } from '../support/club/kinds.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const LONGEST_MS = 300_000
// For the file: else it ends with that of all files.
t.setTimeout(2 * LONGEST_MS)

/** Each start of a process takes a second or more: `npm run kills` does a thousand. */
const KILLS = { 'SQLite in a file': 12, PostgreSQL: 6 } as Record<string, number>

for (const [name, prepare] of KINDS.filter(([name]) => name !== 'SQLite in memory')) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)
  t.test(
    `nothing that was answered is lost by kill -9, and each end is told: ${name}`,
    { skip, timeout: LONGEST_MS },
    async (t) => {
      const kills = KILLS[name]!
      const kind = await (await prepare(t))()
      const { answered, ...found } = await killAgainAndAgain(t, kind, kills, seeded(27))
      t.strictSame(found, { statuses: [200], unwritten: [], untold: [], toldTwice: [], forged: 0 })
      t.ok(answered > kills, `${answered} jobs were created`)
    },
  )
}
