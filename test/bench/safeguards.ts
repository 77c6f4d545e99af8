import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type HttpCase, httpCases, measureCase, median, type Round } from './http-cases.ts'
import { loadGenerator } from './load.ts'
import { startStub } from './processes.ts'
import { startTouchline, startTouchlineWithoutSafeguards } from './servers.ts'

// `npm run bench:safeguards`: what drain, metrics, shedding, checks of the transport, security headers and
// the request log cost a JSON request, in about eight minutes. `-- --only <text>` measures the requests that have
// it in their name. Two processes of the same code differ too, so there are several pairs of them.

/** Of the requests per second without them, which is what the benchmark judges by. */
const LEAST = 0.9
const ROUNDS = 6
const PAIRS = 6
const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values
const folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'))
const load = loadGenerator(folder)
const stub = await startStub()
/** Each round with and without, by case. */
const measured = new Map<string, [touchline: Round, without: Round][]>()

try {
  for (let pair = 0; pair < PAIRS; pair += 1) await measurePair(pair % 2 === 0)
} finally {
  await stub.stop()
  rmSync(folder, { recursive: true })
}

let holds = true
console.log('| case | CPU, times without | requests/s, times without | |\n|---|---|---|---|')
for (const [name, rounds] of measured) {
  const cpu = ratioOf(rounds, ({ cpuUsPerRequest }) => cpuUsPerRequest)
  const rate = ratioOf(rounds, ({ perSecond }) => perSecond)
  const reached = rate >= LEAST
  if (!reached) holds = false
  const judged = reached ? 'costs at most 10 %' : '**costs more than 10 %**'
  console.log(`| ${name} | ${cpu.toFixed(3)} | ${rate.toFixed(3)} | ${judged} |`)
}
process.exit(holds ? 0 : 1)

async function measurePair(touchlineFirst: boolean) {
  const touchline = await startTouchline(stub.origin)
  const without = await startTouchlineWithoutSafeguards(stub.origin)
  const servers = touchlineFirst ? [touchline, without] : [without, touchline]
  try {
    for (const one of httpCases(stub.origin)) {
      if (!isJson(one) || !one.name.includes(only)) continue
      const { rounds } = await measureCase(one, { servers, stub, load, rounds: ROUNDS, seconds: 1 })
      const [mine, other] = [rounds.get(touchline.name)!, rounds.get(without.name)!]
      const done = measured.get(one.name) ?? []
      measured.set(one.name, [
        ...done,
        ...mine.map((round, i) => [round, other[i]!] as [Round, Round]),
      ])
    }
  } finally {
    for (const { stop } of servers) await stop()
  }

  function isJson(one: HttpCase) {
    return one.ask(touchline)?.paths.every((path) => path.startsWith('/api/jobs/'))
  }
}

/** The median of what each round says of the two. */
function ratioOf(rounds: [Round, Round][], figure: (round: Round) => number): number {
  return median(rounds.map(([touchline, without]) => figure(touchline) / figure(without)))
}
