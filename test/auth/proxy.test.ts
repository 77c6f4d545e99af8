import { join } from 'node:path'
import t, { type Test } from 'tap'
import { writeLine } from '../../src/auth/files.ts'
import { hashToken, makeToken } from '../../src/auth/tokens.ts'
import { startApp } from '../support/app.ts'
import { rawRequest, readAnswer } from '../support/raw-request.ts'
import { startUpstream } from '../support/service/upstream-server.ts'

const READ = '/api/jobs/j1'
const PICK = '/api/jobs/j1/pick-player'
const WRITE = { frame_key: 'k', track_id: 1 }
const SECRET = 'sixteen characters'
const KNOWN = { 'x-forwarded-secret': SECRET }

/** Touchline behind a proxy of loopback addresses, with one token for scripts. */
async function behindProxy(t: Test, env: Record<string, string> = {}) {
  const tokens = join(t.testdir({}), 'tokens')
  const reader = makeToken()
  await writeLine(tokens, 'nightly', `read:${hashToken(reader)}`)
  const upstream = await startUpstream(t)
  const app = await startApp(t, {
    API_BASE_URL: upstream.url,
    AUTH: 'proxy',
    AUTH_PROXY_SECRET: SECRET,
    AUTH_TOKEN_FILE: tokens,
    TRUSTED_PROXIES: '127.0.0.0/8,::1/128',
    ...env,
  })
  /** A read whose user header has these bytes. */
  const statusFor = async (bytes: string, header = 'X-Forwarded-User') => {
    const wire = `GET ${READ} HTTP/1.1\r\nHost: a\r\n${header}: ${bytes}\r\nX-Forwarded-Secret: ${SECRET}\r\nX-Request-Id: r\r\nConnection: close\r\n\r\n`
    return readAnswer(await rawRequest(app.port, Buffer.from(wire, 'latin1'))).status
  }
  const told = (message: string) => app.logged().filter(({ msg }) => msg === message)
  return { ...app, upstream, reader, statusFor, told }
}

t.test('a proxy names the user, from a trusted network and with the secret', async (t) => {
  const { post, upstream, told, close } = await behindProxy(t)
  const headers = { ...KNOWN, 'x-forwarded-user': 'anna@club.test' }
  t.equal((await post(PICK, WRITE, headers)).status, 200)
  for (const { headers } of upstream.requests) {
    t.notOk(headers['x-forwarded-user'])
    t.notOk(headers['x-forwarded-secret'])
  }
  await close()
  t.match(told('answered'), [{ user: 'anna@club.test', action: 'pick-player' }])
})

t.test('names of real directories enter, and stand in the log as they are written', async (t) => {
  const { statusFor, told, close } = await behindProxy(t)
  const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
  const names = ['AD\\anna', 'Anna Smith', 'Anna Müller', 'CN=Anna,OU=Staff', "Seán O'Brien"]
  for (const name of names) t.equal(await statusFor(utf8(name)), 200, name)
  t.equal(await statusFor('Anna M\xfcller'), 200, 'in Latin-1')
  await close()
  t.strictSame(
    told('answered').map(({ user }) => user),
    [...names, 'Anna Müller'],
  )
})

t.test('the header of another proxy is believed where it is set, and no other then', async (t) => {
  for (const header of ['Remote-User', 'X-Auth-Request-User']) {
    const { statusFor, ask, upstream, reader } = await behindProxy(t, { AUTH_USER_HEADER: header })
    t.equal(await statusFor('anna', header), 200, header)
    t.equal(await statusFor('anna', 'X-Forwarded-User'), 401)
    const token = { authorization: `Bearer ${reader}`, [header]: 'ben' }
    t.equal((await ask(READ, { headers: token })).status, 200)
    t.equal(upstream.requests.length, 2)
    for (const { headers } of upstream.requests) {
      t.notOk(headers[header.toLowerCase()], 'it never goes upstream')
    }
  }
})

