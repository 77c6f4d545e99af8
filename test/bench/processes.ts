import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT } from '../support/process/start-command.ts'
import type { Usage } from './usage.js'

const HERE = import.meta.dirname
/** The unit of `/proc/<pid>/stat` on every Linux that we know, microseconds. */
const TICK_US = 10_000

/** A server under measurement. */
export interface Server {
  name: string
  origin: string
  /** From the start of the process to the first 200, milliseconds. */
  startMs: number
  /** CPU of the process so far, microseconds. */
  cpuUs(): number
  stop(): Promise<void>
}
export interface NodeServer extends Server {
  usage(): Promise<Usage>
  /** Collects garbage, so that memory can be compared. */
  collect(): Promise<Usage>
}

export async function startStub() {
  const child = fork(join(HERE, 'stub-upstream.ts'))
  const [{ origin }] = (await once(child, 'message')) as [{ origin: string }]
  const tell = async (message: 'count' | 'change'): Promise<number> => {
    child.send(message)
    const [{ requests }] = (await once(child, 'message')) as [{ requests: number }]
    return requests
  }
  return {
    origin,
    /** Requests since it was last asked. */
    count: () => tell('count'),
    /** Moves every watched job on. */
    change: () => tell('change'),
    stop: () => stop(child),
  }
}
export type Stub = Awaited<ReturnType<typeof startStub>>

/** A server in Node that tells what it uses: `node` with these arguments, an environment, the log thrown away. */
export async function startNode(
  name: string,
  args: string[],
  env: Record<string, string>,
): Promise<NodeServer> {
  const port = await freePort()
  const began = performance.now()
  const file = args.at(-1)!
  const child = fork(file, {
    cwd: ROOT,
    execArgv: ['--expose-gc', '--import', join(HERE, 'usage.js'), ...args.slice(0, -1)],
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      DATABASE_URL: 'sqlite::memory:',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const server = await whenReady(name, child, port, began)
  const tell = async (message: 'usage' | 'collect') => {
    child.send(message)
    const [usage] = (await once(child, 'message')) as [Usage]
    return usage
  }
  return { ...server, usage: () => tell('usage'), collect: () => tell('collect') }
}

/** Any server, as it is started in production; `start` gives the command for a port. */
export async function startCommand(
  name: string,
  start: (port: number) => [command: string, ...args: string[]],
  env: Record<string, string> = {},
): Promise<Server> {
  const port = await freePort()
  const began = performance.now()
  const [command, ...args] = start(port)
  const child = spawn(command, args, {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      DATABASE_URL: 'sqlite::memory:',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return whenReady(name, child, port, began)
}

async function whenReady(
  name: string,
  child: ChildProcess,
  port: number,
  began: number,
): Promise<Server> {
  const origin = `http://127.0.0.1:${port}`
  while (!(await answers(`${origin}/healthz`))) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it answered`)
    await pause(2)
  }
  return {
    name,
    origin,
    startMs: performance.now() - began,
    cpuUs: () => cpuOf(child.pid),
    stop: () => stop(child),
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** NaN where the system has no `/proc`. */
function cpuOf(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    return (Number(user) + Number(system)) * TICK_US
  } catch {
    return Number.NaN
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
