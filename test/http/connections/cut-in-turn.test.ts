import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { startApp } from '../../support/app.ts'
import { GET, until } from '../../support/process/greedy.ts'
import { json, startUpstream, type Told } from '../../support/service/upstream-server.ts'

/** The first bytes of a JPEG, and some more. */
const BEGINNING = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(60_000, 1)])

t.test(
  'an image that breaks off behind an answer that is not out yet ends the connection in its turn',
  async (t) => {
    let answer = () => {}
    const upstream = await startUpstream(t)
    upstream.on(
      'GET /jobs/slow',
      () =>
        new Promise<Told>((resolve) => {
          answer = () => resolve(json({ said: 'slowly' }))
        }),
    )
    upstream.on('GET /broken.jpg', (_seen, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '100000' })
      response.write(BEGINNING, () => response.destroy())
      return null
    })
    const { app, port, logged } = await startApp(t, {
      API_BASE_URL: upstream.url,
      FRAME_SOURCES: upstream.url,
      FRAME_NETWORKS: '127.0.0.0/8',
      LOG_LEVEL: 'debug',
    })
    const image = `/api/frame-proxy?url=${encodeURIComponent(`${upstream.url}/broken.jpg`)}`
    const socket = net.connect(port, '127.0.0.1')
    t.teardown(() => socket.destroy())
    let text = ''
    socket.on('error', () => {})
    socket.on('data', (data) => {
      text += data.toString('latin1')
    })
    await once(socket, 'connect')
    socket.write(GET('/api/jobs/slow') + GET(image))
    await until(() => upstream.requests.length === 2 && app.frames.places === 0)
    const closed = once(socket, 'close')
    answer()
    await closed
    t.match(text, /^HTTP\/1\.1 200 OK\r\n.*\{"said":"slowly"\}/s, 'the answer before it is whole')
    await until(() => app.openRequests === 0)
    await app.close()
    const ends = logged().filter(({ path }) => path === '/api/frame-proxy')
    t.strictSame(
      ends.map(({ msg }) => msg),
      ['answer cut off'],
    )
  },
)
