import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Test } from 'tap'
import { closedPort } from '../service/fault-server.ts'
import { ROOT, startArguments } from './start-command.ts'

export interface ProcessSetting {
  env?: Record<string, string>
  /** Standard output of the process: a pipe that the test reads, a file descriptor, or nothing. */
  stdout?: 'pipe' | 'ignore' | number
  /** On a terminal of its own, whose screen is `stdout`; a signal to `child` is one to the terminal. */
  terminal?: boolean
  /** The most files that the process may have open. */
  files?: number
  /** Options of Node before those of `npm start`. */
  node?: string[]
  /** A channel for messages of the test. */
  ipc?: boolean
  /** Default: a free one. */
  port?: number
  /** The folder of another Touchline. */
  cwd?: string
}

/**
 * Touchline as `npm start` runs it, in a process of its own; it ends with the test. `ask` gives status and
 * body; its paths are those under `BASE_PATH`. `errors` is what it wrote to its standard error.
 */
export async function startProcess(t: Pick<Test, 'teardown'>, setting: ProcessSetting = {}) {
  const { env = {}, stdout = 'ignore', terminal = false, files, node = [], ipc = false } = setting
  const { port = await closedPort(), cwd = ROOT } = setting
  const plain = [process.execPath, ...node, ...startArguments()]
  const command = terminal ? ['script', '-qfec', plain.join(' '), '/dev/null'] : plain
  if (files !== undefined) command.unshift('prlimit', `--nofile=${files}:${files}`)
  const child: ChildProcess = spawn(command[0]!, command.slice(1), {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), DATABASE_URL: 'off', ...env },
    stdio: ['ignore', stdout, 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  })
  let errors = ''
  child.stderr!.on('data', (data) => {
    errors += data
  })
  const ended = once(child, 'close') as Promise<[code: number | null, signal: string | null]>
  t.teardown(() => {
    child.kill('SIGKILL')
    return ended
  })
  const origin = `http://127.0.0.1:${port}`
  const base = env['BASE_PATH'] ?? ''

  async function ask(path: string, init?: RequestInit) {
    const response = await fetch(`${origin}${base}${path}`, init)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  const isReady = () =>
    ask('/readyz').then(
      ({ status }) => status === 200,
      () => false,
    )
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`Touchline did not start: ${errors}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }

  return {
    child,
    port,
    origin,
    ended,
    ask,
    errors: () => errors,
    /** The value of one series of `/metrics`; NaN where it is not there. */
    async metric(series: string) {
      const { text } = await ask('/metrics')
      const line = text.split('\n').find((line) => line.startsWith(`${series} `))
      return line === undefined ? Number.NaN : Number(line.slice(series.length))
    },
  }
}
export type TouchlineProcess = Awaited<ReturnType<typeof startProcess>>
