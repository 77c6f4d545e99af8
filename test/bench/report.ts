import { cpus, totalmem } from 'node:os'
import { type CaseResult, type HttpCase, median } from './http-cases.ts'

/** A figure that is no ratio: what was measured, and what is to be reached. */
export interface Figure {
  name: string
  value: string
  reach: string
  reached: boolean
}

/** The proxies in Node that Touchline is measured beside. */
const PEERS = ['plain', 'http-proxy']

/** The document `docs/performance.md`, from one run. */
export function report(
  cases: CaseResult[],
  figures: Figure[],
  run: { load: string; rounds: number; seconds: number; quick: boolean },
): string {
  return `# Performance

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB of memory, load by ${run.load}, ${run.rounds} rounds of ${run.seconds} s for each server${run.quick ? ' (a quick run)' : ''}.

**How to read it.** Server, load and upstream share the machine, so only ratios of one run mean something: "× nginx" is the requests per second of a server divided by those of nginx with one process in the same round, the median of the rounds, in which the servers took turns; "× best peer" is the same against the better of the two proxies in Node, plain (node:http and undici) and @fastify/http-proxy. CPU is what the server's own process used for one request; it is steadier than the ratio on a machine that others use too.

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
      const isOurs = name === 'Touchline'
      const nginx = ratioOf(result, name, ['nginx'])
      const peer = isOurs ? ratioOf(result, name, PEERS) : null
      const cpuUs = median(result.rounds.get(name)!.map((round) => round.cpuUsPerRequest))
      return [
        result.case.name,
        name,
        rateOf(result, name).toFixed(0),
        nginx?.toFixed(2) ?? '',
        peer?.toFixed(2) ?? '',
        `${cpuUs.toFixed(0)} µs`,
        isOurs ? result.upstreamShare.toFixed(3) : '',
        isOurs ? judged(result.case, { nginx, peer, cpuUs }) : '',
      ]
    })
  })
  const head = [
    'case',
    'server',
    'requests/s',
    '× nginx',
    '× best peer',
    'CPU each',
    'upstream calls each',
    'to reach',
  ]
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** What is to be reached, and whether it is. */
function judged(
  { reach = {} }: HttpCase,
  { nginx, peer, cpuUs }: { nginx: number | null; peer: number | null; cpuUs: number },
): string {
  const yes = (reached: boolean) => (reached ? 'yes' : 'no')
  return [
    reach.nginx && nginx !== null && `≥ ${reach.nginx} × nginx: ${yes(nginx >= reach.nginx)}`,
    reach.peer && peer !== null && `≥ ${reach.peer} × peer: ${yes(peer >= reach.peer)}`,
    reach.cpuUs && `≤ ${reach.cpuUs} µs: ${yes(cpuUs <= reach.cpuUs)}`,
  ]
    .filter(Boolean)
    .join('; ')
}

/**
 * The median of what each round says: a slow moment of the machine met all servers of a round. Against
 * the best of `others` in that round; null where none of them was asked.
 */
function ratioOf({ rounds }: CaseResult, name: string, others: readonly string[]): number | null {
  const done = rounds.get(name) ?? []
  const against = others.flatMap((other) => [rounds.get(other) ?? []]).filter((r) => r.length > 0)
  if (done.length === 0 || against.length === 0) return null
  return median(
    done.map((round, i) => round.perSecond / Math.max(...against.map((r) => r[i]!.perSecond))),
  )
}

function rateOf({ rounds }: CaseResult, name: string): number {
  const done = rounds.get(name)
  return done ? median(done.map(({ perSecond }) => perSecond)) : Number.NaN
}
