import { readFileSync } from 'node:fs'
import net from 'node:net'
import t from 'tap'
import { startApp } from '../../support/app.ts'
import { readAnswer } from '../../support/raw-request.ts'
import { startUpstream } from '../../support/service/upstream-server.ts'

const HEAD =
  'POST /api/jobs/j1/pick-player HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
const DRIP_EVERY_MS = 250

/** When a client is cut at the earliest, milliseconds: for its headers, for its whole request. */
const HEADERS_MS = 5_000
const REQUEST_MS = 8_000
/** Later than this it was not the limit that cut it: checks are a quarter of a second apart, but the machine may be busy. */
const MUCH_LATER_MS = 12_000

const SLOW: Record<string, { begin: string; drip: string; ms: number }> = {
  'drips its headers': { begin: HEAD, drip: 'X-A: b\r\n', ms: HEADERS_MS },
  'drips its body': { begin: `${HEAD}Content-Length: 100000\r\n\r\n{`, drip: ' ', ms: REQUEST_MS },
  'drips chunks': {
    begin: `${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
    drip: '1\r\n \r\n',
    ms: REQUEST_MS,
  },
  'stops within its headers': { begin: HEAD, drip: '', ms: HEADERS_MS },
  'stops within its body': {
    begin: `${HEAD}Content-Length: 100\r\n\r\n{`,
    drip: '',
    ms: REQUEST_MS,
  },
  'says nothing': { begin: '', drip: '', ms: HEADERS_MS },
}

t.test('the limits are those that docs/security.md names', async (t) => {
  const docs = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8')
  t.match(docs, `drip headers (${HEADERS_MS / 1000} s) or bodies (${REQUEST_MS / 1000} s)`)
  const { server } = (await startApp(t)).app
  t.equal(server.headersTimeout, HEADERS_MS)
  t.equal(server.requestTimeout, REQUEST_MS)
})

t.test(
  'a client that is slow on purpose is cut, even one that never closes its side',
  async (t) => {
    const upstream = await startUpstream(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url })
    await Promise.all(
      Object.entries(SLOW).map(async ([what, { begin, drip, ms }]) => {
        const socket = net.connect({ port: app.port, host: '127.0.0.1', allowHalfOpen: true })
        let text = ''
        socket.on('data', (data) => {
          text += data.toString()
        })
        const began = performance.now()
        // Writing to the cut connection is how a dripping client learns of it: an error, then its close.
        socket.on('error', () => {})
        const cut = new Promise((resolve) => socket.on(drip === '' ? 'end' : 'close', resolve))
        socket.write(begin)
        const dripping = setInterval(() => socket.write(drip), DRIP_EVERY_MS)
        await cut
        const took = performance.now() - began
        clearInterval(dripping)
        socket.destroy()
        const { status, headers } = readAnswer(text)
        t.equal(status, 408, what)
        t.match(headers, { connection: 'close', 'content-security-policy': String })
        t.ok(took >= ms && took < ms + MUCH_LATER_MS, `${what}: cut after ${Math.round(took)} ms`)
      }),
    )
    t.strictSame(upstream.requests, [])
    t.equal((await app.ask('/api/jobs/j1')).status, 200, 'others are served')
  },
)
