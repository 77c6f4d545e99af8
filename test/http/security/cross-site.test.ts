import t from 'tap'
import { startApp } from '../../support/app.ts'
import { startUpstream } from '../../support/service/upstream-server.ts'

const PICK = '/api/jobs/j1/pick-player'
const WRITE = { frame_key: 'k', track_id: 1 }
const proxied = (headers: Record<string, string> = {}) => ({
  host: 'touchline.club.lan',
  ...headers,
})

t.test('a change from another site is refused, and nothing is sent', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url })
  const { origin } = app
  const refused: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin },
    { 'sec-fetch-site': '' },
    { 'sec-fetch-site': 'anything' },
    { origin: 'http://evil.test' },
    { origin: 'null' },
    { origin: `${origin}.evil.test` },
    { origin: origin.replace('http:', 'https:') },
    { origin: 'http://127.0.0.1:1' },
  ]
  for (const headers of refused) {
    const answer = await app.post(PICK, WRITE, headers)
    t.equal(answer.status, 403, JSON.stringify(headers))
    t.match(answer.json(), { ok: false, error: { code: 'CROSS_SITE_WRITE' } })
  }
  t.strictSame(upstream.requests, [])
  const taken: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin', origin },
    { origin },
  ]
  for (const headers of taken) {
    t.equal((await app.post(PICK, WRITE, headers)).status, 200, JSON.stringify(headers))
  }
  t.equal((await app.ask('/api/jobs/j1', { headers: { origin: 'http://evil.test' } })).status, 200)
})

t.test('a change is ours by the address that the browser sees', async (t) => {
  const upstream = await startUpstream(t)
  const env = { API_BASE_URL: upstream.url, TRUSTED_PROXIES: '127.0.0.0/8', PUBLIC_ORIGINS: '' }
  const { post } = await startApp(t, env, { anyHost: true })
  const origin = 'https://touchline.club.lan'
  const taken: Record<string, string>[] = [
    { origin: 'http://touchline.club.lan' },
    { origin: 'http://touchline.club.lan', host: 'Touchline.Club.LAN:80' },
    { origin, 'x-forwarded-proto': 'https' },
    { origin, 'x-forwarded-proto': 'HTTPS , http' },
    { origin, 'x-forwarded-proto': 'https', host: 'touchline.club.lan:443' },
    {
      origin,
      'x-forwarded-proto': 'https',
      host: 'a',
      'x-forwarded-host': 'touchline.club.lan, b',
    },
    { origin: `${origin}:8443`, 'x-forwarded-proto': 'https', host: 'touchline.club.lan:8443' },
  ]
  for (const headers of taken) {
    t.equal((await post(PICK, WRITE, proxied(headers))).status, 200, JSON.stringify(headers))
  }
  const refused: Record<string, string>[] = [
    { origin },
    { origin, 'x-forwarded-proto': 'http, https' },
    { origin, 'x-forwarded-proto': 'javascript' },
    { origin: 'http://touchline.club.lan:8080' },
    { origin: 'http://a', 'x-forwarded-host': 'touchline.club.lan, a' },
    { origin: 'http://a', host: 'a/b' },
    { origin: 'http://a', host: 'b@a' },
  ]
  for (const headers of refused) {
    t.equal((await post(PICK, WRITE, proxied(headers))).status, 403, JSON.stringify(headers))
  }
})

t.test(
  'PUBLIC_ORIGINS are ours, whatever a proxy passes on, and their likes are not',
  async (t) => {
    const upstream = await startUpstream(t)
    const { post, origin } = await startApp(t, {
      API_BASE_URL: upstream.url,
      PUBLIC_ORIGINS: 'https://touchline.club.lan, HTTP://Desk.Club.LAN:8080/',
    })
    for (const ours of ['https://touchline.club.lan', 'http://desk.club.lan:8080', origin]) {
      t.equal((await post(PICK, WRITE, { origin: ours })).status, 200, ours)
    }
    for (const other of [
      'http://touchline.club.lan',
      'https://touchline.club.lan:8443',
      'https://touchline.club.lan.other.example',
      'https://other.example',
      'null',
    ]) {
      t.equal((await post(PICK, WRITE, { origin: other })).status, 403, other)
    }
    const crossSite = { origin: 'https://touchline.club.lan', 'sec-fetch-site': 'cross-site' }
    t.equal((await post(PICK, WRITE, crossSite)).status, 403, 'the browser knows better')
  },
)

t.test('a refusal tells an administrator what to set, on the page and in the log', async (t) => {
  const app = await startApp(t, { TRUSTED_PROXIES: '10.0.0.0/8' }, { anyHost: true })
  const form = 'application/x-www-form-urlencoded'
  const ask = (headers: Record<string, string>) =>
    app.ask('/api/jobs', {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': form, ...proxied(headers) },
      body: 'role=a',
    })
  const origin = 'https://touchline.club.lan'
  const HELP =
    'Origin https://touchline.club.lan is not http://touchline.club.lan: the proxy must pass Host and X-Forwarded-Proto and stand in TRUSTED_PROXIES, or PUBLIC_ORIGINS must name https://touchline.club.lan.'
  const page = await ask({ origin })
  t.equal(page.status, 403)
  t.match(page.text, '<h1>Not allowed</h1>')
  t.match(page.text, HELP)
  t.notMatch(page.text, /Correct the request/)
  t.notMatch(page.text, 'came from an address that TRUSTED_PROXIES does not list')
  const untrusted = await ask({ origin, 'x-forwarded-proto': 'https' })
  t.match(untrusted.text, HELP)
  t.match(untrusted.text, 'came from an address that TRUSTED_PROXIES does not list')
  t.match((await ask({ origin: 'null' })).text, 'Referrer-Policy: no-referrer')
  t.match((await ask({ 'sec-fetch-site': 'cross-site' })).text, 'another site')
  const strange = await ask({ origin: 'http://a.test/"><b>?X-Amz-Signature=c4na4y' })
  t.notMatch(strange.text, /<b>|c4na4y/)
  await app.close()
  const told = app.logged().filter(({ msg }) => /another origin/.test(msg))
  t.equal(told.length, 5)
  t.match(told[0], { origin, own: 'http://touchline.club.lan', untrustedProxy: false })
  t.match(told[1], { untrustedProxy: true, peer: /127\.0\.0\.1$/ })
  t.notMatch(app.logs.join(''), /c4na4y/)
})
