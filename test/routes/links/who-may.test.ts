import t from 'tap'
import { hashPassword } from '../../../src/auth/passwords.ts'
import { ofResult, pressForm, pressLink, rated, revokeForms } from '../../support/club/links.ts'
import { basic, bearer, CHEAP, type Door, guarded, PASSWORD } from '../../support/guarded-app.ts'
import { json } from '../../support/service/upstream-server.ts'
import { withProvider } from '../../support/sign-in/with-provider.ts'

const VIEWER = basic('vera', PASSWORD)
const ANALYST = basic('anna', PASSWORD)
const ADMINISTRATOR = basic('ada', PASSWORD)
const PAGE = { accept: 'text/html' }

/** Vera looks, anna acts and ada looks after Touchline; the job has a result. */
async function threeRoles(t: Parameters<typeof guarded>[0], env: Record<string, string> = {}) {
  const hash = await hashPassword(PASSWORD, CHEAP)
  const door = await guarded(t, { DATABASE_URL: 'sqlite::memory:', ...env }, Date.now, {
    vera: `${hash}:viewer`,
    anna: `${hash}:analyst`,
    ada: `${hash}:administrator`,
  })
  withResult(door)
  return door
}

function withResult({ upstream }: Pick<Door, 'upstream'>) {
  const answer = json({ ok: true, data: rated('j1') })
  upstream.on('GET /jobs/j1', answer)
}

const historyOf = async ({ app, ask }: Door) => {
  await app.club.write()
  const { items } = (await ask('/api/club/jobs/j1/history', { headers: ANALYST })).json().data
  return items.map(({ action, by }: Record<string, string>) => `${action} by ${by}`)
}

t.test('a viewer neither makes a link nor sees any', async (t) => {
  const door = await threeRoles(t)
  t.equal((await pressLink(door, ofResult('j1'), VIEWER)).status, 403)
  const made = await pressLink(door, ofResult('j1'), ANALYST)
  t.equal(made.status, 200)
  const page = async (who: Record<string, string>) => {
    const answer = await door.ask('/jobs/j1/result', { headers: { ...PAGE, ...who } })
    t.equal(answer.status, 200)
    return answer.text
  }
  const [revoke = ''] = revokeForms(await page(ANALYST))
  t.match(await page(ANALYST), /<button>Make a link for the coach<\/button>/)
  t.match(await page(ANALYST), /Result, made by anna/)
  t.notMatch(await page(VIEWER), /links? for the coach/i)
  t.equal((await pressForm(door, revoke, VIEWER)).status, 403)
  t.equal((await door.ask(made.path, { headers: PAGE })).status, 200, 'it was not revoked')
})

t.test('whoever is signed in sees the page of a link as whoever is not', async (t) => {
  const door = await threeRoles(t)
  const { path } = await pressLink(door, ofResult('j1'), ANALYST)
  const seen = async (headers: Record<string, string>) => {
    const answer = await door.ask(path, { headers: { ...PAGE, ...headers } })
    t.equal(answer.status, 200)
    t.equal(answer.headers['www-authenticate'], undefined)
    return answer.text
  }
  const nobody = await seen({})
  t.match(nobody, /<h1>Result of L\. Okafor/)
  for (const one of [VIEWER, ANALYST, ADMINISTRATOR, bearer(door.reader), basic('x', 'wrong')]) {
    t.equal(await seen(one), nobody)
  }
  t.notMatch(nobody, /anna|vera|ada<|Sign out|Jobs</)
  t.equal((await door.ask(`${path}/result.csv`)).status, 200)
  t.equal((await door.ask('/jobs/j1/result', { headers: PAGE })).status, 401, 'the rest is closed')
  t.equal((await door.ask(`${path}/../../jobs/j1`, { headers: PAGE })).status, 401)
  t.equal((await door.ask(`${path}/nothing`, { headers: PAGE })).status, 404)
})

t.test('no sign-in is asked for behind a proxy that names nobody', async (t) => {
  const door = await guarded(t, {
    DATABASE_URL: 'sqlite::memory:',
    AUTH: 'proxy',
    AUTH_PROXY_SECRET: 'sixteen characters',
    TRUSTED_PROXIES: '127.0.0.0/8,::1/128',
    ADMINISTRATOR_GROUPS: 'admins',
    ANALYST_GROUPS: 'scouts',
    AUTH_GROUPS_HEADER: 'X-Forwarded-Groups',
  })
  withResult(door)
  const anna = {
    'x-forwarded-user': 'anna',
    'x-forwarded-groups': 'scouts',
    'x-forwarded-secret': 'sixteen characters',
  }
  const made = await pressLink(door, ofResult('j1'), anna)
  t.equal(made.status, 200)
  t.equal((await door.ask('/jobs/j1/result', { headers: PAGE })).status, 401)
  t.equal((await door.ask(made.path, { headers: PAGE })).status, 200)
})

