import t, { type Test } from 'tap'
import { hashPassword } from '../../src/auth/passwords.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { pressForm } from '../support/club/links.ts'
import { whenListed } from '../support/club/listed.ts'
import { basic, CHEAP, guarded, PASSWORD } from '../support/guarded-app.ts'
import { json } from '../support/service/upstream-server.ts'

// Who brings a job back that an administrator took off the list, and who does not.

const ANALYST = basic('anna', PASSWORD)
const ADMINISTRATOR = basic('ada', PASSWORD)
const VIEWER = basic('vera', PASSWORD)
/** So long that nobody counts as there any more, milliseconds. */
const LONG = 10 * 60_000

/** Anna has created `j1` and has it open; then Ada takes it off the list, and so long passes, milliseconds. */
async function start(t: Test, passed = LONG) {
  const clock = { now: Date.now() }
  const hash = await hashPassword(PASSWORD, CHEAP)
  const door = await guarded(t, { DATABASE_URL: 'sqlite::memory:' }, () => clock.now, {
    anna: `${hash}:analyst`,
    ada: `${hash}:administrator`,
    vera: `${hash}:viewer`,
  })
  for (const id of ['j1', 'j2']) {
    const told = json({ ok: true, data: jobData(id) })
    door.upstream.on(`GET /jobs/${id}`, told)
    door.upstream.on(`GET /jobs/${id}/status`, told)
  }
  door.upstream.on('POST /jobs', json({ ok: true, data: { job_id: 'j1', status: 'CREATED' } }))
  const ask = (path: string, who: Record<string, string>, more = {}) =>
    door.ask(path, { headers: { accept: 'text/html', ...who, ...more } })
  const listed = whenListed({ ask: (path) => door.ask(path, { headers: ANALYST }) })
  const body = { video_url: 'https://v.test/a.mp4', role: 'Winger', category: 'U17' }
  t.equal((await door.post('/api/jobs', body, ANALYST)).status, 200)
  t.equal((await ask('/jobs/j1', ANALYST)).status, 200)
  const [job] = await listed((items) => items.length === 1)
  t.equal(job?.['created_by'], 'anna')
  const off = await pressForm(door, '/upkeep/take-off', ADMINISTRATOR, 'id=j1')
  t.equal(off.headers['location'], '/upkeep?taken=yes')
  clock.now += passed

  /** The jobs of the list after all has been written, and after the job was read once more. */
  async function settled() {
    t.equal((await ask('/jobs/j2', ANALYST)).status, 200)
    await listed((items) => items.some(({ job_id }) => job_id === 'j2'))
    t.equal((await ask('/jobs/j1', VIEWER)).status, 200)
    await door.app.club.write()
    return (await listed(() => true)).map(({ job_id }) => job_id)
  }
  return { ask, listed, settled, upstream: door.upstream }
}

t.test('a page that was left open and asks again brings no job back', async (t) => {
  const { ask, settled } = await start(t)
  for (const path of ['/jobs/j1/live?seen=x', '/jobs/j1/news?seen=x']) {
    t.equal((await ask(path, ANALYST, { 'hx-request': 'true' })).status, 200, path)
  }
  t.strictSame(await settled(), ['j2'])
})

t.test('a viewer who opens its page sees the job, and does not put it on the list', async (t) => {
  const { ask, settled } = await start(t)
  const shown = await ask('/jobs/j1', VIEWER)
  t.equal(shown.status, 200)
  t.match(shown.text, /L\. Okafor/)
  t.strictSame(await settled(), ['j2'])
})

t.test(
  'whoever may act and opens its page puts it back, as the one created it who did',
  async (t) => {
    const { ask, listed } = await start(t)
    t.equal((await ask('/jobs/j1', ADMINISTRATOR)).status, 200)
    const [job] = await listed((items) => items.length === 1)
    t.match(job, { job_id: 'j1', created_by: 'anna' })
  },
)

t.test('whoever still has it open and loads its page anew puts it back', async (t) => {
  const { ask, listed } = await start(t, 0)
  t.equal((await ask('/jobs/j1/live?seen=x', ANALYST, { 'hx-request': 'true' })).status, 200)
  t.equal((await ask('/jobs/j1', ANALYST)).status, 200)
  await listed((items) => items.some(({ job_id }) => job_id === 'j1'))
})

