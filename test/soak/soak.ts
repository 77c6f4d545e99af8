import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { MISHAPS, startFaultyUpstream } from './faulty-upstream.ts'
import { figure, megabytes, printFigures } from './figure.ts'
import { percentile, seeded } from './random.ts'
import { startTouchline } from './touchline-process.ts'

/**
 * `npm run soak` (`-- <minutes>`, 10 where left out): a mixed load on Touchline while one upstream answer
 * in twenty fails; then says whether memory stayed flat and no change was lost or made twice.
 */

const minutes = Number(process.argv[2] ?? 10)
if (!(minutes > 0 && minutes <= 24 * 60)) {
  console.error('Usage: npm run soak -- <minutes>')
  process.exit(1)
}
const FAULTS = 0.05
const WORKERS = 12
const PAUSE_MS = 60
const LOOK_EVERY_MS = 2_000
/** Share of the time that caches and compiled code take to settle. */
const WARM_UP = 0.4
const FLAT_BYTES = 24_000_000
const JOBS = 20
/** Longer than connections to the upstream are kept for the next call. */
const KEPT_ALIVE_MS = 6_000

const random = seeded(5)
const upstream = await startFaultyUpstream(() =>
  random() < FAULTS ? MISHAPS[Math.floor(random() * MISHAPS.length)]! : null,
)
const touchline = await startTouchline({
  API_BASE_URL: upstream.url,
  FRAME_SOURCES: `${upstream.url}/frames/`,
  UPSTREAM_TIMEOUT_MS: '1500',
  FRAME_TIMEOUT_MS: '1500',
  FRAME_CACHE_MB: '8',
})
const dispatcher = new Agent({ connections: 64 })
const answers: Record<string, number> = {}
const wrong: string[] = []
let changes = 0
let running = true

const read = (path: string) => async () => {
  const { statusCode, body } = await request(touchline.origin + path, { dispatcher })
  await body.dump()
  return statusCode
}
const job = () => `j${Math.floor(random() * JOBS)}`

async function change(): Promise<number> {
  const id = `change-${changes++}`
  const { statusCode, body } = await request(`${touchline.origin}/api/jobs/${job()}/pick-player`, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ frame_key: 'k', track_id: 1, id }),
  })
  const text = await body.text()
  const times = upstream.applied.get(id) ?? 0
  if (times > 1) wrong.push(`${id} was made ${times} times`)
  if (statusCode === 200 && times !== 1) wrong.push(`${id} was lost`)
  if (
    statusCode >= 502 &&
    text.includes('"UPSTREAM') &&
    times === 1 &&
    !/may have been/.test(text)
  ) {
    wrong.push(`${id} was made, and its context was not told that it may have been`)
  }
  return statusCode
}

/** Watches a job for a while, then leaves. */
async function watch(): Promise<number> {
  const leave = new AbortController()
  const { statusCode, body } = await request(`${touchline.origin}/api/jobs/${job()}/events`, {
    dispatcher,
    signal: leave.signal,
  })
  body.on('error', () => {})
  body.resume()
  await sleep(500)
  leave.abort()
  return statusCode
}

/** Asks for an image, and leaves before it is there as often as not. */
async function image(): Promise<number> {
  const url = encodeURIComponent(`${upstream.url}/frames/${job()}/${Math.floor(random() * 32)}.jpg`)
  const leave = new AbortController()
  if (random() < 0.3) setTimeout(() => leave.abort(), random() * 10)
  const which = random() < 0.5 ? '' : `job=${job()}&`
  const path = `/api/frame-proxy?${which}url=${url}`
  const { statusCode, body } = await request(touchline.origin + path, {
    dispatcher,
    signal: leave.signal,
  })
  await body.dump().catch(() => {})
  return statusCode
}

const kinds: [name: string, action: () => Promise<number>][] = [
  ['job', () => read(`/api/jobs/${job()}?view=full`)()],
  ['status', () => read(`/api/jobs/${job()}/status`)()],
  ['page', () => read(`/jobs/${job()}`)()],
  ['home', read('/')],
  ['change', change],
  ['change', change],
  ['image', image],
  ['events', watch],
  ['nonsense', read('/api/jobs/%ff')],
]

async function worker() {
  while (running) {
    const [name, action] = kinds[Math.floor(random() * kinds.length)]!
    const outcome = await action().catch((error: Error) =>
      error.name === 'AbortError' ? 'left' : `failed (${(error as { code?: string }).code})`,
    )
    const key = `${name} ${outcome}`
    answers[key] = (answers[key] ?? 0) + 1
    await sleep(random() * PAUSE_MS)
  }
}
const memory: number[] = []
const heap: number[] = []
const filesAtStart = touchline.openFiles()
const workers = Array.from({ length: WORKERS }, worker)
const until = Date.now() + minutes * 60_000
while (Date.now() < until) {
  await sleep(LOOK_EVERY_MS)
  memory.push(touchline.memory())
  heap.push(await touchline.heap())
}
running = false
await Promise.all(workers)
await dispatcher.destroy()
await sleep(KEPT_ALIVE_MS)
const files = touchline.openFiles()
const alive = (await fetch(`${touchline.origin}/healthz`)).status
const [code] = await touchline.stop()
upstream.close()

/** The first and the last third after the warm-up, each by its value at the share `p`. */
function growth(samples: number[], p: number) {
  const settled = samples.slice(Math.floor(samples.length * WARM_UP))
  const third = Math.max(1, Math.floor(settled.length / 3))
  const first = percentile(settled.slice(0, third), p)
  const last = percentile(settled.slice(-third), p)
  return { first, last, grown: last - first }
}
const rss = growth(memory, 0.5)
// What is left after a collection: its lowest points.
const used = growth(heap, 0)
const total = Object.values(answers).reduce((sum, count) => sum + count, 0)
const failed = Object.entries(answers).filter(([key]) => key.includes('failed'))

console.log(`# Soak of ${minutes} minutes\n`)
console.log(
  `${total} requests, ${upstream.state.requests} upstream, mishaps ${JSON.stringify(upstream.happened)}\n`,
)
console.log(`Answers: ${JSON.stringify(answers, null, 1)}\n`)
const figures = [
  figure(
    'memory of the process',
    `grows by less than ${megabytes(FLAT_BYTES)} after the warm-up`,
    `${megabytes(rss.first)} to ${megabytes(rss.last)}; JavaScript after collections ${megabytes(used.first)} to ${megabytes(used.last)}`,
    rss.grown < FLAT_BYTES && used.grown < FLAT_BYTES,
  ),
  figure(
    'open files and sockets at the end',
    'as at the start',
    `${filesAtStart} to ${files}`,
    files <= filesAtStart + 2,
  ),
  figure(
    'changes',
    'none lost, none made twice, no doubt untold',
    `${changes} asked; ${wrong.length === 0 ? 'all as promised' : wrong.slice(0, 5).join('; ')}`,
    wrong.length === 0,
  ),
  figure(
    'answers',
    'every request has one',
    `${failed.map(([key, count]) => `${count} × ${key}`).join(', ') || 'all answered'}`,
    failed.length === 0,
  ),
  figure('the process', 'lives, and ends with 0', `health ${alive}, exit ${code}`, code === 0),
]
const inMb = (samples: number[]) => samples.map((bytes) => Math.round(bytes / 1e6)).join(' ')
console.log(`Memory every ${LOOK_EVERY_MS / 1000} s, MB: ${inMb(memory)}\n`)
console.log(`JavaScript memory, MB: ${inMb(heap)}\n`)
printFigures(figures)
process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1
