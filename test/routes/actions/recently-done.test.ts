import t from 'tap'
import { RecentlyDone } from '../../../src/routes/actions/recently-done.ts'
import { startApp } from '../../support/app.ts'
import { startClub } from '../../support/club/club-app.ts'
import { ofResult, pressLink, rated } from '../../support/club/links.ts'
import { heldBytes } from '../../support/process/heap.ts'
import { json, READY_JOB, startUpstream } from '../../support/service/upstream-server.ts'

// A form may be a megabyte, and a control character is six in JSON: a thousand of them filled the memory.

const MEGABYTE = 1_000_000

t.test('forms are told apart, and nothing of their size is kept', async (t) => {
  const done = new RecentlyDone<string>()
  const form = (n: number) => ['client', { text: '\u0001'.repeat(50_000), n }]
  const before = heldBytes()
  for (let n = 0; n < 200; n += 1) done.note(form(n), `outcome ${n}`)
  t.ok(heldBytes() - before < MEGABYTE)
  for (let n = 0; n < 200; n += 1) t.equal(done.of(form(n)), `outcome ${n}`)
  t.equal(done.of(form(200)), undefined)
  done.forget(form(7))
  t.equal(done.of(form(7)), undefined)
})

t.test('a large form of an action leaves nothing of its size behind', async (t) => {
  const upstream = await startUpstream(t)
  const target = { ...READY_JOB.data.target, analysis_attempt_id: 'a1' }
  upstream.always(({ path }) =>
    json({ ok: true, data: { ...READY_JOB.data, job_id: path.split('/')[2], target } }),
  )
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
  const press = async (n: number) => {
    const body = `attempt=a1&playerName=A&more=${'%01'.repeat(300_000)}`
    const { status } = await ask(`/api/jobs/j${n}/player-profile`, {
      method: 'POST',
      headers,
      body,
    })
    t.equal(status, 303)
  }
  await press(0)
  const before = heldBytes()
  for (let n = 1; n <= 10; n += 1) await press(n)
  const kept = heldBytes() - before
  t.ok(kept < 5 * MEGABYTE, `${kept} bytes`)
})

t.test('nor does the form of a link', async (t) => {
  const club = await startClub(t, { LOG_LEVEL: 'silent' })
  const press = async (n: number) => {
    const id = `a-job-with-a-long-id-${n}`
    club.jobs.set(id, rated(id))
    const { status } = await pressLink(club, [...ofResult(id), ['more', 'a'.repeat(900_000)]])
    t.equal(status, 200)
  }
  await press(0)
  const before = heldBytes()
  for (let n = 1; n <= 20; n += 1) await press(n)
  const kept = heldBytes() - before
  t.ok(kept < 5 * MEGABYTE, `${kept} bytes`)
})