t.test('a page without script that loads itself anew brings no job back', async (t) => {
  // Long after: as a replica that has not heard of this page yet.
  const { ask, listed, settled, upstream } = await start(t)
  const running = jobData('j1', { status: 'RUNNING', player_ref: { track_id: 8 } })
  upstream.on('GET /jobs/j1', json({ ok: true, data: running }))
  const seen = await ask('/jobs/j1', VIEWER)
  t.equal(seen.status, 200)
  const itself = /http-equiv="refresh" content="\d+; url=([^"]+)"/.exec(seen.text)?.[1] ?? ''
  t.match(itself, /^\/jobs\/j1/)
  const again = await ask(itself, ANALYST)
  t.equal(again.status, 200)
  t.match(again.text, itself, 'and goes on so')
  t.strictSame(await settled(), ['j2'])
  t.equal((await ask('/jobs/j1', ANALYST)).status, 200)
  await listed((items) => items.some(({ job_id }) => job_id === 'j1'))
})

t.test(
  'frames that an open page fetches ahead bring no job back, and an opened one does',
  async (t) => {
    const { ask, listed, settled } = await start(t)
    const ahead = await ask('/jobs/j1/frames/1', ANALYST, { 'if-none-match': '' })
    t.equal(ahead.status, 200)
    t.strictSame(await settled(), ['j2'])
    t.equal((await ask('/jobs/j1/frames/1', ANALYST)).status, 200)
    await listed((items) => items.some(({ job_id }) => job_id === 'j1'))
  },
)

t.test('whoever may act and opens its result, or compares it, puts it back', async (t) => {
  for (const path of ['/jobs/j1/result', '/compare?job=j2&job=j1']) {
    const { ask, listed } = await start(t)
    t.equal((await ask(path, VIEWER)).status, 200)
    t.equal((await ask(path, ANALYST)).status, 200)
    await listed((items) => items.some(({ job_id }) => job_id === 'j1'))
  }
})

t.test('the page of an error that loads itself anew brings no job back', async (t) => {
  const { ask, listed, settled, upstream } = await start(t)
  const answers = json({ ok: true, data: jobData('j1') })
  const paths = ['/jobs/j1', '/jobs/j1/frames/1', '/jobs/j1/result', '/compare?job=j1']
  const away = json({ ok: false, error: { code: 'DOWN' } }, 503)
  upstream.on('GET /jobs/j1', away)
  const itself: string[] = []
  for (const path of paths) {
    const failed = await ask(path, VIEWER)
    t.equal(failed.status, 503, path)
    const again = / data-again="([^"]+)"/.exec(failed.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    t.match(again, path)
    t.match(failed.text, `; url=${/ data-again="([^"]+)"/.exec(failed.text)?.[1]}"`)
    t.match((await ask(again, VIEWER)).text, ` data-again="${again.replaceAll('&', '&amp;')}"`)
    itself.push(again)
  }
  upstream.on('GET /jobs/j1', answers)
  for (const again of itself) t.equal((await ask(again, ANALYST)).status, 200, again)
  t.strictSame(await settled(), ['j2'])

  upstream.on('GET /jobs/j1', away)
  t.equal((await ask('/jobs/j1', ANALYST)).status, 503)
  upstream.on('GET /jobs/j1', answers)
  await listed((items) => items.some(({ job_id }) => job_id === 'j1'))
})

t.test('a job of a cookie that was taken off the list is not read for it', async (t) => {
  const club = await startClub(t)
  const cookie = { cookie: 'recent_jobs=j1.j2' }
  for (const id of ['j1', 'j2']) club.jobs.set(id, jobData(id))
  t.equal((await club.page('/jobs/j1')).status, 200)
  await club.listed((items) => items.length === 1)
  t.equal(await club.app.club.takeOff('j1'), true)
  const before = club.upstream.requests.length
  t.equal((await club.page('/', cookie)).status, 200)
  await club.listed((items) => items.length === 1)
  const paths = club.upstream.requests.slice(before).map(({ path }) => path.split('?')[0])
  t.equal(paths.includes('/jobs/j2'), true)
  t.equal(paths.includes('/jobs/j1'), false)
})

t.test('a browser that has no name yet puts it back too', async (t) => {
  const club = await startClub(t)
  club.jobs.set('j1', jobData('j1'))
  t.equal((await club.page('/jobs/j1')).status, 200)
  await club.listed((items) => items.length === 1)
  t.equal(await club.app.club.takeOff('j1'), true)
  await club.listed((items) => items.length === 0)
  t.equal((await club.page('/jobs/j1')).status, 200)
  await club.listed((items) => items.length === 1)
})
