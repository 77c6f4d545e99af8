import t from 'tap'
import { connectGreedy, until } from '../../support/process/greedy.ts'
import { TOUCHLINE } from '../../support/sign-in/provider.ts'
import { withProvider } from '../../support/sign-in/with-provider.ts'

t.test(
  'the session is a cookie that only the server reads and only pages of ours send',
  async (t) => {
    for (const [origin, basePath, wanted] of [
      [TOUCHLINE, '', 'Max-Age=3600; Path=/; HttpOnly; SameSite=Lax'],
      [
        'https://touchline.test',
        '/desk',
        'Max-Age=3600; Path=/desk; HttpOnly; Secure; SameSite=Lax',
      ],
    ] as const) {
      const { browser, provider } = await withProvider(
        t,
        { PUBLIC_ORIGINS: origin, ...(basePath === '' ? {} : { BASE_PATH: basePath }) },
        { origins: [origin], basePath },
      )
      const anna = browser()
      const begun = await anna.ask(`${basePath}/sign-in?to=${basePath}/jobs/j1`)
      t.equal(begun.status, 302)
      t.match(begun.url.href, TOUCHLINE)
      const [start = ''] = [begun.headers['set-cookie'] ?? []].flat()
      t.match(start, `; Path=${basePath}/sign-in; HttpOnly`)
      t.equal(start.includes('Secure'), origin.startsWith('https'))
      const there = new URL(String(begun.headers['location']))
      t.equal(there.origin, provider.issuer)
      t.equal(there.searchParams.get('redirect_uri'), `${origin}${basePath}/sign-in/back`)
      t.equal(there.searchParams.get('code_challenge_method'), 'S256')
      t.ok(there.searchParams.get('nonce'))
      // The provider leads to https, which is a proxy's: here its word is taken to Touchline by hand.
      const form = await anna.open(there)
      const action = /action="([^"]+)"/.exec(form.text)?.[1] ?? ''
      let shown = await anna.ask(new URL(action, form.url), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'prompt=login&login=anna&password=a',
      })
      let location = String(shown.headers['location'])
      while (location.startsWith(provider.issuer)) {
        shown = await anna.ask(location)
        location = String(shown.headers['location'])
      }
      const back = new URL(location)
      t.equal(back.origin, origin)
      const done = await anna.ask(new URL(back.pathname + back.search, TOUCHLINE))
      const [session = ''] = [done.headers['set-cookie'] ?? []].flat()
      t.match(session, /^touchline_session=[\w.-]+; /)
      t.equal(session.replace(/^[^;]+; /, ''), wanted)
      t.notMatch(session, /anna|scouts/)
      t.equal(done.headers['location'], `${basePath}/jobs/j1`)
      t.equal(done.headers['cache-control'], 'no-store')
    }
  },
)

t.test('a session that was changed, made elsewhere or cut is none', async (t) => {
  const { browser, restart } = await withProvider(t)
  const anna = browser()
  await anna.enter('/', 'anna')
  const kept = [...anna.jar.values()].find(({ pair }) => pair.startsWith('touchline_session='))!
  const good = kept.pair
  const status = async (pair: string) => {
    kept.pair = pair
    return (await anna.ask('/api/jobs/j1')).status
  }
  t.equal(await status(good), 200)
  const [head, , ...rest] = good.split('.')
  for (const bad of [
    `${good.slice(0, -1)}`,
    good.replace(/.(.{12})$/, (all, end) => `${all[0] === 'A' ? 'B' : 'A'}${end}`),
    [head, '', ...rest].join('.').slice(0, -4),
    'touchline_session=',
    'touchline_session=eyJhbGciOiJub25lIn0.eyJ1c2VyIjoiYWRhIiwicm9sZSI6ImFkbWluaXN0cmF0b3IifQ.',
    `touchline_session=${'a'.repeat(5_000)}`,
  ]) {
    t.equal(await status(bad), 401, bad.slice(0, 60))
  }
  await restart({ OIDC_CLIENT_ID: 'another' })
  t.equal(await status(good), 401, 'of another client')
})

t.test(
  'sessions outlive a restart and hold on every replica; a new key signs nobody out',
  async (t) => {
    const [old, newer, another] = ['o', 'n', 'a'].map((letter) => letter.repeat(40))
    const { browser, restart } = await withProvider(t, { OIDC_COOKIE_KEYS: old! })
    const anna = browser()
    await anna.enter('/', 'anna')
    const status = async () => (await anna.ask('/api/jobs/j1')).status
    await restart()
    t.equal(await status(), 200, 'another process')
    await restart({ OIDC_COOKIE_KEYS: `${newer},${old}` })
    t.equal(await status(), 200, 'the old key still opens')
    const shown = await anna.open('/sign-in?to=/')
    t.equal(shown.status, 200)
    await restart({ OIDC_COOKIE_KEYS: newer! })
    t.equal(await status(), 200, 'the new one has sealed since')
    await restart({ OIDC_COOKIE_KEYS: another! })
    t.equal(await status(), 401, 'other keys end all sessions at once')
  },
)

t.test(
  'a session ends at its time, its streams too, and whoever has left cannot come back',
  async (t) => {
    const { browser, later, provider, app } = await withProvider(t, { OIDC_SESSION_MINUTES: '5' })
    const anna = browser()
    await anna.enter('/', 'anna')
    const { pair } = [...anna.jar.values()].find(({ pair }) =>
      pair.startsWith('touchline_session='),
    )!
    const stream = await connectGreedy(
      t,
      app.port,
      `GET /api/jobs/j1/events HTTP/1.1\r\nhost: touchline.test\r\ncookie: ${pair}\r\n\r\n`,
    )
    stream.read()
    await until(() => stream.answers().includes('data: '))
    later(5 * 60_000 - 2_000)
    t.equal((await anna.ask('/api/jobs/j1')).status, 200)
    delete (provider.people as Record<string, unknown>)['anna']
    later(3_000)
    await stream.closed
    t.equal((await anna.ask('/api/jobs/j1')).status, 401)
    const shown = await anna.open('/jobs/j1')
    t.not(shown.url.origin, TOUCHLINE, 'the provider does not let anna in any more')
  },
)
