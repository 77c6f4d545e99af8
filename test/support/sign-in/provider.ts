import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import type { Test } from 'tap'

export const TOUCHLINE = 'http://touchline.test'
export const CLIENT = { id: 'touchline', secret: 'a secret of the provider, long enough' }

/** What the provider knows of its people; tests change it. */
export interface Known {
  groups?: unknown
  preferred_username?: unknown
}

/**
 * A real OpenID provider on loopback. Whoever types a name that it knows is signed in, without a question of consent.
 * `origins`: those of Touchline that it leads back to.
 */
export async function startProvider(
  t: Pick<Test, 'teardown'>,
  {
    people = {},
    origins = [TOUCHLINE],
    basePath = '',
    claimsInToken = false,
  }: {
    people?: Record<string, Known>
    origins?: string[]
    basePath?: string
    claimsInToken?: boolean
  } = {},
) {
  let answers: http.RequestListener = (_request, response) => response.writeHead(503).end()
  const requests: string[] = []
  let down = false
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.replace(/\?.*/, '')}`)
    if (down) response.writeHead(503).end('down')
    else answers(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: origins.map((origin) => `${origin}${basePath}/sign-in/back`),
        post_logout_redirect_uris: origins.map((origin) => `${origin}${basePath}/signed-out`),
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'], groups: ['groups'] },
    conformIdTokenClaims: !claimsInToken,
    pkce: { required: () => true },
    findAccount: (_ctx, sub) => {
      const known = people[sub]
      if (known === undefined) return undefined
      return {
        accountId: sub,
        claims: () => ({ sub, preferred_username: sub, ...known }),
      }
    },
    async loadExistingGrant(ctx) {
      const { client, session, params } = ctx.oidc
      const grant = new ctx.oidc.provider.Grant({
        clientId: client!.clientId,
        accountId: session!.accountId!,
      })
      grant.addOIDCScope(String(params?.['scope']))
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  answers = (request, response) => {
    answer(request, response).catch((error) => server.emit('error', error))
  }
  return {
    issuer,
    requests,
    people,
    provider,
    /** It answers 503 to everything. */
    fail: (is: boolean) => {
      down = is
    },
  }
}

/** The settings of Touchline before this provider. */
export const settingsFor = (issuer: string) => ({
  AUTH: 'oidc',
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: CLIENT.id,
  OIDC_CLIENT_SECRET: CLIENT.secret,
  OIDC_SCOPES: 'openid profile groups',
  OIDC_COOKIE_KEYS: 'k'.repeat(32),
  PUBLIC_ORIGINS: TOUCHLINE,
})
