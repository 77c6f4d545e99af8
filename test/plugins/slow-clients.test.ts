import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { readAnswer } from '../support/raw-request.ts'
import { startUpstream } from '../support/upstream-server.ts'

const HEAD =
  'POST /api/jobs/j1/pick-player HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
const DRIP_EVERY_MS = 250

const SLOW: Record<string, [begin: string, drip: string]> = {
  'drips its headers': [HEAD, 'X-A: b\r\n'],
  'drips its body': [`${HEAD}Content-Length: 100000\r\n\r\n{`, ' '],
  'drips chunks': [`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
  'stops within its headers': [HEAD, ''],
  'stops within its body': [`${HEAD}Content-Length: 100\r\n\r\n{`, ''],
  'says nothing': ['', ''],
}

t.test(
  'a client that is slow on purpose is cut, even one that never closes its side',
  async (t) => {
    const upstream = await startUpstream(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url })
    await Promise.all(
      Object.entries(SLOW).map(async ([what, [begin, drip]]) => {
        const socket = net.connect({ port: app.port, host: '127.0.0.1', allowHalfOpen: true })
        let text = ''
        socket.on('data', (data) => {
          text += data.toString()
        })
        // Writing to the cut connection is how a dripping client learns of it.
        socket.on('error', () => {})
        socket.write(begin)
        const dripping = setInterval(() => socket.write(drip || ''), DRIP_EVERY_MS)
        await once(socket, drip === '' ? 'end' : 'close').catch(() => {})
        clearInterval(dripping)
        socket.destroy()
        const { status, headers } = readAnswer(text)
        t.equal(status, 408, what)
        t.match(headers, { connection: 'close', 'content-security-policy': String })
      }),
    )
    t.strictSame(upstream.requests, [])
    t.equal((await app.ask('/api/jobs/j1')).status, 200, 'others are served')
  },
)
