import { once } from 'node:events'
import net from 'node:net'
import t, { type Test } from 'tap'
import { UnreadAnswers } from '../../../src/http/connections/unread.ts'
import { startApp } from '../../support/app.ts'
import { connectGreedy, GET, until } from '../../support/process/greedy.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const WAIT_MS = 20_000
/** More than the system keeps for a reader. */
const LARGE = 30_000_000

t.test('an answer that nobody reads is cut after twenty seconds', async (t) => {
  let time = 1_000_000
  const upstream = await startUpstream(t, json({ text: 'x'.repeat(LARGE) }))
  const app = await startApp(t, { API_BASE_URL: upstream.url }, { now: () => time })
  const client = await connectGreedy(t, app.port, GET('/api/jobs/j1'))
  const isWaiting = () => [...app.app.connections.open].some((socket) => socket.writableLength > 0)
  await until(isWaiting)
  app.app.connections.cutUnread(WAIT_MS)
  time += WAIT_MS - 1
  app.app.connections.cutUnread(WAIT_MS)
  t.equal(app.app.connections.open.size, 1, 'not a moment before')
  time += 1
  await until(() => app.app.connections.open.size === 0)
  t.equal(app.app.openRequests, 0)
  client.read()
  await client.closed
  t.match((await app.ask('/metrics')).text, /^touchline_connections_cut_total\{why="unread"\} 1$/m)
  await app.close()
  t.match(
    app.logged().filter(({ msg }) => msg === 'answer cut off'),
    [{ path: '/api/jobs/j1', status: 200 }],
  )
})

/** A pair of connected sockets; the first has one large write under way that the second does not read. */
async function pair(t: Test) {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const reader = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1')
  const [[writer]] = (await Promise.all([once(server, 'connection'), once(reader, 'connect')])) as [
    [net.Socket],
    unknown,
  ]
  t.teardown(() => {
    reader.destroy()
    writer.destroy()
    server.close()
  })
  writer.write(Buffer.alloc(LARGE))
  return { writer, reader }
}

/** Reads this many bytes. */
async function read(reader: net.Socket, bytes: number) {
  for (let left = bytes; left > 0; ) {
    const chunk = reader.read()
    if (chunk === null) await once(reader, 'readable')
    else left -= chunk.length
  }
}

t.test('a slow reader of one large write is seen to read', async (t) => {
  const { writer, reader } = await pair(t)
  const unread = new UnreadAnswers()
  t.strictSame(unread.find([writer], 0, WAIT_MS), [])
  for (let now = 15_000; now <= 60_000; now += 15_000) {
    await read(reader, 6_000_000)
    t.strictSame(unread.find([writer], now, WAIT_MS), [], `at ${now}`)
  }
  t.ok(writer.writableLength > 0, 'the write has not ended')
  unread.find([writer], 60_000, WAIT_MS)
  t.strictSame(unread.find([writer], 80_000, WAIT_MS), [writer], 'who stops is found')
})

t.test('what is added to an unread answer is no reading', async (t) => {
  const { writer } = await pair(t)
  const unread = new UnreadAnswers()
  for (let now = 0; now < WAIT_MS; now += 5_000) {
    writer.write(Buffer.alloc(100_000))
    t.strictSame(unread.find([writer], now, WAIT_MS), [])
  }
  t.strictSame(unread.find([writer], WAIT_MS, WAIT_MS), [writer])
})

t.test('who takes a byte now and then is found', (t) => {
  // The system passes bytes on in large steps, so a trickle is written down here.
  const handle = { bytesWritten: LARGE, writeQueueSize: LARGE }
  const socket = { writableLength: LARGE, _handle: handle } as unknown as net.Socket
  const unread = new UnreadAnswers()
  for (let now = 0; now < WAIT_MS; now += 1_000) {
    handle.writeQueueSize -= 500
    t.strictSame(unread.find([socket], now, WAIT_MS), [])
  }
  t.strictSame(unread.find([socket], WAIT_MS, WAIT_MS), [socket])
  handle.writeQueueSize -= 10_000
  t.strictSame(unread.find([socket], WAIT_MS, WAIT_MS), [], 'enough in all')
  t.end()
})
