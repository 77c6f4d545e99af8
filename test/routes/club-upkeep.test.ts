import t from 'tap'
import { hashPassword } from '../../src/auth/passwords.ts'
import { jobData } from '../support/club/club-app.ts'
import { pressForm } from '../support/club/links.ts'
import { whenListed } from '../support/club/listed.ts'
import { openStream } from '../support/event-stream.ts'
import { basic, CHEAP, type Door, guarded, PASSWORD } from '../support/guarded-app.ts'
import { json } from '../support/service/upstream-server.ts'

const ANALYST = basic('anna', PASSWORD)
const ADMINISTRATOR = basic('ada', PASSWORD)
const PAGE = { accept: 'text/html' }

async function withList(t: Parameters<typeof guarded>[0], env: Record<string, string> = {}) {
  const hash = await hashPassword(PASSWORD, CHEAP)
  const door = await guarded(t, { DATABASE_URL: 'sqlite::memory:', ...env }, Date.now, {
    anna: `${hash}:analyst`,
    ada: `${hash}:administrator`,
  })
  door.upstream.on('GET /jobs/j1', json({ ok: true, data: jobData('j1') }))
  return door
}

const page = (door: Door, path: string, who: Record<string, string>) =>
  door.ask(path, { headers: { ...PAGE, ...who } })

const historyOf = async (door: Door) => {
  await door.app.club.write()
  return (await door.ask('/api/club/jobs/j1/history', { headers: ANALYST })).json().data
}

t.test('upkeep is for administrators, who find it from the list', async (t) => {
  const door = await withList(t)
  const LINK = 'href="/upkeep"'
  t.match((await page(door, '/', ADMINISTRATOR)).text, LINK)
  t.notMatch((await page(door, '/', ANALYST)).text, LINK)
  t.equal((await page(door, '/upkeep', ANALYST)).status, 403)
  const shown = await page(door, '/upkeep', ADMINISTRATOR)
  t.equal(shown.status, 200)
  t.match(shown.text, /The club’s list is open\./)
  t.match(shown.text, /SQLite, in one file/)
  t.match(shown.text, /0 of at most 20,000/)
})

t.test('a list that is away or switched off is said to be so', async (t) => {
  const away = await withList(t, { DATABASE_URL: 'sqlite:/dev/null/none/a.db' })
  const shown = await page(away, '/upkeep', ADMINISTRATOR)
  t.equal(shown.status, 200)
  t.match(shown.text, /The club’s list cannot be read at present: its database does not answer/)
  const off = await withList(t, { DATABASE_URL: 'off' })
  const none = await page(off, '/upkeep', ADMINISTRATOR)
  t.equal(none.status, 200)
  t.match(none.text, /switched off \(DATABASE_URL=off\)/)
})

t.test('an administrator deletes a note, nobody else does, and the history says who', async (t) => {
  const door = await withList(t)
  for (const text of ['Left foot', 'Right foot']) {
    const added = await pressForm(
      door,
      '/jobs/j1/notes',
      ANALYST,
      new URLSearchParams({ text }).toString(),
    )
    t.equal(added.status, 303)
  }
  const formsOf = (html: string) => [
    ...html.matchAll(/id="note-([^"]+)">(\w+)[\s\S]*?action="([^"]*\/notes\/[^"]*\/delete)"/g),
  ]
  t.strictSame(formsOf((await page(door, '/jobs/j1', ANALYST)).text), [])
  const forms = formsOf((await page(door, '/jobs/j1', ADMINISTRATOR)).text)
  t.equal(forms.length, 2)
  const left = forms.find(([, , word]) => word === 'Left')?.[3] ?? ''
  t.equal((await pressForm(door, left, ANALYST)).status, 403)
  t.equal((await historyOf(door)).notes.length, 2)
  t.equal((await pressForm(door, left, ADMINISTRATOR)).status, 303)
  t.equal((await pressForm(door, left, ADMINISTRATOR)).status, 303, 'it is gone already')
  const { notes, items } = await historyOf(door)
  t.match(notes, [{ text: 'Right foot' }])
  t.equal(notes.length, 1)
  t.match(items, [{ action: 'delete-note', by: 'ada' }])
  t.equal(items.length, 1)
})

