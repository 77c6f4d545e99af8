import t from 'tap'
import { connectGreedy, until } from '../../support/process/greedy.ts'
import { TOUCHLINE } from '../../support/sign-in/provider.ts'
import { withProvider } from '../../support/sign-in/with-provider.ts'

t.test(
  'whoever signs out is signed out here and at the provider, and only by a link of ours',
  async (t) => {
    const { browser, provider, app } = await withProvider(t)
    const anna = browser()
    await anna.enter('/', 'anna')
    const foreign = await anna.ask('/sign-out', { headers: { 'sec-fetch-site': 'cross-site' } })
    t.equal(foreign.status, 403)
    t.equal((await anna.ask('/api/jobs/j1')).status, 200, 'still signed in')
    const there = await anna.open('/sign-out')
    t.equal(there.url.origin, provider.issuer)
    t.equal(there.url.searchParams.get('post_logout_redirect_uri'), `${TOUCHLINE}/signed-out`)
    t.equal((await anna.ask('/api/jobs/j1')).status, 401)
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(there.text)?.[1] ?? ''
    const ended = await anna.ask(`${provider.issuer}/session/end/confirm`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
    })
    const done = await anna.open(String(ended.headers['location']))
    t.equal(done.url.href.replace(/\?.*/, ''), `${TOUCHLINE}/signed-out`)
    t.match(done.text, '<h1>Signed out</h1>')
    t.match((await anna.open('/')).text, /name="login"/, 'the provider asks again')
    await app.close()
    const told = app.logged().map(({ msg, user, by }) => [msg, user, by])
    t.match(
      told.filter(([msg]) => msg === 'signed in'),
      [['signed in', 'anna', 'oidc']],
    )
    t.match(
      told.filter(([msg]) => msg === 'signed out'),
      [['signed out', 'anna', 'oidc']],
    )
  },
)

t.test('signing out ends the streams of that session in all tabs, and no other', async (t) => {
  const { browser, app } = await withProvider(t)
  const watch = async (who: ReturnType<typeof browser>) => {
    await who.enter('/', 'anna')
    const kept = [...who.jar.values()].find(({ pair }) => pair.startsWith('touchline_session='))!
    const head = `GET /api/jobs/j1/events HTTP/1.1\r\nhost: touchline.test\r\ncookie: ${kept.pair}\r\n\r\n`
    const stream = await connectGreedy(t, app.port, head)
    stream.read()
    await until(() => stream.answers().includes('data: '))
    return stream
  }
  const [here, elsewhere] = [browser(), browser()]
  const [tab, other] = [await watch(here), await watch(elsewhere)]
  t.equal(app.app.live.streams, 2)
  t.equal((await here.ask('/sign-out')).status, 302)
  await tab.closed
  t.equal(app.app.live.streams, 1)
  t.notOk(other.socket.closed, 'the same person elsewhere goes on')
})
