import t from 'tap'
import { openStore } from '../../src/club/store/open.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { KINDS } from '../support/club/kinds.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { wayTo } from '../support/club/way-to-server.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'
import { CONFIRMED, TRACK_8 } from '../support/service/jobs.ts'
import { json } from '../support/service/upstream-server.ts'

/** Nothing is written but what an answer waits for. */
const NEVER = { writeMs: 600_000, newsMs: 600_000, sweepMs: 600_000, keepMs: 60_000 }
const urlOf = (kind: { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }) =>
  kind.kind === 'sqlite' ? `sqlite:${kind.file}` : kind.url
const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }

for (const [name, prepare] of KINDS.filter(([name]) => name !== 'SQLite in memory')) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)

  t.test(`what an answer says was done is written before it: ${name}`, { skip }, async (t) => {
    const kind = await (await prepare(t))()
    const { post, ask, jobs, upstream } = await startClub(
      t,
      { DATABASE_URL: urlOf(kind) },
      Date.now,
      NEVER,
    )
    const { store } = await openStore(kind, () => {})
    t.teardown(() => store.close())
    const last = async (jobId: string) =>
      (await store.history(jobId, 9)).map(({ action }) => action)
    const done = json({ ok: true, data: { job_id: 'j1' } })
    upstream.on('POST /jobs', done)
    t.equal((await post('/api/jobs', { video_key: 'v', role: 'r', category: 'c' })).status, 200)
    t.strictSame(await last('j1'), ['create'], 'by a script')
    jobs.set('j1', jobData('j1'))
    upstream.on('POST /jobs/j1/pick-player', done)
    const picked = { frame_key: 'frame-1', track_id: 8 }
    t.equal((await post('/api/jobs/j1/pick-player', picked)).status, 200)
    t.strictSame((await last('j1')).sort(), ['create', 'pick-player'])
    upstream.on('POST /jobs/j1/retry', done)
    jobs.set('j1', jobData('j1', { status: 'FAILED', player_ref: TRACK_8, target: CONFIRMED }))
    const retried = await ask('/api/jobs/j1/retry', { method: 'POST', headers: FORM, body: '' })
    t.equal(retried.status, 303, 'by a page')
    t.strictSame((await last('j1')).sort(), ['create', 'pick-player', 'retry'])
    upstream.on('POST /jobs', json({ ok: true, data: { job_id: 'j2' } }))
    const body = 'video_url=https%3A%2F%2Fv.lan%2Fv.mp4&role=Winger&category=U17'
    t.equal((await ask('/api/jobs', { method: 'POST', headers: FORM, body })).status, 303)
    t.strictSame(await last('j2'), ['create'])
  })

  t.test(`fifty at once are all written before their answers: ${name}`, { skip }, async (t) => {
    const kind = await (await prepare(t))()
    const { post, upstream, app } = await startClub(
      t,
      { DATABASE_URL: urlOf(kind) },
      Date.now,
      NEVER,
    )
    while (app.club.standing !== 'open') await new Promise(setImmediate)
    const { store } = await openStore(kind, () => {})
    t.teardown(() => store.close())
    const ids = Array.from({ length: 50 }, (_, i) => `j${i}`)
    const first = await store.changes()
    await Promise.all(
      ids.map(async (id) => {
        upstream.on(`POST /jobs/${id}/retry`, json({ ok: true, data: {} }))
        t.equal((await post(`/api/jobs/${id}/retry`, {})).status, 200)
        t.equal((await store.history(id, 9)).length, 1, id)
      }),
    )
    t.ok((await store.changes()) - first < 50, 'several share a transaction')
  })
}

t.test('without a list, and while it is away, an answer waits for nothing', async (t) => {
  for (const database of ['off', 'sqlite:/dev/null/none.db']) {
    const { post, upstream } = await startClub(t, { DATABASE_URL: database })
    upstream.on('POST /jobs/j1/retry', json({ ok: true, data: {} }))
    t.equal((await post('/api/jobs/j1/retry', {})).status, 200, database)
  }
})

t.test(
  'a database that keeps silent holds up no answer for long, and is told later',
  { skip: withoutPart(POSTGRES) },
  async (t) => {
    const server = await startPostgres(t)
    const way = await wayTo(t, await server.database())
    const { post, ask, upstream, app } = await startClub(t, { DATABASE_URL: way.url })
    while (app.club.standing !== 'open') await new Promise(setImmediate)
    upstream.on('POST /jobs/j1/retry', json({ ok: true, data: {} }))
    const asked = way.keep()
    const answered = post('/api/jobs/j1/retry', {})
    await asked
    // The database says nothing until this is here.
    t.equal((await answered).status, 200)
    way.cut()
    for (;;) {
      const { status, json: body } = await ask('/api/club/jobs/j1/history')
      if (status === 200 && body().data.items.length === 1) break
      await new Promise(setImmediate)
    }
  },
)
