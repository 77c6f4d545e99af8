import t from 'tap'
import { startApp } from '../../support/app.ts'
import { json, READY_JOB, startUpstream, type Told } from '../../support/service/upstream-server.ts'

// A browser sends a form again by itself where its kept connection is closed before the answer. One press is one change.

const AS_PAGE = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
const CREATE = 'video_url=http%3A%2F%2Fvideo.test%2Fa.mp4&role=GOALKEEPER&category=SENIOR'

async function startCreating(t: Parameters<typeof startUpstream>[0]) {
  const upstream = await startUpstream(t)
  let jobs = 0
  upstream.on('POST /jobs', () => {
    jobs += 1
    return json({ ok: true, data: { job_id: `j${jobs}` } }, 201)
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const create = async (cookie = 'recent_jobs=k1', body = CREATE) => {
    const headers = { ...AS_PAGE, cookie }
    const { status, headers: got } = await ask('/api/jobs', { method: 'POST', headers, body })
    return { status, location: got['location'] }
  }
  return { upstream, create, jobs: () => jobs }
}

t.test('a form of a new job that is sent again makes one job, whenever it comes', async (t) => {
  const { upstream, create, jobs } = await startCreating(t)
  t.strictSame(await create(), { status: 303, location: '/jobs/j1' })
  t.strictSame(await create(), { status: 303, location: '/jobs/j1' }, 'after the first was done')

  let answer = () => {}
  upstream.on(
    'POST /jobs',
    () =>
      new Promise<Told>((resolve) => {
        answer = () => resolve(json({ ok: true, data: { job_id: 'slow' } }, 201))
      }),
  )
  const before = upstream.requests.length
  const both = [create('recent_jobs=k2'), create('recent_jobs=k2')]
  while (upstream.requests.length === before) await new Promise(setImmediate)
  answer()
  for (const one of await Promise.all(both)) t.equal(one.location, '/jobs/slow')
  t.equal(upstream.requests.length, before + 1, 'while the first was under way')
  t.equal(jobs(), 1)
})

t.test('the same form is another job for another browser, and after the answer', async (t) => {
  const { create, jobs } = await startCreating(t)
  await create('recent_jobs=k1')
  await create('recent_jobs=j1.k1')
  await create('recent_jobs=other')
  await create('recent_jobs=k1', `${CREATE}&player_name=A`)
  t.equal(jobs(), 4)
})

t.test('what was refused or is not known is sent again', async (t) => {
  const { upstream, create } = await startCreating(t)
  for (const told of [
    json({ ok: false, error: { code: 'X' } }, 409),
    json(null),
    { status: 503 },
  ]) {
    upstream.on('POST /jobs', told)
    upstream.requests.length = 0
    t.ok((await create()).status >= 400)
    t.ok((await create()).status >= 400)
    t.equal(upstream.requests.filter(({ method }) => method === 'POST').length, 2)
  }
})

t.test('a change that was done is not told as somebody else’s when it comes again', async (t) => {
  const upstream = await startUpstream(t)
  let attempt = 'a1'
  const job = () =>
    json({
      ok: true,
      data: {
        ...READY_JOB.data,
        target: { ...READY_JOB.data.target, analysis_attempt_id: attempt },
      },
    })
  upstream.always(job)
  const sent: string[] = []
  upstream.on('POST /jobs/j1/player-profile', ({ body }) => {
    sent.push(String(body))
    attempt = `a${sent.length + 1}`
    return job()
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const press = (body: string) =>
    ask('/api/jobs/j1/player-profile', { method: 'POST', headers: AS_PAGE, body })
  t.equal((await press('attempt=a1&playerName=A')).status, 303)
  t.equal((await press('attempt=a1&playerName=A')).status, 303, 'the very same form')
  t.equal(sent.length, 1, 'was sent once')
  t.equal((await press('attempt=a1&playerName=B')).status, 409, 'another one is refused')
  t.equal((await press('attempt=a2&playerName=A')).status, 303, 'one made from the newest state')
  t.equal(sent.length, 2, 'is sent')
})
