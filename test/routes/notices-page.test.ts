import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { hashPassword } from '../../src/auth/passwords.ts'
import { startNotices } from '../support/club/notices-app.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }

t.test('what was given up is shown to an administrator, who can send it again', async (t) => {
  const { page, ask, receiver, end, until, jobs } = await startNotices(t)
  const empty = await page('/notices')
  t.equal(empty.status, 200)
  t.match(empty.text, /0 wait to be sent. 0 were delivered/)
  receiver.answer = () => 410
  await end('j1')
  await until(({ dead }) => dead === 1)
  const { text, headers } = await page('/notices')
  t.equal(headers['cache-control'], 'no-store')
  t.match(text, /Finished: <a href="\/jobs\/j1">L. Okafor<\/a>/)
  t.match(text, /it answered 410/)
  t.match(text, `<code>http://127.0.0.1:${receiver.port} (1)</code>`)
  t.notMatch(text, /\/hook/, 'no path: it may be a secret')
  const [, action = ''] = /action="(\/notices\/[^"]+\/send-again)"/.exec(text) ?? []
  receiver.answer = () => 204
  for (let i = 0; i < 2; i += 1) {
    const sent = await ask(action, { method: 'POST', headers: form })
    t.equal(sent.status, 303)
    t.equal(sent.headers['location'], '/notices')
  }
  await until(({ delivered }) => delivered === 1)
  t.equal(receiver.got.length, 2)
  t.equal(receiver.got[0]?.id, receiver.got[1]?.id)
  t.match((await page('/notices')).text, /1 was delivered/)
  jobs.set('j2', jobs.get('j1')!)
  t.match((await page('/jobs/j2')).text, /<a href="\/notices">Notices<\/a>/)
})

t.test('an address that is no notice is not found, and a list that is away says so', async (t) => {
  const { page, ask } = await startNotices(t, { DATABASE_URL: 'sqlite:/dev/null/none.db' })
  const none = await ask('/notices/msg_x/send-again', { method: 'POST', headers: form })
  t.equal(none.status, 404)
  const { status, text } = await page('/notices')
  t.equal(status, 503)
  t.match(text, /list cannot be read at present/)
})

t.test('nobody else sees them', async (t) => {
  const folder = t.testdir({})
  const file = join(folder, 'passwords')
  const people = ['administrator', 'analyst', 'viewer']
  const lines = await Promise.all(
    people.map(async (role) => `${role}:${await hashPassword('secret-of-them')}:${role}`),
  )
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  const { ask } = await startNotices(t, { AUTH: 'basic', AUTH_PASSWORD_FILE: file })
  const as = (role: string) => ({
    authorization: `Basic ${Buffer.from(`${role}:secret-of-them`).toString('base64')}`,
  })
  const again = '/notices/msg_00000000-0000-4000-8000-000000000000/send-again'
  for (const [role, status, after] of [
    ['administrator', 200, 303],
    ['analyst', 403, 403],
    ['viewer', 403, 403],
  ] as const) {
    const page = await ask('/notices', { headers: { accept: 'text/html', ...as(role) } })
    t.equal(page.status, status, role)
    const sent = await ask(again, { method: 'POST', headers: { ...form, ...as(role) } })
    t.equal(sent.status, after, role)
    const home = await ask('/shortcuts', { headers: { accept: 'text/html', ...as(role) } })
    t.equal(/href="\/notices"/.test(home.text), role === 'administrator', role)
  }
})
