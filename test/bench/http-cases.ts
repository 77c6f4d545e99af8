import { setTimeout as pause } from 'node:timers/promises'
import { frameUrl } from './job.ts'
import type { Ask, Load } from './load.ts'
import type { NodeServer, Server, Stub } from './processes.ts'

/** One kind of request, and how each server is asked for it; a server that has no such thing is left out. */
export interface HttpCase {
  name: string
  ask: (server: Server) => Ask | null
  /** What is to be reached: times nginx, times the better of the two peers in Node, microseconds of CPU. */
  reach?: { nginx?: number; peer?: number; cpuUs?: number }
}

/** What one server did in one round. */
export interface Round {
  perSecond: number
  cpuUsPerRequest: number
}

export interface CaseResult {
  case: HttpCase
  /** The rounds of each server by its name. */
  rounds: Map<string, Round[]>
  /** Requests that reached the upstream for each request to Touchline, in the last round. */
  upstreamShare: number
}

const get = (...paths: string[]): Ask => ({ method: 'GET', paths })
const post = (path: string, body: object): Ask => ({
  method: 'POST',
  paths: [path],
  body: JSON.stringify(body),
})
/** Until the engine has compiled what it will. */
const WARM_UP_SEC = 3
const DISTINCT = Array.from({ length: 1000 }, (_, i) => `/api/jobs/job-${i}`)
const SELECTION = {
  time_sec: 2.909,
  frame_time_sec: 2.909,
  bbox: { x: 0.22, y: 0.3, w: 0.06, h: 0.22 },
}

export function httpCases(upstream: string): HttpCase[] {
  const image = frameUrl(upstream, 1)
  const encoded = encodeURIComponent(image)
  const direct = image.slice(upstream.length)
  const unsigned = encodeURIComponent(image.replace(/\?.*/, ''))
  const frames = Array.from({ length: 36 }, (_, i) => frameUrl(upstream, i + 1))
  const ofJob = (width: string) =>
    frames.map(
      (url) =>
        `/api/frame-proxy?job=job-1&url=${encodeURIComponent(url.replace(/\?.*/, ''))}${width}`,
    )
  const onlyOurs = (ours: Ask, theirs: Ask | null) => (server: Server) => {
    if (server.name === 'Touchline') return ours
    return server.name === 'nginx' ? theirs : null
  }
  return [
    { name: 'GET job, distinct jobs (30 kB)', ask: () => get(...DISTINCT), reach: { peer: 1.3 } },
    {
      name: 'GET job, one hot job (30 kB)',
      ask: () => get('/api/jobs/job-1'),
      reach: { nginx: 1, peer: 1.3 },
    },
    {
      name: 'POST select-track, validated',
      ask: () => post('/api/jobs/job-1/select-track', { trackId: 8, selection: SELECTION }),
      reach: { peer: 1.3 },
    },
    { name: 'POST enqueue (reads the job first)', ask: () => post('/api/jobs/job-1/enqueue', {}) },
    {
      name: 'frame through ?url=',
      ask: ({ name }) =>
        get(name === 'Touchline' || name === 'plain' ? `/api/frame-proxy?url=${encoded}` : direct),
      reach: { peer: 1.3 },
    },
    {
      name: 'frame, hot, ?job=',
      ask: onlyOurs(get(`/api/frame-proxy?job=job-1&url=${unsigned}`), get(direct)),
      reach: { nginx: 0.6 },
    },
    { name: 'thumbnail, ?job=&w=320', ask: onlyOurs(get(...ofJob('&w=320')), null) },
    { name: 'job page', ask: onlyOurs(get('/jobs/with-48'), null), reach: { cpuUs: 900 } },
  ]
}

/** Every server in turn, round after round, so that a slow moment of the machine meets all of them. */
export async function measureCase(
  one: HttpCase,
  {
    servers,
    stub,
    load,
    rounds,
    seconds,
  }: {
    servers: Server[]
    stub: Stub
    load: Load
    rounds: number
    seconds: number
  },
): Promise<CaseResult> {
  const result: CaseResult = { case: one, rounds: new Map(), upstreamShare: Number.NaN }
  const asked = servers.flatMap((server) => {
    const ask = one.ask(server)
    return ask === null ? [] : [{ server, ask }]
  })
  for (const { server, ask } of asked) await load.run(server.origin, ask, WARM_UP_SEC)
  for (let round = 0; round < rounds; round += 1) {
    for (const { server, ask } of asked) {
      await stub.count()
      const [cpu, began] = [server.cpuUs(), performance.now()]
      const answered = await load.run(server.origin, ask, seconds)
      const perSecond = (answered * 1000) / (performance.now() - began)
      const cpuUsPerRequest = (server.cpuUs() - cpu) / answered
      const done = result.rounds.get(server.name) ?? []
      result.rounds.set(server.name, [...done, { perSecond, cpuUsPerRequest }])
      if (server.name === 'Touchline') result.upstreamShare = (await stub.count()) / answered
    }
  }
  return result
}

/** The highest memory of Touchline while it is loaded, bytes. */
export async function measureMemory(touchline: NodeServer, load: Load, seconds: number) {
  let highest = 0
  let running = true
  const loading = load.run(touchline.origin, get(...DISTINCT), seconds).finally(() => {
    running = false
  })
  while (running) {
    highest = Math.max(highest, (await touchline.usage()).rssBytes)
    await pause(100)
  }
  await loading
  return highest
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
