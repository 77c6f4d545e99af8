import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Test } from 'tap'
import { ROOT } from './start-command.ts'

/**
 * The demo as `npm run demo` starts it, in a process of its own and in real time, on a free port; it ends
 * with the test. `path` is the one that it is served under.
 */
export async function startDemoProcess(
  t: Pick<Test, 'teardown'>,
  env: Record<string, string> = {},
) {
  const child = spawn(process.execPath, [join(ROOT, 'src/demo-server.ts')], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', DEMO_SPEED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  t.teardown(async () => {
    child.kill('SIGTERM')
    await ended
  })

  let output = ''
  const { promise: started, resolve: start, reject: fail } = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data
      const url = /simulated matches: (\S+)\n/.exec(output)?.[1]
      if (url !== undefined) start(url)
    })
  }
  child.once('close', () => fail(new Error(`The demo ended before it listened:\n${output}`)))
  const port = Number(new URL(await started).port)
  const local = `http://127.0.0.1:${port}${env['BASE_PATH'] ?? ''}`

  return {
    port,
    /** All that it wrote so far, its log included. */
    output: () => output,
    /** The pages that it holds an event stream open for. */
    async openStreams(): Promise<number> {
      const text = await (await fetch(`${local}/metrics`)).text()
      return Number(/^touchline_event_streams (\d+)/m.exec(text)?.[1])
    },
  }
}
export type DemoProcess = Awaited<ReturnType<typeof startDemoProcess>>
