import { cpus, totalmem } from 'node:os'
import { type CaseResult, median } from './http-cases.ts'

/** A figure that is no ratio: what was measured, and what is to be reached. */
export interface Figure {
  name: string
  value: string
  reach: string
  reached: boolean
}

/** The document `docs/performance.md`, from one run. */
export function report(
  cases: CaseResult[],
  figures: Figure[],
  run: { load: string; rounds: number; seconds: number; quick: boolean },
): string {
  return `# Performance

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB of memory, load by ${run.load}, ${run.rounds} rounds of ${run.seconds} s for each server${run.quick ? ' (a quick run)' : ''}.

**How to read it.** Server, load and upstream share the machine, so only ratios of one run mean something: "× nginx" is the requests per second of a server divided by those of nginx with one process in the same round, the median of the rounds, in which the servers took turns. CPU is what the server's own process used for one request; it is steadier than the ratio on a machine that others use too.

## Requests

${requestTable(cases)}

## Watching, memory, bytes

| figure | measured | to reach | |
|---|---|---|---|
${figures.map(({ name, value, reach, reached }) => `| ${name} | ${value} | ${reach} | ${reached ? 'yes' : 'no'} |`).join('\n')}
`
}

function requestTable(cases: CaseResult[]): string {
  const rows = cases.flatMap((result) => {
    return [...result.rounds.keys()].map((name) => {
      const rate = rateOf(result, name)
      const ratio = ratioOf(result, name)
      const { reach } = result.case
      const judged = name === 'Touchline' && reach !== undefined && !Number.isNaN(ratio)
      return [
        result.case.name,
        name,
        rate.toFixed(0),
        Number.isNaN(ratio) ? '' : ratio.toFixed(2),
        `${median(result.rounds.get(name)!.map(({ cpuUsPerRequest }) => cpuUsPerRequest)).toFixed(0)} µs`,
        name === 'Touchline' ? result.upstreamShare.toFixed(3) : '',
        judged ? `≥ ${reach}: ${ratio >= reach ? 'yes' : 'no'}` : '',
      ]
    })
  })
  const head = [
    'case',
    'server',
    'requests/s',
    '× nginx',
    'CPU each',
    'upstream calls each',
    'to reach',
  ]
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** The median of what each round says: a slow moment of the machine met both servers of a round. */
function ratioOf({ rounds }: CaseResult, name: string): number {
  const [done, nginx] = [rounds.get(name), rounds.get('nginx')]
  if (done === undefined || nginx === undefined) return Number.NaN
  return median(done.map(({ perSecond }, i) => perSecond / nginx[i]!.perSecond))
}

function rateOf({ rounds }: CaseResult, name: string): number {
  const done = rounds.get(name)
  return done ? median(done.map(({ perSecond }) => perSecond)) : Number.NaN
}
