import { join } from 'node:path'
import t from 'tap'
import { writeLine } from '../../../src/auth/files.ts'
import { hashToken, makeToken } from '../../../src/auth/tokens.ts'
import { TOUCHLINE } from '../../support/sign-in/provider.ts'
import { withProvider } from '../../support/sign-in/with-provider.ts'

t.test(
  'whoever signs in comes back to the page that was asked for, by name and role',
  async (t) => {
    const { browser, provider } = await withProvider(t)
    const anna = browser()
    const form = await anna.open('/jobs/j1/result?report=asked')
    t.equal(form.url.origin, provider.issuer)
    const shown = await anna.signIn(form, 'anna')
    t.equal(shown.status, 200)
    t.equal(shown.url.pathname + shown.url.search, '/jobs/j1/result?report=asked')
    t.match(
      shown.text,
      'anna</bdi> <span class="muted">analyst</span> <a href="/sign-out">Sign out',
    )
    const vera = await browser().enter('/', 'vera')
    t.match(vera.text, 'vera</bdi> <span class="muted">viewer</span>')
  },
)

t.test(
  'pages lead to the sign-in; scripts, fragments and what a page fetches get 401',
  async (t) => {
    const { app, upstream, provider } = await withProvider(t)
    const html = { accept: 'text/html' }
    const page = await app.ask('/jobs/j1?a=b', { headers: html })
    t.equal(page.status, 302)
    t.equal(page.headers['location'], '/sign-in?to=%2Fjobs%2Fj1%3Fa%3Db')
    const navigated = await app.ask('/', { headers: { 'sec-fetch-mode': 'navigate' } })
    t.equal(navigated.status, 302)
    const form = { ...html, 'content-type': 'application/x-www-form-urlencoded' }
    const refused: [string, Record<string, string>, 'GET' | 'POST'][] = [
      ['/api/jobs/j1', {}, 'GET'],
      ['/api/jobs/j1', html, 'GET'],
      ['/api/jobs/j1/events', {}, 'GET'],
      ['/jobs/j1', { accept: '*/*' }, 'GET'],
      ['/jobs/j1', { ...html, 'sec-fetch-mode': 'cors' }, 'GET'],
      ['/jobs/j1/live', { ...html, 'hx-request': 'true' }, 'GET'],
      ['/recent-jobs', html, 'GET'],
      ['/metrics', {}, 'GET'],
      ['/api/jobs/j1/enqueue', form, 'POST'],
      ['/api/jobs/j1/enqueue', { ...form, 'hx-request': 'true' }, 'POST'],
      ['/api/jobs', { 'content-type': 'application/json' }, 'POST'],
    ]
    for (const [path, headers, method] of refused) {
      const answer = await app.ask(path, {
        method,
        headers,
        ...(method === 'POST' ? { body: '{}' } : {}),
      })
      t.equal(answer.status, 401, `${method} ${path} ${JSON.stringify(headers)}`)
      t.match(answer.headers['www-authenticate'], /^Bearer/)
      t.match(answer.text, 'You are not signed in, so nothing was done.')
    }
    t.strictSame(upstream.requests, [])
    t.notOk(provider.requests.some((line) => line.startsWith('GET /auth')))
    t.equal((await app.ask('/healthz')).status, 200)
    const css = /href="(\/assets\/[^"]+\.css)"/.exec((await app.ask('/signed-out')).text)?.[1]
    t.equal((await app.ask(css!)).status, 200, 'pages before the sign-in have their style')
  },
)

t.test('nobody is led to another site, whatever stands in the address', async (t) => {
  const { browser } = await withProvider(t)
  const anna = browser()
  await anna.enter('/', 'anna')
  const elsewhere = [
    'https://evil.test/',
    '//evil.test/',
    '/\\evil.test/',
    '\\\\evil.test',
    '/%09/evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    '/jobs/../..//evil.test',
    'javascript:alert(1)',
    'jobs/j1',
    '/nothing',
    '/api/jobs/j1',
    '/sign-in?to=/',
    '/sign-in/back',
    '/sign-out',
    `/jobs/j1?${'a'.repeat(3_000)}`,
    '',
  ]
  for (const to of elsewhere) {
    // The provider knows anna by now, and leads back at once.
    const shown = await anna.open(`/sign-in?to=${encodeURIComponent(to)}`)
    t.equal(shown.url.href, `${TOUCHLINE}/`, JSON.stringify(to).slice(0, 40))
    t.equal(shown.status, 200)
  }
  t.equal((await anna.open('/sign-in?to=/&to=//evil.test')).url.href, `${TOUCHLINE}/`)
  t.equal((await anna.open('/sign-in?to=%2Fjobs%2Fj1')).url.pathname, '/jobs/j1')
})

t.test('tokens for scripts hold beside the provider, and read alone may read', async (t) => {
  const path = join(t.testdir({}), 'tokens')
  const token = makeToken()
  await writeLine(path, 'nightly', `read:${hashToken(token)}`)
  const { app } = await withProvider(t, { AUTH_TOKEN_FILE: path })
  const headers = { authorization: `Bearer ${token}` }
  t.equal((await app.ask('/api/jobs/j1', { headers })).status, 200)
  t.equal((await app.post('/api/jobs/j1/enqueue', {}, headers)).status, 403)
  const wrong = { authorization: `Bearer ${makeToken()}`, accept: 'text/html' }
  t.equal((await app.ask('/', { headers: wrong })).status, 401, 'a wrong one is led nowhere')
})

t.test('tabs that a browser opens at once all get in, each to its page', async (t) => {
  const { browser } = await withProvider(t)
  const anna = browser()
  const paths = ['/jobs/j1', '/jobs/j2', '/jobs/j1/result']
  // None of them has the cookie that the answer to the first brings.
  const begun = await Promise.all(paths.map((path) => anna.ask(`/sign-in?to=${path}`)))
  const forms = await Promise.all(
    begun.map(({ headers }) => anna.open(String(headers['location']))),
  )
  for (const [n, form] of forms.entries()) {
    const shown = await anna.signIn(form, 'anna')
    t.equal(shown.status, 200)
    t.equal(shown.url.href, TOUCHLINE + paths[n])
  }
})
