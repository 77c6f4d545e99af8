import { once } from 'node:events'
import net from 'node:net'
import { startFaultyUpstream } from './faulty-upstream.ts'
import { type Figure, figure } from './figure.ts'
import { seeded } from './random.ts'
import { startTouchline } from './touchline-process.ts'

const ABORTS = 1_000
const AT_A_TIME = 50
const GONE_WITHIN_MS = 5_000

/** Clients ask for a job, an image or a page of an upstream that never answers, and leave. */
export async function abortsFigure(): Promise<Figure> {
  const upstream = await startFaultyUpstream(() => 'silence')
  const touchline = await startTouchline({
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: `${upstream.url}/frames/`,
    UPSTREAM_TIMEOUT_MS: '60000',
    FRAME_TIMEOUT_MS: '60000',
  })
  const random = seeded(1)
  const before = touchline.openFiles()
  const image = encodeURIComponent(`${upstream.url}/frames/a.jpg`)
  const paths = ['/api/jobs/j1?n=', '/jobs/j1?n=', `/api/frame-proxy?url=${image}%3Fn%3D`]
  for (let done = 0; done < ABORTS; done += AT_A_TIME) {
    await Promise.all(
      Array.from({ length: AT_A_TIME }, async (_, i) => {
        const socket = net.connect(touchline.port, '127.0.0.1')
        const path = `${paths[i % paths.length]}${done + i}`
        socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
        await new Promise((resolve) => setTimeout(resolve, random() * 60))
        socket.resetAndDestroy()
        await once(socket, 'close')
      }),
    )
  }
  const deadline = Date.now() + GONE_WITHIN_MS
  while (upstream.state.sockets.size > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const left = upstream.state.sockets.size
  const files = touchline.openFiles() - before
  await touchline.stop()
  upstream.close()
  return figure(
    `${ABORTS} clients leave while the upstream is silent`,
    '0 sockets left open',
    `${left} open upstream, ${files} more files open in the process`,
    left === 0 && files <= 1,
  )
}
