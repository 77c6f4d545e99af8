import { fork } from 'node:child_process'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { startFaultyUpstream } from './faulty-upstream.ts'
import { type Figure, figure } from './figure.ts'
import { percentile } from './random.ts'
import { startTouchline } from './touchline-process.ts'

const SLOW = 500
const CUT_WITHIN_MS = 10_000
const ASK_EVERY_MS = 20
/** Half drip their headers and half their body, while one healthy client asks on. */
export async function slowClientsFigure(): Promise<Figure> {
  const upstream = await startFaultyUpstream(() => null)
  const touchline = await startTouchline({ API_BASE_URL: upstream.url })
  const dispatcher = new Agent()
  const ask = async () => {
    const start = performance.now()
    const { statusCode, body } = await request(`${touchline.origin}/api/jobs/j1`, { dispatcher })
    await body.dump()
    if (statusCode !== 200) throw new Error(`A healthy client got ${statusCode}`)
    return performance.now() - start
  }
  const measure = async (until: () => boolean) => {
    const times: number[] = []
    while (!until()) {
      times.push(await ask())
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
    }
    return percentile(times, 0.99)
  }
  const idleUntil = Date.now() + CUT_WITHIN_MS
  await measure(() => Date.now() > idleUntil - CUT_WITHIN_MS / 2)
  const idle = await measure(() => Date.now() > idleUntil)

  let longest = Number.POSITIVE_INFINITY
  const start = Date.now()
  const clients = fork(join(import.meta.dirname, 'slow-clients.ts'), [
    `${touchline.port}`,
    `${SLOW}`,
  ])
  clients.on('message', (ms) => {
    longest = Number(ms)
  })
  const busy = await measure(
    () => Number.isFinite(longest) || Date.now() - start > 2 * CUT_WITHIN_MS,
  )
  clients.kill()
  await dispatcher.destroy()
  await touchline.stop()
  upstream.close()
  return figure(
    `${SLOW} clients that drip headers or bodies`,
    'all cut in 10 s; p99 of a healthy client under twice its idle one',
    `all cut after at most ${(longest / 1000).toFixed(1)} s; p99 ${busy.toFixed(1)} ms, idle ${idle.toFixed(1)} ms`,
    longest <= CUT_WITHIN_MS && busy < 2 * idle,
  )
}
