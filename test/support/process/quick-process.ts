import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { LivePace } from '../../../src/live/watch.ts'
import { HOST } from '../browser/host-name.ts'
import { closedPort } from '../service/fault-server.ts'

const PROGRAM = join(import.meta.dirname, 'quick-touchline.ts')

/**
 * Touchline in a process of its own, which can be killed, frozen and started again on the same port.
 * It ends with the test.
 */
export async function startTouchlineProcess(
  t: Pick<Test, 'teardown'>,
  upstream: string,
  pace: Partial<LivePace>,
) {
  const port = await closedPort()
  const env = {
    API_BASE_URL: upstream,
    PORT: String(port),
    LOG_LEVEL: 'silent',
    DATABASE_URL: 'off',
    PUBLIC_ORIGINS: `http://${HOST}:${port}`,
  }

  async function begin() {
    const child = fork(PROGRAM, [JSON.stringify(pace)], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      execArgv: [],
    })
    await once(child, 'message')
    return child
  }
  let child = await begin()
  t.teardown(() => child.kill('SIGKILL'))

  return {
    origin: `http://${HOST}:${port}`,
    freeze: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
    async kill() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    async startAgain() {
      child = await begin()
    },
  }
}
