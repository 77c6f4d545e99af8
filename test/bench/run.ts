import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type CaseResult, httpCases, measureCase, measureMemory, median } from './http-cases.ts'
import { loadGenerator } from './load.ts'
import { measureNextFrame, p95 } from './next-frame.ts'
import { measureAssets, measureFirstVisits } from './page.ts'
import { startStub } from './processes.ts'
import { type Figure, report } from './report.ts'
import { startPeers, startTouchline, startTouchlineTelling } from './servers.ts'
import { measureStreams, measureWatchers } from './streams.ts'

// `npm run bench`: Touchline against a plain proxy, @fastify/http-proxy and nginx, all on this machine.
// `-- --quick` takes about a minute; `-- --only <text>` measures the requests that have it in their name.

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
})
const { quick, only } = options
const [rounds, seconds, streams] = quick ? [2, 1, 1_000] : [7, 1, 5_000]
const folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'))
const load = loadGenerator(folder)
const stub = await startStub()
const stops = [stub.stop]
const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
const MB = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`

try {
  const starts: number[] = []
  for (let i = 0; i < (quick ? 2 : 5); i += 1) {
    const started = await startTouchline(stub.origin)
    starts.push(started.startMs)
    await started.stop()
  }
  const cases = await measureRequests()
  const document = report(cases, only === undefined ? await measureFigures(starts) : [], {
    load: load.name,
    rounds,
    seconds,
    quick,
  })
  console.log(document)
  if (!quick && only === undefined) writeDocument(document)
} finally {
  for (const stop of stops) await stop()
  rmSync(folder, { recursive: true })
}
process.exit()

async function measureRequests(): Promise<CaseResult[]> {
  const servers = [await startTouchline(stub.origin), ...(await startPeers(stub.origin, folder))]
  stops.push(...servers.map(({ stop }) => stop))
  const results: CaseResult[] = []
  for (const one of httpCases(stub.origin)) {
    if (only !== undefined && !one.name.includes(only)) continue
    console.error(`measuring: ${one.name}`)
    results.push(await measureCase(one, { servers, stub, load, rounds, seconds }))
  }
  for (const { stop } of servers) await stop()
  return results
}

async function measureFigures(starts: number[]): Promise<Figure[]> {
  console.error('measuring: streams, memory, bytes')
  const touchline = await startTouchlineTelling(stub.origin)
  stops.push(touchline.stop)
  const assets = await measureAssets(touchline.origin)
  const visit = await measureFirstVisits(touchline.origin, quick ? 3 : 7)
  const next = await measureNextFrame(touchline.origin, quick ? 10 : 30)
  const watchers = await measureWatchers(touchline, stub, 200, quick ? 3 : 10)
  const many = await measureStreams(touchline, stub, streams)
  const loaded = await startTouchlineTelling(stub.origin)
  stops.push(loaded.stop)
  const memory = await measureMemory(loaded, load, quick ? 3 : 10)
  const start = median(starts)
  const figure = (name: string, value: string, reach: string, reached: boolean): Figure => ({
    name,
    value,
    reach,
    reached,
  })
  return [
    figure(
      'upstream requests with 200 watchers of one job',
      `${watchers.upstreamPerSecond.toFixed(2)} a second`,
      '≤ 1 a second, with 10 % of jitter',
      watchers.upstreamPerSecond <= 1.1,
    ),
    figure(
      'change to the last of 200 watchers',
      `${watchers.changeToLastMs.toFixed(0)} ms`,
      '≤ 2 s',
      watchers.changeToLastMs <= 2_000,
    ),
    figure(
      `memory of each of ${streams} event streams`,
      `${kB(many.bytesEach)}, of it ${kB(many.heapBytesEach)} heap`,
      '≤ 20 kB',
      many.bytesEach <= 20_000,
    ),
    figure(
      `push of 1 kB to ${streams} streams, CPU`,
      `${many.pushUserMs.toFixed(1)} ms in Touchline, ${many.pushSystemMs.toFixed(1)} ms in the kernel`,
      '≤ 15 ms in Touchline for 5,000',
      many.pushUserMs <= 15,
    ),
    figure(
      'job page with 48 frames, first visit in a browser',
      visit === null
        ? 'no browser here'
        : `${MB(visit.bytes)}, ${visit.requests} requests, ${visit.images} of them images`,
      '≤ 0.2 MB, ≤ 20 requests',
      visit !== null && visit.bytes <= 200_000 && visit.requests <= 20,
    ),
    figure(
      'largest paint of that page, the median of some visits, and how far it moves',
      visit === null
        ? 'no browser here'
        : `${visit.paintMs.toFixed(0)} ms, ${visit.shift.toFixed(3)}`,
      '≤ 600 ms, 0',
      visit !== null && visit.paintMs <= 600 && visit.shift === 0,
    ),
    figure(
      'next frame from what was fetched ahead, p95',
      next === null ? 'no browser here' : `${p95(next).toFixed(0)} ms`,
      '< 100 ms',
      next !== null && p95(next) < 100,
    ),
    figure('job page, HTML gzipped', kB(assets.htmlBytes), '', true),
    figure('script, gzipped', kB(assets.scriptBytes), '≤ 30 kB', assets.scriptBytes <= 30_000),
    figure('style, gzipped', kB(assets.styleBytes), '≤ 15 kB', assets.styleBytes <= 15_000),
    figure('start to first 200', `${start.toFixed(0)} ms`, '≤ 600 ms', start <= 600),
    figure('memory under load', MB(memory), '≤ 200 MB', memory <= 200e6),
  ]
}

/** The figures are replaced; what people wrote below them stays. */
function writeDocument(document: string) {
  const path = join(import.meta.dirname, '../../docs/performance.md')
  const [, notes = ''] = read(path).split(/^(?=## Notes$)/m)
  writeFileSync(path, `${document}\n${notes}`.trimEnd().concat('\n'))
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
