import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { ROOT, startArguments } from '../support/process/start-command.ts'
import { closedPort } from '../support/service/fault-server.ts'

const READY_WITHIN_MS = 20_000

/** Touchline as `npm start` runs it, in a process of its own, so that it is measured alone. */
export async function startTouchline(env: Record<string, string>) {
  const port = await closedPort()
  const child = spawn(process.execPath, startArguments(), {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      LOG_LEVEL: 'error',
      DATABASE_URL: 'sqlite::memory:',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>
  const origin = `http://127.0.0.1:${port}`
  await untilReady(origin)
  const pid = child.pid!

  return {
    origin,
    port,
    pid,
    ended,
    /** Ends the process, gracefully unless told otherwise. */
    stop: (signal: NodeJS.Signals = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
    /** Resident memory, bytes. */
    memory: () => {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024
    },
    /** Open files and sockets. */
    openFiles: () => readdirSync(`/proc/${pid}/fd`).length,
    /** JavaScript memory in use, bytes; as the process itself says. */
    heap: async () => {
      const text = await (await fetch(`${origin}/metrics`)).text()
      return Number(/^nodejs_heap_used_bytes (\S+)/m.exec(text)?.[1] ?? 0)
    },
  }
}
export type Touchline = Awaited<ReturnType<typeof startTouchline>>

async function untilReady(origin: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const isReady = await fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return
    if (Date.now() > deadline) throw new Error('Touchline did not become ready')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
