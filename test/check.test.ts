import { once } from 'node:events'
import { statSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import t, { type Test } from 'tap'
import { readConfig } from '../src/config/index.ts'
import { checkWorld } from '../src/start/check.ts'
import { startFullPort } from './support/process/full-port.ts'
import { startProcess } from './support/process/start-process.ts'
import { closedPort } from './support/service/fault-server.ts'
import { answer, startImageStore } from './support/service/image-store.ts'
import { json, startUpstream } from './support/service/upstream-server.ts'
import { settingsFor, startProvider } from './support/sign-in/provider.ts'

const NO_SUCH_JOB = json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404)

/** `npm start -- --check`, its exit status, and what it printed line by line. */
async function check(t: Test, env: Record<string, string>) {
  const { ended, lines, errors } = startProcess(t, env, ['--check'])
  const [status] = await ended
  const verdicts = lines().filter((line) => /^(ok|WRONG) /.test(line))
  return { status, lines: lines(), errors: errors(), verdicts }
}

t.test('--check says whether the club’s list can be kept', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const folder = t.testdir({ file: 'no folder' })
  for (const [file, verdict] of [
    [`${folder}/data/touchline.db`, /^ok .*touchline\.db: The club's list can be kept here\./],
    [`${folder}/file/touchline.db`, /^WRONG .*The club's list cannot be kept here: /],
    // Its file system says of a folder that is there that it is not.
    ['/proc/touchline/touchline.db', /^WRONG .*The club's list cannot be kept here: ENOENT/],
  ] as const) {
    const env = { API_BASE_URL: upstream.url, DATABASE_URL: `sqlite:${file}`, LOG_LEVEL: 'silent' }
    const { status, verdicts } = await check(t, env)
    t.match(verdicts[1], verdict)
    t.equal(status, verdict.source.startsWith('^ok') ? 0 : 1)
  }
  t.equal(statSync(`${folder}/data/touchline.db`).mode & 0o777, 0o600, 'its owner alone reads it')
})

t.test('--check shows what takes effect and that all answer', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const store = await startImageStore(t)
  store.on('/fnh/', answer(403, {}, 'no list'))
  const { status, lines, verdicts, errors } = await check(t, {
    API_BASE_URL: `${upstream.url}/v1/`,
    FRAME_SOURCES: `http://127.0.0.1:${store.port}/fnh`,
    UPSTREAM_AUTHORIZATION: 'Bearer c4na4y',
    BASE_PATH: '/desk',
    LOG_LEVEL: 'silent',
  })
  t.equal(status, 0)
  t.strictSame(verdicts, [
    `ok     ${upstream.url}/v1: The video-analysis service answers.`,
    `ok     http://127.0.0.1:${store.port}/fnh/: The image store answers (403).`,
  ])
  t.match(lines.join('\n'), /^BASE_PATH +\/desk$/m)
  t.match(lines.join('\n'), /^PORT +3000 \(default\)$/m)
  t.match(lines.join('\n'), /^UPSTREAM_AUTHORIZATION +\(set, not shown\)$/m)
  t.notMatch(lines.join('\n') + errors, /c4na4y/)
  t.match(upstream.requests, [
    {
      method: 'GET',
      path: '/v1/jobs/touchline-check',
      headers: { authorization: 'Bearer c4na4y' },
    },
  ])
})

/** The same verdicts without a process of their own. */
async function verdictsOn(env: Record<string, string>) {
  const verdicts = await checkWorld(readConfig({ DATABASE_URL: 'off', ...env }))
  return verdicts.map(({ ok, says }) => `${ok ? 'ok' : 'WRONG'} ${says}`)
}

t.test('each that does not answer is named, with the reason', async (t) => {
  const port = await closedPort()
  const store = await startImageStore(t)
  store.on('/broken/', answer(503, {}, ''))
  store.on('/silent/', () => {})
  const at = `http://127.0.0.1:${store.port}`
  const full = `http://127.0.0.1:${await startFullPort(t)}/fnh/`
  const verdicts = await verdictsOn({
    API_BASE_URL: `http://127.0.0.1:${port}`,
    FRAME_SOURCES: `http://127.0.0.1:${port}/fnh/,${at}/broken/,${at}/silent/,${full},http://169.254.169.254/`,
    FRAME_TIMEOUT_MS: '3000',
  })
  t.strictSame(verdicts, [
    `WRONG http://127.0.0.1:${port}: The video-analysis service cannot be reached (ECONNREFUSED).`,
    `WRONG http://127.0.0.1:${port}/fnh/: The image store cannot be reached (ECONNREFUSED).`,
    `WRONG ${at}/broken/: The image store fails (503).`,
    `WRONG ${at}/silent/: The image store did not answer in time.`,
    `WRONG ${full}: The image store did not answer in time.`,
    'WRONG http://169.254.169.254/: The image store cannot be reached (the name leads to an address that may not be dialled).',
  ])
})

t.test('a service that refuses us, fails, or is another one is told apart', async (t) => {
  const upstream = await startUpstream(t)
  const verdictOn = async (told: Parameters<typeof upstream.always>[0]) => {
    upstream.always(told)
    return (await verdictsOn({ API_BASE_URL: upstream.url })).join('\n')
  }
  t.match(
    await verdictOn(json({ ok: false }, 401)),
    /^WRONG .* refuses us \(401\)\. Check UPSTREAM_AUTHORIZATION\.$/,
  )
  t.match(
    await verdictOn(json({ detail: 'Not Found' }, 404)),
    /^WRONG .* Check the path in API_BASE_URL\.$/,
  )
  t.match(await verdictOn(json({ ok: false, error: {} }, 500)), /^WRONG .* fails \(500\)\.$/)
  const page = { headers: { 'content-type': 'text/html' }, body: '<html>' }
  t.match(await verdictOn(page), /^WRONG .* it gave no JSON\. Check the setting\.$/)
})

t.test('--check says that nobody is told of ends where there is no list', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const env = {
    API_BASE_URL: upstream.url,
    WEBHOOK_URLS: 'http://receiver.test/c4na4y',
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  }
  const { status, verdicts } = await check(t, env)
  t.equal(status, 1)
  t.strictSame(verdicts[1], `WRONG  ${UNTOLD}`)
  const kept = await verdictsOn({ ...env, DATABASE_URL: `sqlite:${t.testdir()}/t.db` })
  t.match(kept, [/^ok .* answers/, /^ok .* can be kept here/])
  t.equal(kept.length, 2)
})