t.test('no provider is asked for a link', async (t) => {
  const signIn = await withProvider(t, { DATABASE_URL: 'sqlite::memory:' })
  withResult(signIn)
  const { app } = signIn
  const closed = await app.ask('/jobs/j1/result', { headers: PAGE })
  t.equal(closed.status, 302)
  const wrong = await app.ask(`/shared/${'A'.repeat(43)}`, { headers: PAGE })
  t.equal(wrong.status, 404)
  t.match(wrong.text, /This link has ended or was never valid/)
  const hash = await import('../../../src/auth/tokens.ts')
  const token = 'B'.repeat(43)
  await app.app.club.links.make({
    ...{ hash: hash.hashToken(token), kind: 'result', madeBy: 'anna', endsAt: Date.now() + 60_000 },
    jobs: [{ jobId: 'j1', mark: 'x' }],
  })
  const right = await app.ask(`/shared/${token}`, { headers: PAGE })
  t.equal(right.status, 200)
  t.equal(right.headers['set-cookie'], undefined)
})

t.test('making and revoking stand in the history, and a link outlives its maker', async (t) => {
  const door = await threeRoles(t)
  const { path } = await pressLink(door, ofResult('j1'), ANALYST)
  const upkeep = await door.ask('/upkeep', { headers: { ...PAGE, ...ADMINISTRATOR } })
  t.equal(upkeep.status, 200)
  t.match(upkeep.text, /Result, made by anna/)
  const [revoke = ''] = revokeForms(upkeep.text)
  const revoked = await pressForm(door, revoke, ADMINISTRATOR, 'from=upkeep')
  t.equal(revoked.status, 303)
  t.equal(revoked.headers['location'], '/upkeep#links')
  t.equal((await door.ask(path, { headers: PAGE })).status, 404)
  t.strictSame((await historyOf(door)).sort(), ['link by anna', 'revoke-link by ada'])
  const page = await door.ask('/jobs/j1', { headers: { ...PAGE, ...ANALYST } })
  t.equal(page.status, 200)
  t.match(page.text, /anna made a link for the coach/)
  t.match(page.text, /ada revoked a link for the coach/)
  const list = await door.ask('/jobs/j1/result', { headers: { ...PAGE, ...ANALYST } })
  t.match(list.text, /revoked by ada/)
})

t.test('a second press gives the same link, and a revoked one is not given again', async (t) => {
  const door = await threeRoles(t)
  const first = await pressLink(door, ofResult('j1'), ANALYST)
  const second = await pressLink(door, ofResult('j1'), ANALYST)
  t.equal(second.status, 200)
  t.equal(second.path, first.path)
  const page = await door.ask('/jobs/j1/result', { headers: { ...PAGE, ...ANALYST } })
  t.equal(revokeForms(page.text).length, 1)
  t.equal((await pressForm(door, revokeForms(page.text)[0] ?? '', ANALYST)).status, 303)
  const third = await pressLink(door, ofResult('j1'), ANALYST)
  t.equal(third.status, 200)
  t.not(third.path, first.path)
  t.equal((await door.ask(third.path, { headers: PAGE })).status, 200)
})

t.test(
  'a form that is shown anew makes another link, and one that is sent twice does not',
  async (t) => {
    const door = await threeRoles(t)
    const onceOf = async () => {
      const shown = await door.ask('/jobs/j1/result', { headers: { ...PAGE, ...ANALYST } })
      t.equal(shown.status, 200)
      return /name="once" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
    }
    const paths = []
    for (const once of [await onceOf(), await onceOf()]) {
      const fields: [string, string][] = [...ofResult('j1'), ['once', once]]
      const pressed = [
        await pressLink(door, fields, ANALYST),
        await pressLink(door, fields, ANALYST),
      ]
      t.strictSame(
        pressed.map(({ status }) => status),
        [200, 200],
      )
      t.equal(pressed[1]?.path, pressed[0]?.path)
      paths.push(pressed[0]?.path)
    }
    t.not(paths[0], paths[1])
  },
)

t.test('a link is of a result or a comparison, for the days that the form offers', async (t) => {
  const door = await threeRoles(t)
  const odd: [string, string][][] = [
    ofResult('j1', '3650'),
    ofResult('j1', ''),
    ofResult('../j1'),
    [...ofResult('j1'), ['job', 'j2']],
    [['days', '7']],
  ]
  for (const fields of odd) {
    t.equal((await pressLink(door, fields, ANALYST)).status, 400, JSON.stringify(fields))
  }
  door.upstream.on('GET /jobs/j1', json({ ok: true, data: { ...rated('j1'), status: 'RUNNING' } }))
  t.equal((await pressLink(door, ofResult('j1'), ANALYST)).status, 409, 'no result')
  const scripted = await door.post('/club/links', { kind: 'result' }, ANALYST)
  t.equal(scripted.status, 415)
})
