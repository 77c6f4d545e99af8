import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { readLiveState } from '../../src/domain/job/live-state.ts'
import { foreignText, LABEL } from '../../src/domain/text/foreign-text.ts'
import { BoundedCache } from '../../src/lib/bounded-cache.ts'
import { startApp } from '../support/app.ts'
import { heldBytes } from '../support/process/heap.ts'
import { jobOf } from '../support/service/jobs.ts'
import { startUpstream } from '../support/service/upstream-server.ts'

// What is remembered of jobs is bounded in bytes, not in count alone: a few odd jobs filled the memory.

t.test('what is kept is so many things and so many bytes; the oldest leave first', async (t) => {
  const kept = new BoundedCache<number>({ count: 3, bytes: 10 })
  for (const n of [1, 2, 3, 4]) kept.set(`k${n}`, n, 1)
  t.strictSame([kept.get('k1'), kept.get('k2'), kept.bytes], [undefined, 2, 3])
  kept.set('k2', 22, 9)
  t.strictSame([kept.get('k2'), kept.get('k3'), kept.get('k4'), kept.bytes], [22, undefined, 4, 10])
  kept.set('k4', 44, 11)
  t.strictSame([kept.get('k4'), kept.bytes], [undefined, 9], 'too heavy, and the old one is old')
  kept.keepOnly((key) => key !== 'k2')
  t.equal(kept.bytes, 0)
})

/** Each a little under a megabyte: twenty times that once it is read. */
const MANY = 20
const result = `{"match_rating_10":7,"x":[${'{},'.repeat(300_000)}{}]}`
const job = (path: string) =>
  `{"ok":true,"data":{"job_id":"${path.split(/[/?]/)[2]}","status":"COMPLETED","result":${result}}}`

t.test(
  'pages of large jobs are not kept beyond 8 MB, and leave when nobody can use them',
  async (t) => {
    const headers = { 'content-type': 'application/json' }
    const upstream = await startUpstream(t, ({ path }) =>
      /candidates|runtime/.test(path) ? { status: 404 } : { headers, body: job(path) },
    )
    const { app, ask } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
    for (let n = 0; n < MANY; n += 1) {
      const page = await ask(`/jobs/k${n}`, { headers: { accept: 'text/html' } })
      t.equal(page.status, 200)
      t.match(page.text, /<h1>Player without a name/)
      t.ok(app.snapshots.bytes <= 8_000_000, `${app.snapshots.bytes} bytes`)
    }
    while (app.snapshots.bytes > 0) await turn()
    t.pass('nothing is kept')
  },
)

t.test('addresses of images are kept up to 32 MB', async (t) => {
  const { app } = await startApp(t, { LOG_LEVEL: 'silent' })
  const frames = Array.from({ length: 500 }, (_, i) => ({
    key: `f${i}`,
    time_sec: i,
    signed_url: `http://store.test/${i}/${'a'.repeat(8_000)}?s=1`,
    tracks: [],
  }))
  const known = jobOf({ preview_frames: frames })
  for (let n = 0; n < 12; n += 1) app.signedImages.remember({ ...known, id: `k${n}` }, null)
  t.ok(app.signedImages.bytes > 8_000_000)
  t.ok(app.signedImages.bytes <= 32_000_000, `${app.signedImages.bytes} bytes`)
  const context = app.live.context()
  const { address, id, signedUrl } = known.frames[0]!.image!
  t.equal(
    await app.signedImages.find('k11', { address, id }, context),
    signedUrl,
    'the newest is there',
  )
})

t.test('what watchers are told of an odd job is bounded, and of a real one whole', async (t) => {
  const real = { status: 'RUNNING', progress: { step: 'TRACKING', pct: 3 }, warnings: ['A', 'B'] }
  t.match(readLiveState(real), real)
  const long = 'x'.repeat(4_000_000)
  const odd = [
    { ...real, warnings: Array.from({ length: 500_000 }, () => 'ODD') },
    { ...real, progress: { step: 'TRACKING', message: long } },
    { ...real, progress: Object.fromEntries([...Array(100_000).keys()].map((n) => [`k${n}`, {}])) },
    { ...real, progress: Array.from({ length: 300 }, () => Array(300).fill([long])) },
    { ...real, updated_at: { [long]: long }, error: long, failure_reason: [[[long]]] },
  ]
  for (const data of odd) {
    const { length } = JSON.stringify(readLiveState(data))
    t.ok(length < 400_000, `${length} characters`)
  }
})

t.test('the beginning of a text does not hold all of it', async (t) => {
  const before = heldBytes()
  const kept = Array.from({ length: 50 }, (_, n) => [
    foreignText(`${n} ${'word '.repeat(400_000)}`),
    readLiveState({ progress: { message: `${n} ${'word '.repeat(400_000)}` } }),
  ])
  const held = heldBytes() - before
  t.equal(kept[0]?.[0]?.toString().length, LABEL + 1)
  t.ok(held < 20_000_000, `${held} bytes for ${kept.length} texts`)
})