const UNTOLD = 'WEBHOOK_URLS is set, but DATABASE_URL is off: no end of a run is told.'

t.test('--check asks the sign-in service what it is', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const provider = await startProvider(t)
  const env = { API_BASE_URL: upstream.url, ...settingsFor(provider.issuer) }
  const { status, verdicts } = await check(t, env)
  t.equal(status, 0)
  t.strictSame(verdicts[1], `ok     ${provider.issuer}: The sign-in service answers.`)
  provider.fail(true)
  const away = `WRONG ${provider.issuer}: No OpenID provider answers (OAUTH_RESPONSE_IS_NOT_CONFORM). Check OIDC_ISSUER.`
  t.strictSame((await verdictsOn(env))[1], away)
  const port = await closedPort()
  const nobody = await verdictsOn({
    ...settingsFor(`http://127.0.0.1:${port}`),
    API_BASE_URL: `http://127.0.0.1:${port}`,
  })
  t.match(nobody, [
    /: The video-analysis service cannot be reached \(ECONNREFUSED\)\.$/,
    /^WRONG .*: No OpenID provider answers \(ECONNREFUSED\)\. Check OIDC_ISSUER\.$/,
  ])
})

t.test('--check asks the sign-in service whether it knows Touchline', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const provider = await startProvider(t)
  const env = { API_BASE_URL: upstream.url, ...settingsFor(provider.issuer) }
  const stranger = `WRONG  ${provider.issuer}: It does not know this client, or not this secret. Check OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.`
  const verdictsOfCheck = async (more: object) => (await check(t, { ...env, ...more })).verdicts[1]
  t.equal(await verdictsOfCheck({ OIDC_CLIENT_ID: 'another' }), stranger)
  t.equal(await verdictsOfCheck({ OIDC_CLIENT_SECRET: 'another secret' }), stranger)
  t.equal(await verdictsOfCheck({ OIDC_CLIENT_SECRET: '' }), stranger)
  t.equal(await verdictsOfCheck({}), `ok     ${provider.issuer}: The sign-in service answers.`)
  provider.keepSilent(true)
  t.match(
    await verdictsOfCheck({}),
    /^WRONG .*token_endpoint does not answer as one of a provider \(OAUTH_TIMEOUT\)\. Ask/,
  )
})

t.test('--check says what is wrong with a document that is no provider’s', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  let more: object = {}
  let long = false
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    const named = { authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t` }
    const document = { issuer, ...named, ...more }
    if (long) new Endless().pipe(response)
    else response.end(JSON.stringify(document))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const verdictOfCheck = async () => {
    const { status, verdicts } = await check(t, {
      API_BASE_URL: upstream.url,
      ...settingsFor(issuer),
    })
    t.equal(status, 1)
    return verdicts[1]
  }
  const unusable = (names: string) =>
    `WRONG  ${issuer}: What answers gives no usable ${names}, so nobody can sign in. Check OIDC_ISSUER.`
  t.equal(await verdictOfCheck(), unusable('jwks_uri'))
  more = { token_endpoint: null, jwks_uri: 'not an address' }
  t.equal(await verdictOfCheck(), unusable('token_endpoint and no jwks_uri'))
  more = { jwks_uri: `${issuer}/k` }
  t.match(
    await verdictOfCheck(),
    /token_endpoint does not answer as one of a provider \(\w+\)\. Ask/,
  )
  long = true
  t.match(await verdictOfCheck(), /^WRONG .*: No OpenID provider answers \(ANSWER_TOO_LONG\)\./)
})

/** JSON that never ends. */
class Endless extends Readable {
  override _read() {
    this.push('['.repeat(60_000))
  }
}

t.test('--check fails without a service and with a misspelt setting', async (t) => {
  const { status, verdicts, lines } = await check(t, { FRAME_SOURCE: 'http://a.test/' })
  t.equal(status, 1)
  t.strictSame(verdicts, [
    'WRONG  FRAME_SOURCE is set, but is no setting. Is FRAME_SOURCES meant?',
    'WRONG  API_BASE_URL is not set.',
  ])
  t.match(lines.join('\n'), 'FRAME_SOURCES is not set: no image is shown.')
})

t.test('--check fails with a misspelt setting though all answer', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const env = { API_BASE_URL: upstream.url, FRAME_SOURCE: 'http://a.test/' }
  const { status, verdicts } = await check(t, env)
  t.equal(status, 1)
  t.match(verdicts, [/^WRONG /, /^ok /])
})

t.test('--check names settings that stop the start, and asks nobody', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const { status, errors, lines } = await check(t, { API_BASE_URL: upstream.url, PORT: 'many' })
  t.equal(status, 1)
  t.match(errors, /PORT is "many"/)
  t.strictSame(lines, [])
  t.strictSame(upstream.requests, [])
})
