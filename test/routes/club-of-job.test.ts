import { join } from 'node:path'
import t, { type Test } from 'tap'
import { writeLine } from '../../src/auth/files.ts'
import { hashPassword } from '../../src/auth/passwords.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { basic, CHEAP, PASSWORD } from '../support/guarded-app.ts'
import { json } from '../support/service/upstream-server.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

/** With anna, who may act, and vera, who may look. */
async function guardedClub(t: Test) {
  const passwords = join(t.testdir({}), 'passwords')
  for (const [name, role] of [
    ['anna', 'analyst'],
    ['vera', 'viewer'],
  ] as const) {
    await writeLine(passwords, name, `${await hashPassword(PASSWORD, CHEAP)}:${role}`)
  }
  const club = await startClub(t, { AUTH: 'basic', AUTH_PASSWORD_FILE: passwords })
  club.jobs.set('j1', jobData('j1'))
  const as = (name: string) => basic(name, PASSWORD)
  const note = (name: string, text: string) =>
    club.ask('/jobs/j1/notes', {
      method: 'POST',
      headers: { ...FORM, ...as(name), origin: club.origin },
      body: form({ text }),
    })
  return { ...club, as, note }
}

t.test('who did what, when and from which state stands on the job page', async (t) => {
  const { app, ask, page, jobs, upstream, as, origin } = await guardedClub(t)
  upstream.on('POST /jobs/j1/pick-player', () => {
    jobs.set('j1', jobData('j1', { status: 'WAITING_FOR_TARGET', player_ref: { track_id: 8 } }))
    return json({ ok: true, data: {} })
  })
  await page('/jobs/j1', as('anna'))
  await app.club.write()
  const picked = await ask('/api/jobs/j1/pick-player', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...as('anna'), origin },
    body: JSON.stringify({ frame_key: 'frame-1', track_id: 8 }),
  })
  t.equal(picked.status, 200)
  await app.club.write()
  const shown = await page('/jobs/j1', as('vera'))
  t.equal(shown.status, 200)
  t.match(shown.text, /<details id="history">/, 'closed')
  t.match(shown.text, /anna chose the player <span class="muted">\(before: Waiting for player\)/)
  const { data } = (await ask('/api/club/jobs/j1/history', { headers: as('vera') })).json()
  t.match(data.items, [
    { action: 'pick-player', by: 'anna', from_status: 'WAITING_FOR_PLAYER', at: /^20\d\d-/ },
  ])
  const { data: list } = (await ask('/api/club/jobs', { headers: as('vera') })).json()
  t.match(list.items, [{ job_id: 'j1', acted_by: 'anna' }])
})

t.test('a note is shown as it was typed, with its name and time', async (t) => {
  const { page, ask, as, note } = await guardedClub(t)
  const text = 'Left foot.\r\n<b>"Second" half</b> \u0007only'
  const answer = await note('anna', text)
  t.equal(answer.status, 303)
  t.equal(answer.headers['location'], '/jobs/j1#notes')
  const again = await note('anna', text)
  t.equal(again.headers['location'], '/jobs/j1?note=again#notes')
  t.match((await page('/jobs/j1?note=again', as('anna'))).text, /This note was sent twice/)
  await note('anna', '  ')
  const shown = await page('/jobs/j1', as('vera'))
  t.match(shown.text, 'Left foot.\n&lt;b&gt;&quot;Second&quot; half&lt;/b&gt; only')
  const { notes } = (await ask('/api/club/jobs/j1/history', { headers: as('vera') })).json().data
  t.match(notes, [{ text: 'Left foot.\n<b>"Second" half</b> only', by: 'anna', at: /^20/ }])
  t.equal(notes.length, 1, 'sent twice, written once')
})

t.test('one who may only look writes no note and is offered none', async (t) => {
  const { page, ask, as, note } = await guardedClub(t)
  t.equal((await note('vera', 'Mine')).status, 403)
  t.notMatch((await page('/jobs/j1', as('vera'))).text, /Add note/)
  t.match((await page('/jobs/j1', as('anna'))).text, /Add note/)
  const { notes } = (await ask('/api/club/jobs/j1/history', { headers: as('vera') })).json().data
  t.strictSame(notes, [])
})

t.test('a note as JSON is refused, and one without a list too', async (t) => {
  const { post, ask, page, jobs, origin } = await startClub(t, { DATABASE_URL: 'off' })
  jobs.set('j1', jobData('j1'))
  t.equal((await post('/jobs/j1/notes', { text: 'a' })).status, 415)
  const headers = { ...FORM, origin }
  const body = form({ text: 'a' })
  t.equal((await ask('/jobs/j1/notes', { method: 'POST', headers, body })).status, 503)
  const shown = await page('/jobs/j1')
  t.equal(shown.status, 200)
  t.notMatch(shown.text, /id="notes"/)
})
