import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { startNotices as start } from '../../support/club/notices-app.ts'
import { startReceiver } from '../../support/club/receiver.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

t.test('a try that fails is made again at its time, under the same id', async (t) => {
  const file = join(t.testdir({}), 'touchline.db')
  const { receiver, clock, end, until, counts, logged, close } = await start(t, {
    DATABASE_URL: `sqlite:${file}`,
  })
  const other = new DatabaseSync(file)
  t.teardown(() => other.close())
  receiver.answer = ({ body }) => (body.includes('"j1"') ? 500 : 204)
  const ofJ1 = () => receiver.got.filter(({ body }) => body.includes('"j1"'))
  await end('j1')
  const waits = [5_000, 30_000, 2 * MINUTE, 10 * MINUTE, HOUR, ...Array(12).fill(6 * HOUR)]
  for (const [i, wait] of waits.entries()) {
    const next = clock.at + wait
    await untilNext(next)
    clock.at = next - 1
    // Whatever was due is tried before this one, which is due later.
    await end(`probe${i}`)
    while (!receiver.got.some(({ body }) => body.includes(`"probe${i}"`)))
      await new Promise(setImmediate)
    t.equal(ofJ1().length, i + 1, `not before ${wait} ms`)
    clock.at = next
    while (ofJ1().length < i + 2) await new Promise(setImmediate)
  }
  await until(({ dead }) => dead === 1)
  const tries = ofJ1()
  t.equal(tries.length, 18)
  t.equal(new Set(tries.map(({ id }) => id)).size, 1)
  t.equal(new Set(tries.map(({ body }) => body)).size, 1)
  t.equal(new Set(tries.map(({ timestamp }) => timestamp)).size, 18, 'the time of each try')
  t.ok(tries.every(({ genuine }) => genuine))
  t.strictSame(await counts(), { waiting: 0, delivered: waits.length, dead: 1 })
  await close()
  const said = logged().filter(({ msg }) => msg === 'a notice was given up')
  t.equal(said.length, 1)
  t.match(said[0], {
    hook: /^http:\/\/127\.0\.0\.1:\d+ \(1\)$/,
    jobId: 'j1',
    why: 'it answered 500',
    tries: 18,
  })

  /** What came of the try is written. */
  async function untilNext(at: number) {
    const select = other.prepare("select next_at from club_notices where job_id = 'j1'")
    while ((select.get() as { next_at: number } | undefined)?.next_at !== at)
      await new Promise(setImmediate)
  }
})

t.test('every answer but 2xx is a try that failed, and 410 is the last', async (t) => {
  for (const status of [301, 302, 307, 400, 401, 404, 429, 500, 503]) {
    const { receiver, end, until, app } = await start(t)
    receiver.answer = () => ({ status, headers: { location: `${receiver.url}/elsewhere` } })
    await end('j1')
    await until(({ waiting }) => waiting === 1)
    while (app.club.notices.tallies.get('failed') !== 1) await new Promise(setImmediate)
    t.strictSame(
      receiver.got.map(({ path }) => path),
      ['/hook'],
      `${status}, and no redirect is followed`,
    )
  }
  for (const status of [200, 201, 204, 299]) {
    const { receiver, end, until } = await start(t)
    receiver.answer = () => status
    await end('j1')
    await until(({ delivered }) => delivered === 1)
    t.pass(`${status} takes it`)
  }
  const { receiver, end, until, logged } = await start(t)
  receiver.answer = () => 410
  await end('j1')
  await until(({ dead }) => dead === 1)
  t.equal(receiver.got.length, 1)
  t.match(logged().find(({ msg }) => msg === 'a notice was given up')?.why, /410/)
})

t.test('a receiver may ask for a longer wait, within bounds', async (t) => {
  for (const [header, wait] of [
    ['120', 2 * MINUTE],
    ['1', 5_000],
    ['99999999', 6 * HOUR],
    ['Fri, 27 Nov 2026 11:00:00 GMT', HOUR],
    ['soon', 5_000],
    ['-5', 5_000],
  ] as const) {
    const file = join(t.testdir({}), `${wait}-${header.length}.db`)
    const { receiver, end, clock, close } = await start(t, { DATABASE_URL: `sqlite:${file}` })
    receiver.answer = () => ({ status: 503, headers: { 'retry-after': header } })
    await end('j1')
    await receiver.tries(1)
    const other = new DatabaseSync(file)
    const select = other.prepare('select next_at from club_notices where why is not null')
    let row: unknown
    while (row === undefined) {
      row = select.get()
      await new Promise(setImmediate)
    }
    t.match(row, { next_at: clock.at + wait }, header)
    other.close()
    await close()
  }
})

t.test('a receiver that does not answer, dies or talks nonsense is tried again', async (t) => {
  const ways: [string, (response: ServerResponse) => void][] = [
    ['silent', () => {}],
    ['cut off', (response) => response.socket?.resetAndDestroy()],
    ['ends without an answer', (response) => response.socket?.end()],
    ['no HTTP', (response) => response.socket?.end('hello\r\n\r\n')],
    [
      'half a head',
      (response) => {
        response.socket?.write('HTTP/1.1 200 OK\r\ncontent-')
      },
    ],
  ]
  for (const [name, way] of ways) {
    const { receiver, end, app, clock, until, upstream } = await start(
      t,
      {},
      { noticeTimeoutMs: 300 },
    )
    receiver.answer = () => way
    await end('j1')
    while (app.club.notices.tallies.get('failed') !== 1) await new Promise(setImmediate)
    receiver.answer = () => 204
    clock.at += 5_000
    await until(({ delivered }) => delivered === 1)
    t.equal(receiver.got.length, 2, name)
    t.ok(upstream.requests.length > 0)
  }
})

t.test('an endless answer takes nothing: its status counts, and it is cut off', async (t) => {
  const { receiver, end, until } = await start(t)
  const closed = Promise.withResolvers<void>()
  receiver.answer = () => (response) => {
    response.writeHead(200)
    response.on('close', closed.resolve)
    const more = () => {
      while (response.write('x'.repeat(10_000)));
      response.once('drain', more)
    }
    more()
  }
  await end('j1')
  await until(({ delivered }) => delivered === 1)
  await closed.promise
})

t.test('a receiver that is started again gets what it missed', async (t) => {
  const { receiver, end, app, clock, until } = await start(t)
  await receiver.close()
  await end('j1')
  while (app.club.notices.tallies.get('failed') !== 1) await new Promise(setImmediate)
  const again = await startReceiver(t, receiver.port)
  clock.at += 5_000
  await until(({ delivered }) => delivered === 1)
  t.ok(again.got[0]?.genuine)
})

t.test(
  'a silent receiver keeps the others from nothing, and few tries are made at once',
  async (t) => {
    const silent = await startReceiver(t)
    let open = 0
    let most = 0
    silent.answer = () => (response) => {
      open += 1
      most = Math.max(most, open)
      response.on('close', () => {
        open -= 1
      })
    }
    const good = await startReceiver(t)
    const { end, until } = await start(t, { WEBHOOK_URLS: `${silent.url},${good.url}` })
    for (let i = 0; i < 12; i += 1) await end(`j${i}`)
    await until(({ delivered }) => delivered === 12)
    t.equal(good.got.length, 12)
    t.equal(most, 2)
  },
)
