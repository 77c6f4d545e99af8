// One file: whether what pages, scripts and the sweep see of a job reaches the list, asked where scripts read the list.

import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { jobData, startClub as start } from '../support/club/club-app.ts'
import { json } from '../support/service/upstream-server.ts'

/** A script chooses the player of job `j1`, and the list has heard of it. */
async function choosePlayer(
  t: Test,
  { post, jobs, listed, upstream }: Awaited<ReturnType<typeof start>>,
) {
  upstream.on('POST /jobs/j1/pick-player', () => {
    jobs.set('j1', jobData('j1', { status: 'WAITING_FOR_TARGET', player_ref: { track_id: 8 } }))
    return json({ ok: true, data: {} })
  })
  const body = { frame_key: 'frame-1', track_id: 8 }
  t.equal((await post('/api/jobs/j1/pick-player', body)).status, 200)
  await listed((items) => items[0]?.status === 'WAITING_FOR_TARGET')
}

t.test('a job that a page opened is listed, with all that the list shows', async (t) => {
  const { ask, jobs, listed } = await start(t)
  jobs.set('j1', jobData('j1'))
  t.equal((await ask('/jobs/j1', { headers: { accept: 'text/html' } })).status, 200)
  const [job] = await listed((items) => items.length === 1)
  t.match(job, {
    job_id: 'j1',
    state: 'waiting',
    status: 'WAITING_FOR_PLAYER',
    outcome: null,
    player_name: 'L. Okafor',
    team_name: 'North End',
    shirt_number: 9,
    role: 'Winger',
    category: 'U17',
    headline: null,
    created_by: null,
    created_at: '2026-07-31T00:00:00.000Z',
    updated_at: '2026-08-01T00:00:00.000Z',
    acted_by: null,
    warnings: ['LOW_LIGHT'],
    gone: false,
  })
})

for (const reader of ['a page', 'a script']) {
  t.test(`what ${reader} asked for before a change does not undo it in the list`, async (t) => {
    const { ask, post, jobs, listed, upstream } = await start(t)
    const ended = jobData('j1', { status: 'FAILED', updated_at: '2026-08-01T00:01:00Z' })
    jobs.set('j1', ended)
    t.equal((await ask('/api/jobs/j1')).status, 200)
    await listed((items) => items[0]?.status === 'FAILED')

    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    upstream.on('GET /jobs/j1', async () => {
      upstream.on('GET /jobs/j1', () => json({ ok: true, data: jobs.get('j1') }))
      asked.resolve()
      await answer.promise
      return json({ ok: true, data: { ...ended, warnings: [] } })
    })
    const headers = reader === 'a page' ? { accept: 'text/html' } : {}
    const late = ask(reader === 'a page' ? '/jobs/j1' : '/api/jobs/j1', { headers })
    await asked.promise
    upstream.on('POST /jobs/j1/retry', () => {
      jobs.set('j1', jobData('j1', { status: 'QUEUED', updated_at: '2026-08-01T00:02:00Z' }))
      return json({ ok: true, data: {} })
    })
    t.equal((await post('/api/jobs/j1/retry', {})).status, 200)
    await listed((items) => items[0]?.status === 'QUEUED')
    answer.resolve()
    t.equal((await late).status, 200)
    // A second answer waits as long as that of the other job did.
    for (const role of ['Winger', 'Striker']) {
      jobs.set('j2', jobData('j2', { role }))
      t.equal((await ask('/api/jobs/j2')).status, 200)
      await listed((items) => items.some((one) => one.job_id === 'j2' && one['role'] === role))
    }
    const items = await listed(() => true)
    t.equal(items.find(({ job_id }) => job_id === 'j1')?.['status'], 'QUEUED')
  })
}

t.test('a job that a script read is listed, and its bytes are untouched', async (t) => {
  const { ask, jobs, listed, upstream } = await start(t)
  const padding = 'x'.repeat(40_000)
  jobs.set('j1', jobData('j1', { padding }))
  const read = await ask('/api/jobs/j1')
  t.equal(read.status, 200)
  const sent = JSON.stringify({ ok: true, data: jobs.get('j1') })
  t.equal(digest(read.bytes), digest(Buffer.from(sent)))
  await listed((items) => items[0]?.player_name === 'L. Okafor')
  t.equal(upstream.requests.length, 1, 'the service was asked once')
})

t.test('the list has what a script that asks no more saw last', async (t) => {
  const { ask, jobs, listed, upstream } = await start(t)
  jobs.set('j1', jobData('j1', { status: 'CREATED', preview_frames: [] }))
  t.equal((await ask('/api/jobs/j1')).status, 200)
  await listed((items) => items[0]?.status === 'CREATED')
  for (const pct of [5, 10, 15]) {
    jobs.set('j1', jobData('j1', { status: 'CREATED', progress: { step: 'TRACKING', pct } }))
    t.equal((await ask('/api/jobs/j1')).status, 200)
  }
  jobs.set('j1', jobData('j1'))
  t.equal((await ask('/api/jobs/j1')).status, 200)
  await listed((items) => items[0]?.status === 'WAITING_FOR_PLAYER')
  t.equal(upstream.requests.length, 5, 'the service was asked by the script alone')
})

