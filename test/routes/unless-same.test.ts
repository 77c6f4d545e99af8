import t from 'tap'
import { startApp } from '../support/app.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

const QUARTER = 15 * 60_000

/** A job as the service gives it: each answer with an envelope and signatures of its own. */
function jobAs(n: number, status = 'RUNNING') {
  const signed_url = `http://store.test/a.jpg?X-Amz-Date=2026112${n}T000000Z&X-Amz-Signature=${n}`
  const data = { job_id: 'j1', status, preview_frames: [{ key: 'a', signed_url }] }
  return json({ ok: true, data, meta: { request_id: `r-${n}`, timestamp: `t-${n}` } })
}

t.test(
  'a read that asks for a tag gets one, and a 304 until the job says something else',
  async (t) => {
    let n = 0
    let status = 'RUNNING'
    let now = QUARTER
    const upstream = await startUpstream(t, () => jobAs(n++, status))
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url }, { now: () => now })
    const read = (tag: string) => ask('/api/jobs/j1', { headers: { 'if-none-match': tag } })
    const first = await read('""')
    t.equal(first.status, 200)
    t.equal(first.json().meta.request_id, 'r-0', 'byte for byte')
    const tag = String(first.headers['etag'])
    t.match(tag, /^W\/"[\w-]{27}"$/)
    const same = await read(tag)
    t.equal(same.status, 304)
    t.equal(same.headers['etag'], tag)
    t.equal(same.headers['content-type'], undefined)
    t.equal(same.text, '')
    t.equal((await read(`"x", ${tag}`)).status, 304, 'one of several')
    status = 'PARTIAL'
    const changed = await read(tag)
    t.equal(changed.status, 200)
    t.equal(changed.json().data.status, 'PARTIAL')
    status = 'RUNNING'
    t.equal((await read(tag)).status, 304)
    now += QUARTER
    t.equal((await read(tag)).status, 200, 'its links would grow too old')
    t.equal(upstream.requests.length, n, 'the service was asked each time')
  },
)

t.test('a read that does not ask has no tag of ours', async (t) => {
  const upstream = await startUpstream(t, jobAs(1))
  const { ask, post } = await startApp(t, { API_BASE_URL: upstream.url })
  const read = await ask('/api/jobs/j1')
  t.equal(read.status, 200)
  t.equal(read.headers['etag'], undefined)
  const change = await post('/api/jobs/j1/retry', {}, { 'if-none-match': '""' })
  t.equal(change.status, 200)
  t.equal(change.headers['etag'], undefined)
})

t.test(
  "the service's own validators come first, and what may not be kept has no tag",
  async (t) => {
    const upstream = await startUpstream(t)
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const read = async () => {
      const { status, headers } = await ask('/api/jobs/j1', { headers: { 'if-none-match': '""' } })
      return [status, headers['etag']]
    }
    const type = { 'content-type': 'application/json' }
    upstream.always({ headers: { ...type, etag: '"own"' }, body: '{}' })
    t.strictSame(await read(), [200, '"own"'])
    upstream.always({ status: 304, headers: { etag: '"own"' } })
    t.strictSame(await read(), [304, '"own"'])
    upstream.always({ headers: { ...type, 'cache-control': 'no-store' }, body: '{}' })
    t.strictSame(await read(), [200, undefined])
    upstream.always({ headers: { 'content-type': 'image/jpeg' }, body: 'a' })
    t.strictSame(await read(), [200, undefined])
    upstream.always({ ...json({ ok: false }, 404) })
    t.strictSame(await read(), [404, undefined])
  },
)

t.test('a link that is signed in a way that nobody knows is never called still true', async (t) => {
  let n = 0
  const upstream = await startUpstream(t, () =>
    json({ ok: true, data: { url: `http://store.test/a?sig=${n++}` }, meta: {} }),
  )
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const first = await ask('/api/jobs/j1', { headers: { 'if-none-match': '""' } })
  const tag = String(first.headers['etag'])
  t.equal((await ask('/api/jobs/j1', { headers: { 'if-none-match': tag } })).status, 200)
})

t.test('HEAD has the tag and the status that GET has', async (t) => {
  const upstream = await startUpstream(t, jobAs(1))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const head = await ask('/api/jobs/j1', { method: 'HEAD', headers: { 'if-none-match': '""' } })
  t.equal(head.status, 200)
  const tag = String(head.headers['etag'])
  const again = await ask('/api/jobs/j1', { method: 'HEAD', headers: { 'if-none-match': tag } })
  t.equal(again.status, 304)
})
