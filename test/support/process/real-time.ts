import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { FRAME } from '../../../src/demo/scene/camera.ts'
import { HOST } from '../browser/host-name.ts'
import { PATIENCE_MS } from '../browser/person.ts'
import { startProcess } from './touchline-process.ts'

/** The service draws its frames on the machine that the browsers run on, which may be busy, milliseconds. */
const FRAME_TIMEOUT_MS = 60_000

/**
 * Touchline as `npm start` runs it in front of the simulated service, in real time, each in a process of
 * its own: drawing frames does not delay Touchline. Both end with the test.
 */
export async function startInRealTime(t: Pick<Test, 'teardown'>, env: Record<string, string> = {}) {
  const service = await startService(t)
  const { port, ask, metric } = await startProcess(t, {
    env: {
      API_BASE_URL: service,
      FRAME_SOURCES: `${service}/fnh/`,
      FRAME_NETWORKS: '127.0.0.0/8',
      FRAME_TIMEOUT_MS: String(FRAME_TIMEOUT_MS),
      PUBLIC_ORIGINS: `http://${HOST}`,
      ...env,
    },
  })

  return {
    port,
    /**
     * The event streams that are open, as soon as there are as many as expected: a page opens its stream
     * when it has loaded, and one that was left is seen to close. Else as many as there are in the end.
     */
    async openStreams(expected: number): Promise<number> {
      const deadline = Date.now() + PATIENCE_MS
      for (;;) {
        const open = await metric('touchline_event_streams')
        if (open === expected || Date.now() > deadline) return open
        await pause(100)
      }
    },
    /** Where the stored target of a job begins, pixels from the frame's left edge; `page` is its address. */
    async leftOfTarget(page: string): Promise<number> {
      const { text } = await ask(`/api/jobs/${page.split('/').at(-1)}`)
      const { data } = JSON.parse(text)
      return Math.round(data.target.selections[0].x * FRAME.width * 10) / 10
    },
  }
}
export type RealTime = Awaited<ReturnType<typeof startInRealTime>>

/** Gives back its origin. */
async function startService(t: Pick<Test, 'teardown'>): Promise<string> {
  const child = fork(join(import.meta.dirname, '../service/demo-service.ts'), { execArgv: [] })
  const ended = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const [origin] = await once(child, 'message')
  return origin
}