t.test('the log says which check failed', async (t) => {
  const { ask, close, told, logs, upstream, statusFor } = await behindProxy(t)
  const refused: [Record<string, string>, string][] = [
    [{ 'x-forwarded-user': 'anna' }, 'no x-forwarded-secret'],
    [
      { 'x-forwarded-user': 'anna', 'x-forwarded-secret': `${SECRET}c4na4y` },
      'wrong x-forwarded-secret',
    ],
    [KNOWN, 'no x-forwarded-user'],
    [{ ...KNOWN, 'x-forwarded-user': '' }, 'no x-forwarded-user'],
    [{ ...KNOWN, 'x-forwarded-user': '(null)' }, 'x-forwarded-user holds no name'],
  ]
  for (const [headers] of refused) t.equal((await ask(READ, { headers })).status, 401)
  t.equal(await statusFor('ben\r\nX-Forwarded-User: anna'), 401)
  await close()
  const reasons = told('the proxy named no user').map(({ reason }) => reason)
  t.strictSame(reasons, [...refused.map(([, why]) => why), 'x-forwarded-user stands twice'])
  t.match(told('the proxy named no user')[0], { level: 40, peer: /127\.0\.0\.1$/, reqId: String })
  t.notMatch(logs.join(''), /c4na4y/)
  t.strictSame(upstream.requests, [])
})

t.test('a user named from any other network is nobody', async (t) => {
  const { ask, close, told } = await behindProxy(t, { TRUSTED_PROXIES: '10.0.0.0/8' })
  const headers = { ...KNOWN, 'x-forwarded-user': 'anna', 'x-forwarded-for': '10.0.0.1' }
  t.equal((await ask(READ, { headers })).status, 401)
  await close()
  t.match(told('the proxy named no user'), [{ reason: 'the address is not in TRUSTED_PROXIES' }])
})

t.test("a proxy's own credentials are neither judged nor counted", async (t) => {
  const { ask, close, told } = await behindProxy(t)
  const named = { ...KNOWN, 'x-forwarded-user': 'anna' }
  for (const authorization of [
    'Bearer eyJhbGciOiJub25lIn0.e30.',
    'Basic YW5uYTp4',
    'Negotiate a',
  ]) {
    for (let i = 0; i < 15; i += 1) {
      t.equal((await ask(READ, { headers: { ...named, authorization } })).status, 200)
    }
    t.equal((await ask(READ, { headers: { authorization } })).status, 401, 'they open no door')
  }
  await close()
  t.strictSame(told('wrong credentials'), [])
})

t.test('a token of ours is judged even beside a name', async (t) => {
  const { ask, post, reader } = await behindProxy(t)
  const named = { ...KNOWN, 'x-forwarded-user': 'anna' }
  t.equal((await ask(READ, { headers: { authorization: `Bearer ${reader}` } })).status, 200)
  const asReader = { ...named, authorization: `Bearer ${reader}` }
  t.equal((await post(PICK, WRITE, asReader)).status, 403)
  const wrong = { ...named, authorization: `Bearer ${makeToken()}` }
  t.equal((await ask(READ, { headers: wrong })).status, 401)
})

t.test('who is turned away reads what to do', async (t) => {
  const { ask } = await behindProxy(t)
  const { status, text } = await ask('/', { headers: { accept: 'text/html' } })
  t.equal(status, 401)
  t.match(text, '<h1>Sign in</h1>')
  t.match(text, 'The proxy in front of Touchline did not say who you are.')
  t.match(text, 'Load the page again to sign in.')
  t.notMatch(text, 'Correct the request')
})

t.test('every page says who is signed in, and has the way out that is set', async (t) => {
  const named = { ...KNOWN, 'x-forwarded-user': 'AD\\<b>anna', accept: 'text/html' }
  const { ask } = await behindProxy(t, { AUTH_SIGN_OUT_URL: '/oauth2/sign_out?rd=%2F' })
  for (const [path, status] of [
    ['/', 200],
    ['/shortcuts', 200],
    ['/jobs/j1', 200],
    ['/nothing', 404],
  ] as const) {
    const page = await ask(path, { headers: named })
    t.equal(page.status, status, path)
    t.match(page.text, '>AD\\&lt;b&gt;anna</bdi>', path)
    t.match(page.text, '<a href="/oauth2/sign_out?rd=%2F">Sign out</a>', path)
  }
  const stranger = await ask('/', { headers: { accept: 'text/html' } })
  t.notMatch(stranger.text, 'Sign out')
  const without = await behindProxy(t)
  const page = await without.ask('/', { headers: named })
  t.match(page.text, '>AD\\&lt;b&gt;anna</bdi>')
  t.notMatch(page.text, 'Sign out')
})
