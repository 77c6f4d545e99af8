import net from 'node:net'
import { Agent, request } from 'undici'
import { startFaultyUpstream } from './faulty-upstream.ts'
import { type Figure, figure } from './figure.ts'
import { percentile } from './random.ts'
import { startTouchline } from './touchline-process.ts'

const SLOW = 500
const CUT_WITHIN_MS = 10_000
const DRIP_EVERY_MS = 500
const ASK_EVERY_MS = 20
/** Together they would measure the burst of their arrival, not their slowness. */
const ARRIVE_WITHIN_MS = 3_000
const HEAD =
  'POST /api/jobs/j1/pick-player HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'

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

  let open = SLOW
  let longest = 0
  const start = Date.now()
  for (let i = 0; i < SLOW; i += 1) setTimeout(connect, (i * ARRIVE_WITHIN_MS) / SLOW, i)

  function connect(i: number) {
    const began = Date.now()
    const socket = net.connect(touchline.port, '127.0.0.1')
    socket.write(i % 2 === 0 ? HEAD : `${HEAD}Content-Length: 100000\r\n\r\n{`)
    const drip = setInterval(() => socket.write(i % 2 === 0 ? 'X-A: b\r\n' : ' '), DRIP_EVERY_MS)
    socket.on('error', () => {})
    socket.resume()
    socket.on('close', () => {
      clearInterval(drip)
      open -= 1
      longest = Math.max(longest, Date.now() - began)
    })
  }
  const busy = await measure(() => open === 0 || Date.now() - start > 2 * CUT_WITHIN_MS)
  await dispatcher.destroy()
  await touchline.stop()
  upstream.close()
  return figure(
    `${SLOW} clients that drip headers or bodies`,
    'all cut in 10 s; p99 of a healthy client under twice its idle one',
    `${SLOW - open} cut, the last after ${(longest / 1000).toFixed(1)} s; p99 ${busy.toFixed(1)} ms, idle ${idle.toFixed(1)} ms`,
    open === 0 && longest <= CUT_WITHIN_MS && busy < 2 * idle,
  )
}