t.test('what a script read before a change does not come after it', async (t) => {
  const club = await start(t)
  const { ask, jobs, listed } = club
  jobs.set('j1', jobData('j1'))
  await ask('/api/jobs/j1')
  await listed((items) => items.length === 1)
  jobs.set('j1', jobData('j1', { role: 'Striker' }))
  t.equal((await ask('/api/jobs/j1')).status, 200)
  await choosePlayer(t, club)
  // A later answer waits for longer than that one would have.
  for (const role of ['Winger', 'Keeper']) {
    jobs.set('j2', jobData('j2', { role }))
    t.equal((await ask('/api/jobs/j2')).status, 200)
    await listed((items) => items.some((item) => item['role'] === role && item.job_id === 'j2'))
  }
  const items = await listed((items) => items.length === 2)
  t.equal(items.find(({ job_id }) => job_id === 'j1')?.status, 'WAITING_FOR_TARGET')
})

t.test('a job that the service is slow to give keeps no other from the list', async (t) => {
  const { ask, post, jobs, listed, upstream } = await start(t, { UPSTREAM_TIMEOUT_MS: '60000' })
  const slow = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  upstream.on('GET /jobs/slow', async () => {
    asked.resolve()
    await slow.promise
    return json({ ok: true, data: jobData('slow') })
  })
  upstream.on('POST /jobs', json({ ok: true, data: { job_id: 'slow' } }))
  const made = { video_url: 'https://v.test/a.mp4', role: 'Winger', category: 'U17' }
  t.equal((await post('/api/jobs', made)).status, 200)
  await asked.promise
  jobs.set('j1', jobData('j1'))
  t.equal((await ask('/jobs/j1', { headers: { accept: 'text/html' } })).status, 200)
  await listed((items) => items.length === 1)
  slow.resolve()
  await listed((items) => items.length === 2)
})

t.test('errors and jobs that are none are not listed', async (t) => {
  const { ask, app, jobs, upstream } = await start(t)
  await ask('/api/jobs/none')
  upstream.on('GET /jobs/odd', json({ ok: true, data: [1] }))
  upstream.on('GET /jobs/text', { status: 200, body: 'not JSON' })
  await ask('/api/jobs/odd')
  await ask('/api/jobs/text')
  jobs.set('j1', jobData('j1'))
  await ask('/jobs/j1', { headers: { accept: 'text/html' } })
  await app.club.write()
  const { data } = (await ask('/api/club/jobs')).json()
  t.strictSame(
    data.items.map(({ job_id }: { job_id: string }) => job_id),
    ['j1'],
  )
})

t.test('an action of a script is in the history, and the job is looked at again', async (t) => {
  const club = await start(t)
  const { ask, jobs, listed } = club
  jobs.set('j1', jobData('j1'))
  await ask('/api/jobs/j1')
  await listed((items) => items.length === 1)
  await choosePlayer(t, club)
  const { data } = (await ask('/api/club/jobs/j1/history')).json()
  t.match(data, {
    items: [{ action: 'pick-player', by: null, from_status: 'WAITING_FOR_PLAYER' }],
    notes: [],
  })
})

t.test('a refused action is not in the history', async (t) => {
  const { app, ask, post, upstream } = await start(t)
  const no = { ok: false, error: { code: 'NO' } }
  const job = { video_key: 'v', role: '', category: '' }
  for (const answer of [json(no, 409), json(no), json({ ok: true }), { status: 200, body: '{' }]) {
    upstream.on('POST /jobs/j1/retry', answer)
    upstream.on('POST /jobs', answer)
    t.equal((await post('/api/jobs/j1/retry', {})).status, answer.status)
    t.equal((await post('/api/jobs', job)).status, answer.status)
  }
  await app.club.write()
  t.strictSame((await ask('/api/club/jobs/j1/history')).json().data.items, [])
})

t.test('a job that the service forgot is said to be gone', async (t) => {
  const { ask, jobs, listed } = await start(t)
  jobs.set('j1', jobData('j1'))
  await ask('/jobs/j1', { headers: { accept: 'text/html' } })
  await listed((items) => items.length === 1)
  jobs.delete('j1')
  await ask('/jobs/j1', { headers: { accept: 'text/html' } })
  await listed((items) => items[0]?.gone === true)
})

