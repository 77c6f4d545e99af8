import { readFileSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { hashPassword } from '../../src/auth/passwords.ts'
import { basic, bearer, CHEAP, guarded, PASSWORD } from '../support/guarded-app.ts'
import { connectGreedy, until } from '../support/process/greedy.ts'

const VIEWER = basic('vera', PASSWORD)
const ANALYST = basic('anna', PASSWORD)
const READ = '/api/jobs/j1'
const PICK = '/api/jobs/j1/pick-player'
const WRITE = { frame_key: 'k', track_id: 1 }

/** Vera looks, anna acts and ada looks after Touchline; old has a line as older versions wrote it. */
async function threeRoles(t: Test) {
  const hash = await hashPassword(PASSWORD, CHEAP)
  return guarded(t, {}, Date.now, {
    vera: `${hash}:viewer`,
    anna: `${hash}:analyst`,
    ada: `${hash}:administrator`,
    old: hash,
  })
}

t.test('a viewer changes nothing, at any address, as JSON, by a form or by htmx', async (t) => {
  const { app, ask, upstream } = await threeRoles(t)
  const addresses = app.knownAddresses
    .all()
    .filter(({ methods }) => methods.has('POST'))
    .map(({ pattern }) => pattern.replace(':jobId', 'j1'))
  t.ok(addresses.includes('/api/jobs'))
  t.ok(addresses.includes('/api/jobs/j1/enqueue'))
  t.ok(addresses.includes('/jobs/j1/start'))
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const ways: [string, Record<string, string>, string][] = [
    ['json', { 'content-type': 'application/json' }, '{}'],
    ['page', { ...form, accept: 'text/html' }, 'a=b'],
    ['fragment', { ...form, accept: 'text/html', 'hx-request': 'true' }, 'a=b'],
  ]
  for (const path of addresses) {
    for (const [way, headers, body] of ways) {
      const sent = { method: 'POST' as const, headers: { ...VIEWER, ...headers }, body }
      const { status, text, headers: told } = await ask(path, sent)
      t.equal(status, 403, `${path} as ${way}`)
      // Some addresses are of pages alone, whatever is sent to them. This one is that of a page and of its form.
      const ofPages = path !== '/new-jobs' && app.knownAddresses.at(path)?.represents === 'page'
      const isPage = way === 'page' || ofPages
      if (way === 'json' && !isPage) {
        t.match(JSON.parse(text), { ok: false, error: { code: 'READ_ONLY' } }, path)
      } else if (/^\/upkeep|\/delete$/.test(path)) {
        t.match(text, 'Only administrators of Touchline may do this.')
      } else {
        t.match(text, isPage ? '<h1>Not allowed</h1>' : '<div class="error-fragment">')
        const role = path.startsWith('/notices') ? '' : ' for the role analyst'
        t.match(text, `Ask an administrator of Touchline${role}.`)
        t.equal(told['hx-retarget'], isPage ? undefined : '#flow-problem')
      }
    }
  }
  t.strictSame(
    upstream.requests.filter(({ method }) => method !== 'GET'),
    [],
  )
  for (const method of ['PUT', 'DELETE'] as const) {
    t.equal((await ask(READ, { method, headers: VIEWER })).status, 403, method)
  }
})

t.test('a viewer reads all that scripts read', async (t) => {
  const { ask } = await threeRoles(t)
  for (const part of ['', '/status', '/result', '/candidates', '/frames', '/report']) {
    t.equal((await ask(READ + part, { headers: VIEWER })).status, 200, part)
  }
  t.equal((await ask(READ, { method: 'HEAD', headers: VIEWER })).status, 200)
  t.equal((await ask('/openapi.json', { headers: VIEWER })).status, 200)
})

t.test('analysts and administrators act, and so does a line without a role', async (t) => {
  const { post } = await threeRoles(t)
  for (const name of ['anna', 'ada', 'old']) {
    t.equal((await post(PICK, WRITE, basic(name, PASSWORD))).status, 200, name)
  }
})

t.test('every page says the role, and to a viewer in one line what it means', async (t) => {
  const { ask } = await threeRoles(t)
  const LINE = 'Ask an administrator of Touchline if you need to.'
  for (const path of ['/', '/shortcuts', '/docs', '/jobs/j1', '/jobs/j1/result', '/nothing']) {
    const shown = (headers: Record<string, string>) =>
      ask(path, { headers: { ...headers, accept: 'text/html' } })
    const [viewer, analyst] = [await shown(VIEWER), await shown(ANALYST)]
    t.match(viewer.text, 'vera</bdi> <span class="muted">viewer</span>', path)
    t.equal(viewer.text.split(LINE).length, 2, path)
    t.notMatch(viewer.text, '#new-job', path)
    t.match(analyst.text, 'anna</bdi> <span class="muted">analyst</span>', path)
    t.notMatch(analyst.text, LINE, path)
    t.match(analyst.text, '#new-job', path)
  }
})

t.test('whoever is made a viewer in the file is one at once, streams included', async (t) => {
  const { ask, post, port, passwords } = await threeRoles(t)
  t.equal((await post(PICK, WRITE, ANALYST)).status, 200)
  const wire = `GET ${READ}/events HTTP/1.1\r\nhost: localhost\r\nauthorization: ${ANALYST.authorization}\r\n\r\n`
  const stream = await connectGreedy(t, port, wire)
  stream.read()
  await until(() => stream.answers().includes('data: '))
  const before = readFileSync(passwords, 'utf8')
  writeFileSync(passwords, before.replace(/^(anna:.*):analyst$/m, '$1:viewer'))
  await stream.closed
  t.equal((await post(PICK, WRITE, ANALYST)).status, 403)
  t.equal((await ask(READ, { headers: ANALYST })).status, 200, 'and still reads')
})

t.test('a token whose scope is lowered reads from then on', async (t) => {
  const { post, writer, tokens } = await threeRoles(t)
  t.equal((await post(PICK, WRITE, bearer(writer))).status, 200)
  const before = readFileSync(tokens, 'utf8')
  writeFileSync(tokens, before.replace(':read-write:', ':read:'))
  await until(async () => (await post(PICK, WRITE, bearer(writer))).status === 403)
})