t.test('a note on a job that the service does not know any more can be deleted', async (t) => {
  const door = await withList(t)
  const body = new URLSearchParams({ text: 'Must go' }).toString()
  t.equal((await pressForm(door, '/jobs/j1/notes', ANALYST, body)).status, 303)
  door.upstream.on('GET /jobs/j1', json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404))
  t.equal((await page(door, '/jobs/j1', ADMINISTRATOR)).status, 404)
  const shown = await page(door, '/upkeep?notes=j1', ADMINISTRATOR)
  t.equal(shown.status, 200)
  t.match(shown.text, 'Must go')
  const [, form = ''] = /action="([^"]*\/notes\/[^"]*\/delete[^"]*)"/.exec(shown.text) ?? []
  const pressed = await pressForm(door, form, ADMINISTRATOR)
  t.equal(pressed.status, 303)
  t.equal(pressed.headers['location'], '/upkeep?notes=j1#notes')
  const after = await page(door, '/upkeep?notes=j1', ADMINISTRATOR)
  t.notMatch(after.text, 'Must go')
  t.match(after.text, 'This job has no notes.')
})

t.test('an administrator takes a job off the list, and its history stays', async (t) => {
  const door = await withList(t)
  const listed = whenListed({ ask: (path) => door.ask(path, { headers: ANALYST }) })
  t.equal((await page(door, '/jobs/j1', ANALYST)).status, 200)
  await listed((items) => items.length === 1)
  const press = async (id: string) =>
    (
      await pressForm(
        door,
        '/upkeep/take-off',
        ADMINISTRATOR,
        new URLSearchParams({ id }).toString(),
      )
    ).headers['location']
  t.equal((await pressForm(door, '/upkeep/take-off', ANALYST, 'id=j1')).status, 403)
  t.equal((await listed(() => true)).length, 1)
  t.equal(await press('http://touchline.lan/jobs/j1'), '/upkeep?taken=yes')
  t.equal((await listed(() => true)).length, 0)
  t.equal(await press('j1'), '/upkeep?taken=unknown')
  t.equal(await press('not an id!'), '/upkeep?taken=no-id')
  t.match((await historyOf(door)).items, [{ action: 'take-off', by: 'ada' }])
  t.equal((await listed(() => true)).length, 0, 'nobody looked at it again')
  t.match(
    (await page(door, '/upkeep?taken=yes', ADMINISTRATOR)).text,
    /comes back when an analyst opens its page again/,
  )
})

t.test(
  'a job that was taken off stays off while it is watched, until it is opened anew',
  async (t) => {
    const door = await withList(t)
    const listed = whenListed({ ask: (path) => door.ask(path, { headers: ANALYST }) })
    const says = (pct: number, more = {}) => {
      const progress = { step: 'TRACKING', pct, updated_at: new Date().toISOString() }
      const data = jobData('j1', { status: 'RUNNING', progress, ...more })
      door.upstream.on('GET /jobs/j1', json({ ok: true, data }))
      door.upstream.on('GET /jobs/j1/status', json({ ok: true, data }))
    }
    says(20)
    t.equal((await page(door, '/jobs/j1', ANALYST)).status, 200)
    const stream = await openStream(t, `${door.origin}/jobs/j1/stream`, { ...PAGE, ...ANALYST })
    t.equal(stream.status, 200)
    await stream.next()
    await listed((items) => items.length === 1)
    const off = await pressForm(door, '/upkeep/take-off', ADMINISTRATOR, 'id=j1')
    t.equal(off.headers['location'], '/upkeep?taken=yes')
    says(60, { warnings: ['SHAKY'] })
    await stream.next()
    await door.app.club.write()
    t.strictSame(await listed(() => true), [])
    t.equal((await page(door, '/jobs/j1', ADMINISTRATOR)).status, 200)
    await listed((items) => items.length === 1)
  },
)

t.test('a job that was taken off comes back when it is changed', async (t) => {
  const door = await withList(t)
  const listed = whenListed({ ask: (path) => door.ask(path, { headers: ANALYST }) })
  t.equal((await page(door, '/jobs/j1', ANALYST)).status, 200)
  await listed((items) => items.length === 1)
  t.equal((await pressForm(door, '/upkeep/take-off', ADMINISTRATOR, 'id=j1')).status, 303)
  t.equal((await listed(() => true)).length, 0)
  door.upstream.on('POST /jobs/j1/retry', json({ ok: true, data: { job_id: 'j1' } }))
  t.equal((await door.post('/api/jobs/j1/retry', {}, ANALYST)).status, 200)
  await listed((items) => items.length === 1)
})
