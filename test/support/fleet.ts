import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { Agent, request } from 'undici'
import { buildDemoUpstream } from '../../src/demo/upstream.ts'
import { startReplica } from './process/replica.ts'
import { ROOT } from './process/start-command.ts'
import type { RunningProxy } from './proxies/contrib.ts'
import { standingClock } from './service/demo-clock.ts'

export const PATH = '/desk'
export const HOST = 'touchline.club.lan'
const VIDEO = 'https://videos.example.test/short-derby.mp4'
const LOOK_EVERY_MS = 50

/** A read of a job, or of its status alone, by one of the Touchlines. */
export interface Look {
  job: string
  by: string
  /** Milliseconds of `performance.now()`. */
  at: number
}

/** Three Touchlines, each a process of its own, before one service whose clock stands until the test sets it forward. */
export async function startFleet(t: Pick<Test, 'teardown'>) {
  const clock = standingClock()
  const service = buildDemoUpstream({ now: clock.now })
  const looks: Look[] = []
  const changes: string[] = []
  service.addHook('onRequest', async ({ method, url, headers }) => {
    const [, job] = /^\/jobs\/([\w-]+)(?:\/status)?(?:\?|$)/.exec(url) ?? []
    if (method === 'GET' && job) {
      looks.push({ job, by: String(headers.authorization), at: performance.now() })
    } else if (method === 'POST') changes.push(url)
  })
  t.teardown(() => service.close())
  const upstream = await service.listen({ port: 0, host: '127.0.0.1' })
  const env = {
    API_BASE_URL: upstream,
    FRAME_SOURCES: `${upstream}/fnh/`,
    FRAME_NETWORKS: '127.0.0.0/8',
    BASE_PATH: PATH,
    TRUSTED_PROXIES: '127.0.0.1/32',
    LOG_LEVEL: 'warn',
  }
  const replicas = await Promise.all(
    ['one', 'two', 'three'].map((name) => startReplica(t, name, env)),
  )
  return {
    clock,
    service,
    env,
    replicas,
    ports: replicas.map(({ port }) => port),
    /** Reads of jobs, and the paths of changes, as the service gets them. */
    looks,
    changes,
    async streams(): Promise<number> {
      const each = await Promise.all(replicas.map((replica) => replica.streams()))
      return each.reduce((sum, n) => sum + n, 0)
    },
    /** The Touchline with the most event streams. */
    async busiest() {
      const each = await Promise.all(replicas.map((replica) => replica.streams()))
      return replicas[each.indexOf(Math.max(...each))]!
    },
  }
}
export type Fleet = Awaited<ReturnType<typeof startFleet>>

/** Comes when `condition` holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
}

/** A client of the proxy that knows its certificate. Paths are those under `below`. */
export function clientOf(
  t: Pick<Test, 'teardown'>,
  { origin, certificate }: RunningProxy,
  below = PATH,
) {
  const dispatcher = new Agent({ connect: { ca: certificate } })
  t.teardown(() => dispatcher.destroy())
  return async (path: string, options: Parameters<typeof request>[1] = {}) => {
    const answer = await request(`${origin}${below}${path}`, { dispatcher, ...options })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: await answer.body.text(),
    }
  }
}

/** `docs/examples/whole-job.ts` through the proxy. `says` is its standard error so far; `ended` its exit status and result. */
export function startWholeJob(t: Pick<Test, 'teardown'>, { origin, certificate }: RunningProxy) {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-script-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const authority = join(folder, 'authority.pem')
  writeFileSync(authority, certificate)
  const script = ['docs/examples/whole-job.ts', `${origin}${PATH}`, VIDEO]
  const child = spawn(process.execPath, script, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', NODE_EXTRA_CA_CERTS: authority, EVERY_MS: '200' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  let says = ''
  let result = ''
  child.stderr.on('data', (data) => {
    says += data
  })
  child.stdout.on('data', (data) => {
    result += data
  })
  const closed = once(child, 'close')
  return {
    says: () => says,
    job: () => /^job (\S+)$/m.exec(says)?.[1] ?? '',
    async ended() {
      const [code] = await closed
      return { code, result }
    },
  }
}