t.test('a new job that another machine of the service does not know yet is listed', async (t) => {
  let now = Date.parse('2026-08-01T00:00:05Z')
  const { ask, post, page, jobs, listed, upstream, app } = await start(t, {}, () => now)
  upstream.on('POST /jobs', json({ ok: true, data: { job_id: 'j1' } }))
  const made = { video_url: 'https://v.test/a.mp4', role: 'Winger', category: 'U17' }
  t.equal((await post('/api/jobs', made)).status, 200)
  t.equal((await page('/jobs/j1')).status, 404)
  await app.club.write()
  jobs.set('j1', jobData('j1'))
  now += 10_000
  await listed((items) => items[0]?.gone === false)
  jobs.delete('j1')
  t.equal((await page('/jobs/j1')).status, 404)
  await app.club.write()
  t.equal((await ask('/api/club/jobs')).json().data.items[0].gone, false)
  now += 50_000
  t.equal((await page('/jobs/j1')).status, 404)
  await app.club.write()
  await listed((items) => items[0]?.gone === true)
})

t.test('a wrong address of the service makes no job gone', async (t) => {
  const { app, ask, jobs, listed, upstream } = await start(t)
  jobs.set('j1', jobData('j1'))
  await ask('/jobs/j1', { headers: { accept: 'text/html' } })
  await listed((items) => items.length === 1)
  upstream.always(json({ detail: 'Not Found' }, 404))
  t.equal((await ask('/jobs/j1', { headers: { accept: 'text/html' } })).status, 502)
  await app.club.write()
  t.equal((await ask('/api/club/jobs')).json().data.items[0].gone, false)
})

t.test('a running job that nobody watches is looked at once a minute', async (t) => {
  let now = Date.parse('2026-08-01T00:00:05Z')
  const { ask, jobs, listed, upstream } = await start(t, {}, () => now)
  const running = (pct: number) =>
    jobData('j1', {
      status: 'RUNNING',
      player_ref: { track_id: 8 },
      progress: { step: 'TRACKING', pct },
    })
  jobs.set('j1', running(10))
  await ask('/jobs/j1', { headers: { accept: 'text/html' } })
  await listed((items) => items[0]?.state === 'running')
  const before = upstream.requests.length
  jobs.set('j1', jobData('j1', { status: 'FAILED', player_ref: { track_id: 8 } }))
  await listed(() => true)
  t.equal(upstream.requests.length, before, 'opening the list asks nothing')
  now += 61_000
  await listed((items) => items[0]?.state === 'failed')
  t.equal(upstream.requests.length, before + 1)
})

t.test('a new job that nobody watches is looked at again when it is mostly prepared', async (t) => {
  let now = Date.parse('2026-08-01T00:00:05Z')
  const { ask, jobs, listed, upstream } = await start(t, {}, () => now)
  jobs.set('j1', jobData('j1', { status: 'CREATED', preview_frames: [] }))
  t.equal((await ask('/api/jobs/j1')).status, 200)
  await listed((items) => items[0]?.state === 'running')
  jobs.set('j1', jobData('j1'))
  now += 15_000
  await listed((items) => items[0]?.state === 'waiting')
  t.equal(upstream.requests.length, 2)
})

t.test('without a list everything else goes on, and who asks is told', async (t) => {
  const { ask, jobs } = await start(t, { DATABASE_URL: 'off' })
  jobs.set('j1', jobData('j1'))
  t.equal((await ask('/api/jobs/j1')).status, 200)
  t.equal((await ask('/jobs/j1', { headers: { accept: 'text/html' } })).status, 200)
  const list = await ask('/api/club/jobs')
  t.equal(list.status, 503)
  t.equal(list.json().error.code, 'CLUB_LIST_OFF')
  t.ok(Number(list.headers['retry-after']) > 0)
})

t.test('a query that is none is refused by name', async (t) => {
  const { ask } = await start(t)
  const limit = '$.limit must be a whole number from 1 to 200'
  for (const [query, message] of [
    ['state=open', '$.state must be one of waiting, running, finished, failed'],
    ['limit=0', limit],
    ['limit=201', limit],
    ['limit=x', limit],
    [`q=${'x'.repeat(201)}`, '$.q must have at most 200 characters'],
  ] as const) {
    const answer = await ask(`/api/club/jobs?${query}`)
    t.equal(answer.status, 400, query)
    t.equal(answer.json().error.message, message)
  }
  for (const cursor of ['x', '9.1.j1', '0.1.', '0.1.-j', '0.99999999999999999.j1']) {
    const answer = await ask(`/api/club/jobs?cursor=${cursor}`)
    t.equal(answer.status, 400, cursor)
    t.match(answer.json().error, { code: 'INVALID_QUERY', message: /cursor/ }, cursor)
  }
  t.equal((await ask('/api/club/jobs?q=a b c d e f g h')).status, 200)
  const words = await ask('/api/club/jobs?q=a b c d e f g h i')
  t.equal(words.status, 400)
  const tooMany = { code: 'INVALID_QUERY', message: 'q must have at most 8 words.' }
  t.match(words.json().error, tooMany, 'none is left out without a word')
})

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
