import t from 'tap'
import { TOUCHLINE } from '../../support/sign-in/provider.ts'
import { cameBack, withProvider } from '../../support/sign-in/with-provider.ts'

t.test('an answer counts only for the browser and the sign-in that it belongs to', async (t) => {
  const { browser, app, later } = await withProvider(t)
  const [anna, other] = [browser(), browser()]
  await anna.enter('/', 'anna')
  await other.open('/')
  const refused = async (who: typeof anna, url: URL, words: RegExp) => {
    const { status, text, headers } = await who.ask(url)
    t.equal(status, 403, url.search.slice(0, 60))
    t.match(text, '<h1>Not allowed</h1>')
    t.match(text, words)
    t.notOk(
      [headers['set-cookie'] ?? []].flat().some((line) => line.startsWith('touchline_session')),
    )
  }
  const STALE = /too old, or it was begun in another browser/
  const UNPROVEN = /could not be verified/

  for (const who of [other, browser()]) {
    const led = await who.ask(await cameBack(anna, '/sign-in'))
    t.equal(led.status, 302)
    t.equal(led.headers['location'], '/sign-in?to=%2F&again=yes', 'it begins a sign-in of its own')
    t.equal(led.headers['set-cookie'], undefined)
    await refused(who, await cameBack(anna, '/sign-in?to=/&again=yes'), STALE)
  }
  const [first, second] = [await cameBack(anna, '/sign-in'), await cameBack(anna, '/sign-in')]
  const mixed = new URL(first)
  mixed.searchParams.set('state', second.searchParams.get('state')!)
  await refused(anna, mixed, UNPROVEN)
  const tampered = new URL(second)
  tampered.searchParams.set('state', `${second.searchParams.get('state')}a`)
  await refused(anna, tampered, STALE)
  const session = [...anna.jar.values()].find(({ pair }) => pair.startsWith('touchline_session='))!
  const swapped = new URL(second)
  swapped.searchParams.set('state', session.pair.slice('touchline_session='.length))
  await refused(anna, swapped, STALE)
  const issuer = new URL(second)
  issuer.searchParams.set('iss', 'https://evil.test')
  await refused(anna, issuer, UNPROVEN)
  await refused(anna, new URL('/sign-in/back', TOUCHLINE), STALE)
  await refused(anna, new URL('/sign-in/back?code=a&state=b', TOUCHLINE), STALE)
  t.equal((await anna.ask(second)).status, 302, 'the very answer is taken')
  await refused(anna, second, UNPROVEN)
  const late = await cameBack(anna, '/sign-in')
  later(10 * 60_000 + 1_000)
  await refused(anna, late, STALE)

  const denied = await cameBack(browser(), '/sign-in').catch(() => null)
  t.equal(denied, null, 'a stranger is not led back')
  await app.close()
  const log = app.logs.join('')
  for (const secret of [late.searchParams.get('code')!, late.searchParams.get('state')!]) {
    t.notOk(log.includes(secret), 'no code and no state is logged')
  }
})

t.test('what the provider refuses is said in its word, and nothing that it made up', async (t) => {
  const { browser } = await withProvider(t)
  const anna = browser()
  const begun = await anna.ask('/sign-in?to=/')
  const there = new URL(String(begun.headers['location']))
  const state = there.searchParams.get('state')!
  for (const [error, words] of [
    ['access_denied', 'The sign-in service did not let you in: access_denied.'],
    ['<b>Send your password to evil.test</b>', 'did not let you in: it gave no reason.'],
  ]) {
    const back = new URL('/sign-in/back', TOUCHLINE)
    back.search = new URLSearchParams({ state, error: error!, iss: there.origin }).toString()
    const { status, text } = await anna.ask(back)
    t.equal(status, 403)
    t.match(text, words)
    t.notMatch(text, 'evil.test')
  }
})

t.test(
  'a provider that is down at the start or later is said in a sentence, and tried again',
  async (t) => {
    const { browser, provider, restart, app: first } = await withProvider(t)
    const anna = browser()
    provider.fail(true)
    await restart()
    const away = await anna.open('/')
    t.equal(away.status, 503)
    t.match(away.text, '<h1>Not available</h1>')
    t.match(away.text, 'The sign-in service does not answer, so nobody can sign in at present.')
    t.equal(away.headers['retry-after'], '5')
    for (const path of ['/healthz', '/readyz']) t.equal((await anna.ask(path)).status, 200, path)
    provider.fail(false)
    t.equal((await anna.enter('/', 'anna')).status, 200, 'the next one gets in')
    const back = await cameBack(anna, '/sign-in')
    provider.fail(true)
    t.equal((await anna.ask('/api/jobs/j1')).status, 200, 'who is signed in stays so')
    const late = await anna.ask(back)
    t.equal(late.status, 503)
    t.match(late.text, 'The sign-in service does not answer')
    t.equal((await anna.open('/sign-out')).url.origin, provider.issuer, 'its place is known')
    t.ok(first)
  },
)
