import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { FRAME } from '../../src/demo/camera.ts'
import { PATIENCE_MS } from './person.ts'
import { ROOT } from './start-command.ts'

/** The demo draws its frames on the machine that the browsers run on, which may be busy, milliseconds. */
const FRAME_TIMEOUT_MS = 60_000

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
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      DEMO_SPEED: '1',
      FRAME_TIMEOUT_MS: String(FRAME_TIMEOUT_MS),
      ...env,
    },
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
  const read = async (path: string) => (await fetch(local + path)).text()

  return {
    port,
    /**
     * The event streams that are open, as soon as there are as many as expected: a page opens its stream
     * when it has loaded, and one that was left is seen to close. Else as many as there are in the end.
     */
    async openStreams(expected: number): Promise<number> {
      const deadline = Date.now() + PATIENCE_MS
      for (;;) {
        const metrics = await read('/metrics')
        const open = Number(/^touchline_event_streams (\d+)/m.exec(metrics)?.[1])
        if (open === expected || Date.now() > deadline) return open
        await pause(100)
      }
    },
    /** Where the stored target of a job begins, pixels from the frame's left edge; `page` is its address. */
    async leftOfTarget(page: string): Promise<number> {
      const { data } = JSON.parse(await read(`/api/jobs/${page.split('/').at(-1)}`))
      return Math.round(data.target.selections[0].x * FRAME.width * 10) / 10
    },
  }
}
export type DemoProcess = Awaited<ReturnType<typeof startDemoProcess>>
