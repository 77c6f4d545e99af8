import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { type Figure, figure } from './figure.ts'
import { startTouchline } from './touchline-process.ts'

const PER_SECOND = 200
const WARM_UP_MS = 2_000
const ANSWER_AFTER_MS = 100
const LONGEST_MS = 1_000

/** SIGTERM while 200 requests a second arrive, one in twenty of which takes a second. */
export async function drainFigure(): Promise<Figure> {
  let count = 0
  const upstream = http.createServer((_request, response) => {
    count += 1
    setTimeout(() => response.end('{"ok":true}'), count % 20 === 0 ? LONGEST_MS : ANSWER_AFTER_MS)
  })
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const { port } = upstream.address() as AddressInfo
  const touchline = await startTouchline({ API_BASE_URL: `http://127.0.0.1:${port}` })
  const dispatcher = new Agent({ connections: 64, pipelining: 1 })
  let stopping = false
  let answered = 0
  let failed = 0
  let refused = 0
  const flying = new Set<Promise<void>>()
  const ask = async (n: number) => {
    const wasStopping = stopping
    try {
      const { statusCode, body } = await request(`${touchline.origin}/api/jobs/j1?n=${n}`, {
        dispatcher,
      })
      await body.dump()
      if (statusCode === 200) answered += 1
      else failed += 1
    } catch {
      // After the signal a new connection may be refused: the load balancer has been told.
      if (wasStopping) refused += 1
      else failed += 1
    }
  }
  let n = 0
  const load = setInterval(() => {
    const flight: Promise<void> = ask(n++).finally(() => flying.delete(flight))
    flying.add(flight)
  }, 1000 / PER_SECOND)
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS))
  const start = performance.now()
  stopping = true
  const [code] = await touchline.stop('SIGTERM')
  const took = performance.now() - start
  clearInterval(load)
  await Promise.all(flying)
  await dispatcher.destroy()
  upstream.closeAllConnections()
  upstream.close()
  return figure(
    `SIGTERM under ${PER_SECOND} requests a second, the longest taking ${LONGEST_MS} ms`,
    '0 failed in flight; exit within the longest one + 0.5 s',
    `${failed} failed of ${answered + failed} (${refused} came after the end); exit ${code} after ${took.toFixed(0)} ms`,
    failed === 0 && code === 0 && took <= LONGEST_MS + 500,
  )
}
