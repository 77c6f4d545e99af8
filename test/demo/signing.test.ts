import t from 'tap'
import { Signer } from '../../src/demo/http/signing.ts'
import { buildDemoUpstream } from '../../src/demo/upstream.ts'

const NOON = Date.UTC(2026, 0, 31, 12)
const HOUR_MS = 3_600_000
const KEY = 'jobs/00000000-0000-4000-8000-000000000005/frames/frame_0001.jpg'

t.test('an address is good for an hour and not longer', async (t) => {
  let now = NOON
  const signer = new Signer(() => now)
  const url = new URL(signer.sign('http://store', KEY))
  const refusal = () => signer.refusal(url.pathname, url.searchParams)
  t.equal(refusal(), null)
  now = NOON + HOUR_MS
  t.equal(refusal(), null, 'the last millisecond counts')
  now = NOON + HOUR_MS + 1
  t.equal(refusal(), 'AccessDenied')
})

t.test('an address cannot be turned into another', async (t) => {
  const signer = new Signer(() => NOON)
  const url = new URL(signer.sign('http://store', KEY))
  const changed = (name: string, value: string) => {
    const query = new URLSearchParams(url.searchParams)
    query.set(name, value)
    return signer.refusal(url.pathname, query)
  }
  t.equal(
    signer.refusal(url.pathname.replace('0001', '0002'), url.searchParams),
    'SignatureDoesNotMatch',
  )
  t.equal(changed('X-Amz-Date', '20260131T130000Z'), 'SignatureDoesNotMatch')
  t.equal(changed('X-Amz-Expires', '999999'), 'SignatureDoesNotMatch')
  t.equal(changed('X-Amz-Signature', 'ab'), 'SignatureDoesNotMatch')
  t.equal(signer.refusal(url.pathname, new URLSearchParams()), 'AccessDenied')
  const other = new Signer(() => NOON)
  t.equal(other.refusal(url.pathname, url.searchParams), 'SignatureDoesNotMatch', 'its own key')
})

t.test('the store serves signed frames and refuses everything else with XML', async (t) => {
  let now = NOON
  const app = buildDemoUpstream({ now: () => now })
  t.teardown(() => app.close())
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const job = await fetch(`${origin}/jobs/00000000-0000-4000-8000-000000000005`)
  const { data } = (await job.json()) as { data: { preview_frames: { signed_url: string }[] } }
  const url = data.preview_frames[0]!.signed_url
  t.ok(url.startsWith(`${origin}/fnh/jobs/`), 'the address leads back to this very server')

  const good = await fetch(url)
  t.equal(good.status, 200)
  t.equal(good.headers.get('content-type'), 'image/jpeg')
  t.ok((await good.arrayBuffer()).byteLength > 10_000)

  const unsigned = await fetch(url.split('?', 1)[0]!)
  t.equal(unsigned.status, 403)
  t.match(await unsigned.text(), /<Code>AccessDenied<\/Code>/)
  t.equal(unsigned.headers.get('content-type'), 'application/xml')

  const forged = await fetch(url.replace(/Signature=./, 'Signature=x'))
  t.equal(forged.status, 403)
  t.match(await forged.text(), /SignatureDoesNotMatch/)

  now += HOUR_MS + 1
  t.equal((await fetch(url)).status, 403, 'expired by the clock')
})

t.test('the store says NoSuchKey for what it has lost', async (t) => {
  const app = buildDemoUpstream()
  t.teardown(() => app.close())
  const job = await app.inject('/jobs/00000000-0000-4000-8000-000000000028')
  const { pathname, search } = new URL(job.json().data.preview_frames[0].signed_url)
  const answer = await app.inject(pathname + search)
  t.equal(answer.statusCode, 404)
  t.match(answer.payload, /<Code>NoSuchKey<\/Code>/)
})
