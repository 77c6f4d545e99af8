import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { rawRequest, readAnswer } from '../../support/raw-request.ts'
import { startUpstream } from '../../support/service/upstream-server.ts'

const PICK = '/api/jobs/j1/pick-player'
const WRITE = { frame_key: 'k', track_id: 1 }
const PUBLIC = { PUBLIC_ORIGINS: 'https://touchline.club.lan,http://[2001:db8::1]:8080' }

async function start(t: Test, env: Record<string, string> = {}, anyHost = false) {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url, ...env }, { anyHost })
  const statusAt = async (host: string, headers: Record<string, string> = {}) =>
    (await app.ask('/api/jobs/j1', { headers: { host, ...headers } })).status
  return { ...app, upstream, statusAt }
}

const LOOPBACK = [
  'localhost',
  'LOCALHOST:3000',
  'localhost.',
  'desk.localhost:8080',
  '127.0.0.1',
  '127.0.0.1:1',
  '127.9.9.9:65535',
  '[::1]',
  '[::1]:3000',
]
const OTHERS = [
  'evil.test',
  'evil.test:3000',
  'localhost.evil.test',
  '127.0.0.1.evil.test',
  'evillocalhost',
  '10.0.0.5:3000',
  '0.0.0.0:3000',
  '[::]',
  '[2001:db8::2]',
  'touchline.club.lan.evil.test',
  'evil.test@localhost',
  'localhost/evil',
  'localhost:',
  ':3000',
]

t.test('where nobody is asked who they are, only loopback names are taken as Host', async (t) => {
  const { statusAt, post, upstream } = await start(t)
  for (const host of [...OTHERS, 'touchline.club.lan']) t.equal(await statusAt(host), 421, host)
  for (const host of ['evil.test', 'evil.test:3000']) {
    const page = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }
    t.equal((await post(PICK, WRITE, page)).status, 421, `a page of ${host}`)
  }
  t.strictSame(upstream.requests, [])
  for (const host of LOOPBACK) t.equal(await statusAt(host), 200, host)
})

t.test('names of PUBLIC_ORIGINS are taken beside them, at any port', async (t) => {
  const { statusAt } = await start(t, PUBLIC)
  for (const host of [
    'touchline.club.lan',
    'Touchline.Club.LAN:8443',
    '[2001:db8::1]:8080',
    ...LOOPBACK,
  ]) {
    t.equal(await statusAt(host), 200, host)
  }
  for (const host of OTHERS) t.equal(await statusAt(host), 421, host)
})

t.test('every host that a request names must be one of ours', async (t) => {
  const { statusAt } = await start(t, { ...PUBLIC, TRUSTED_PROXIES: '127.0.0.0/8' })
  const by = (host: string, forwarded: string) => statusAt(host, { 'x-forwarded-host': forwarded })
  t.equal(await by('127.0.0.1:3000', 'touchline.club.lan'), 200)
  t.equal(await by('127.0.0.1:3000', 'evil.test'), 421)
  t.equal(await by('127.0.0.1:3000', 'touchline.club.lan, evil.test'), 421)
  t.equal(await by('evil.test:3000', 'localhost'), 421, 'said by a page of evil.test itself')
})

t.test(
  'the refusal names the host and the setting: a page for people, JSON for scripts',
  async (t) => {
    const app = await start(t)
    const json = await app.ask('/api/jobs/j1', { headers: { host: 'touchline.lan:3000' } })
    t.equal(json.status, 421)
    t.match(json.json(), {
      ok: false,
      error: { code: 'HOST_NOT_TAKEN', message: /touchline\.lan:3000.*PUBLIC_ORIGINS/ },
    })
    const headers = { host: 'touchline.lan:3000', accept: 'text/html' }
    const page = await app.ask('/', { headers })
    t.equal(page.status, 421)
    t.match(page.headers['content-type'], /^text\/html/)
    t.match(page.text, '<h1>Not this address</h1>')
    t.match(page.text, 'PUBLIC_ORIGINS')
    t.notMatch(page.text, 'Correct the request')
    t.equal(
      (await app.ask('/', { headers: { ...headers, host: '<b>' } })).text.includes('<b>'),
      false,
    )
    await app.close()
    t.match(
      app.logged().filter(({ msg }) => msg === 'a request for another host was refused'),
      [{ host: 'touchline.lan:3000' }, {}, {}],
    )
  },
)

t.test('health checks answer under any name, because probes ask by address', async (t) => {
  const { ask } = await start(t)
  for (const path of ['/healthz', '/readyz']) {
    t.equal((await ask(path, { headers: { host: '10.0.0.5:3000' } })).status, 200, path)
  }
  t.equal((await ask('/metrics', { headers: { host: '10.0.0.5:3000' } })).status, 421)
})

t.test('a request of HTTP/1.0 without a host is a program, not a page', async (t) => {
  const { port } = await start(t)
  const answer = readAnswer(await rawRequest(port, 'GET /api/jobs/j1 HTTP/1.0\r\n\r\n'))
  t.equal(answer.status, 200)
})

t.test('who must say who they are may use any name, and so may all of the demo', async (t) => {
  const secret = 'sixteen characters'
  const env = { AUTH: 'proxy', AUTH_PROXY_SECRET: secret, TRUSTED_PROXIES: '127.0.0.0/8' }
  const named = { 'x-forwarded-user': 'anna', 'x-forwarded-secret': secret }
  const guarded = await start(t, env)
  t.equal(await guarded.statusAt('touchline.lan', named), 200)
  const demo = await start(t, {}, true)
  t.equal(await demo.statusAt('touchline.lan'), 200)
})
