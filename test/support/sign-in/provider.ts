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
  let silent = false
  let unanswered = 0
  let forge: ((token: string) => string) | null = null
  const server = http.createServer((request, response) => {
    const path = request.url?.replace(/\?.*/, '')
    requests.push(`${request.method} ${path}`)
    if (down) response.writeHead(503).end('down')
    else if (silent && path === '/token') {
      unanswered += 1
      response.once('close', () => {
        unanswered -= 1
      })
    } else {
      if (forge !== null && path === '/token') forgeToken(response, forge)
      answers(request, response)
    }
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
    /** It answers nobody who asks for tokens. */
    keepSilent: (is: boolean) => {
      silent = is
    },
    /** Those who wait for tokens in vain. */
    get unanswered() {
      return unanswered
    },
    /** What stands in the place of each ID token; the same length. */
    forge: (how: (token: string) => string) => {
      forge = how
    },
    /** It answers 503 to everything. */
    fail: (is: boolean) => {
      down = is
    },
  }
}

function forgeToken(response: http.ServerResponse, forge: (token: string) => string) {
  const end = response.end.bind(response) as (body: string) => http.ServerResponse
  response.end = ((body: unknown) => {
    const told = JSON.parse(String(body))
    return end(JSON.stringify({ ...told, id_token: forge(told.id_token) }))
  }) as typeof response.end
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
