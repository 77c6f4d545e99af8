import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import t from 'tap'
import { check, NO_SUCH_JOB, verdictsOn } from './support/process/check-process.ts'
import { closedPort } from './support/service/fault-server.ts'
import { startUpstream } from './support/service/upstream-server.ts'
import { settingsFor, startProvider } from './support/sign-in/provider.ts'

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
  t.match(await verdictOfCheck(), /^WRONG .*: No OpenID provider answers \(AnswerTooLong\)\./)
})

/** JSON that never ends. */
class Endless extends Readable {
  override _read() {
    this.push('['.repeat(60_000))
  }
}
