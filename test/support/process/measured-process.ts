import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'
import { request } from 'undici'
import { closedPort } from '../service/fault-server.ts'
import { ROOT, startArguments } from './start-command.ts'

/**
 * Touchline as `npm start` runs it, in a process of its own that can be looked into: its log, its open
 * files, and its memory after a collection (Chrome DevTools Protocol).
 */
export async function startMeasured(t: Pick<Test, 'teardown'>, env: Record<string, string>) {
  const port = await closedPort()
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', ...startArguments()], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      LOG_LEVEL: 'debug',
      DATABASE_URL: 'sqlite::memory:',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const lines: Record<string, unknown>[] = []
  const started = Promise.withResolvers<void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const entry = JSON.parse(line)
    lines.push(entry)
    if (/listening/i.test(entry.msg)) started.resolve()
  })
  const inspector = Promise.withResolvers<string>()
  const complaints: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    const [, url] = /^Debugger listening on (ws:\S+)/.exec(line) ?? []
    if (url) inspector.resolve(url)
    else complaints.push(line)
  })
  const [look] = await Promise.all([openInspector(await inspector.promise), started.promise])
  t.teardown(look.close)

  return {
    pid: child.pid!,
    port,
    origin: `http://127.0.0.1:${port}`,
    /** Every line of the log so far. */
    lines,
    /** What stands on standard error, but for the debugger's own words. */
    complaints: () => complaints.filter((line) => !/^(Debugger |For help, see)/.test(line)),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    openFiles: () => readdirSync(`/proc/${child.pid}/fd`).length,
    /** JavaScript memory and the memory of buffers, after a collection, bytes. */
    async memory(): Promise<number> {
      await look.send('HeapProfiler.collectGarbage')
      const { result } = await look.send('Runtime.evaluate', {
        expression:
          '(({ heapUsed, arrayBuffers }) => heapUsed + arrayBuffers)(process.memoryUsage())',
        returnByValue: true,
      })
      return (result as { value: number }).value
    },
    /** One value of `/metrics`. */
    async metric(name: string): Promise<number> {
      // On a connection that ends: a kept one would be among the open files.
      const { body } = await request(`http://127.0.0.1:${port}/metrics`, { reset: true })
      const text = await body.text()
      const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? []
      return Number(value)
    },
  }
}
export type Measured = Awaited<ReturnType<typeof startMeasured>>

async function openInspector(url: string) {
  const socket = new WebSocket(url)
  await once(socket, 'open')
  const waiting = new Map<number, (result: Record<string, unknown>) => void>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data))
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  return {
    send(method: string, params: object = {}): Promise<Record<string, unknown>> {
      last += 1
      const id = last
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ id, method, params }))
      })
    },
    close: () => socket.close(),
  }
}
