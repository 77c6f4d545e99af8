import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { type Figure, figure, megabytes } from './figure.ts'
import { startTouchline } from './touchline-process.ts'

const IMAGE_BYTES = 200_000_000
const STALLED_MS = 4_000
const LOOK_EVERY_MS = 100
const MOST_GROWTH = 32_000_000
const CHUNK = Buffer.alloc(65_536, 7)

/** A client asks for an image of 200 MB, reads its beginning and stops reading. */
export async function stalledReaderFigure(): Promise<Figure> {
  let sent = 0
  const store = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': IMAGE_BYTES })
    response.write(Buffer.from('ffd8ffe000104a464946', 'hex'))
    const more = () => {
      while (sent < IMAGE_BYTES - CHUNK.length) {
        sent += CHUNK.length
        if (!response.write(CHUNK)) return
      }
    }
    response.on('drain', more)
    more()
  })
  store.listen(0, '127.0.0.1')
  await once(store, 'listening')
  const origin = `http://127.0.0.1:${(store.address() as AddressInfo).port}`
  const touchline = await startTouchline({
    FRAME_SOURCES: `${origin}/`,
    FRAME_MAX_BYTES: '300000000',
    FRAME_TIMEOUT_MS: '600000',
  })
  const before = touchline.memory()
  const reader = net.connect(touchline.port, '127.0.0.1')
  const url = encodeURIComponent(`${origin}/a.jpg`)
  reader.write(`GET /api/frame-proxy?url=${url} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  await once(reader, 'data')
  reader.pause()
  let most = 0
  for (let waited = 0; waited < STALLED_MS; waited += LOOK_EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    most = Math.max(most, touchline.memory() - before)
  }
  reader.destroy()
  await touchline.stop()
  store.closeAllConnections()
  store.close()
  return figure(
    'a reader that stalls on an image of 200 MB',
    `memory grows by less than ${megabytes(MOST_GROWTH)}`,
    `grew by ${megabytes(most)}; ${megabytes(sent)} had left the store`,
    most < MOST_GROWTH,
  )
}
