import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type * as Client from 'openid-client'
import type { OidcConfig } from '../../config/auth-oidc.ts'
import { ClientLeft } from '../../errors/access.ts'
import { ProviderAway, SignInRefused, SignInUnproven } from '../../errors/sign-in.ts'
import { createInFlight } from '../../lib/in-flight.ts'
import { createProviderCalls } from './calls.ts'
import { discoverProvider } from './discovery.ts'
import { OAUTH_WORD, reasonOf } from './reason.ts'

/** Milliseconds until the provider's addresses are read again. Its keys are read whenever one is unknown. */
const KNOWN_MS = 60 * 60_000

interface Checks {
  state: string
  nonce: string
  /** Of PKCE (RFC 7636). */
  verifier: string
}

export interface Provider {
  /** Finds the provider if it is not known. Never rejects: the log says what failed. */
  look(): Promise<void>
  /** Where the browser signs in. Throws `ProviderAway`. */
  begin(redirectUri: string, checks: Checks): Promise<URL>
  /**
   * Gives back what the provider says of the person who came back with this request. Throws `ProviderAway`,
   * `SignInRefused`, `SignInUnproven`, `SignInBusy`, `TooManyFailures`.
   */
  finish(
    cameBackTo: URL,
    checks: Checks,
    request: FastifyRequest,
    browser: string,
  ): Promise<Record<string, unknown>>
  /** Where the browser signs out of the provider; null if the provider has no such place, or does not answer. */
  end(returnTo: string): Promise<URL | null>
}

/** Hears that the provider does not answer, and why. */
interface ProviderLog {
  warn(said: { reason: string }, words: string): void
}

/** The OpenID provider. It is looked for when it is first needed, and again until it answers. */
export function createProvider(
  client: typeof Client,
  config: OidcConfig,
  { log, now }: { log: ProviderLog; now: () => number },
): Provider {
  const calls = createProviderCalls(now)
  const flights = createInFlight<Client.Configuration>()
  let found: { configuration: Client.Configuration; until: number } | null = null

  async function discover(): Promise<Client.Configuration> {
    const configuration = await discoverProvider(client, config, calls.fetch)
    found = { configuration, until: now() + KNOWN_MS }
    return configuration
  }

  /** Keeps the old answer if the provider does not answer now. */
  async function known(): Promise<Client.Configuration> {
    if (found !== null && found.until > now()) return found.configuration
    try {
      return await flights.join('discovery', undefined, discover)
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'the sign-in service does not answer')
      if (found !== null) return found.configuration
      throw new ProviderAway()
    }
  }

  return {
    async look() {
      await known().catch(() => null)
    },
    async begin(redirectUri, { state, nonce, verifier }) {
      return client.buildAuthorizationUrl(await known(), {
        redirect_uri: redirectUri,
        scope: config.scopes,
        response_type: 'code',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
    },
    async finish(cameBackTo, checks, request, browser) {
      const configuration = await known()
      return calls.inTurn(request, browser, async () => {
        try {
          return await claimsOf(configuration, cameBackTo, checks)
        } catch (error) {
          if (request.ending.aborted) throw new ClientLeft()
          throw judged(error, request.log)
        }
      })
    },
    async end(returnTo) {
      try {
        const configuration = await known()
        if (configuration.serverMetadata().end_session_endpoint === undefined) return null
        return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo })
      } catch {
        return null
      }
    },
  }

  async function claimsOf(
    configuration: Client.Configuration,
    cameBackTo: URL,
    { state, nonce, verifier }: Checks,
  ): Promise<Record<string, unknown>> {
    const tokens = await client.authorizationCodeGrant(configuration, cameBackTo, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims() as Client.IDToken
    const hasGroups = config.groups === null || claims[config.groupsClaim] !== undefined
    if (hasGroups && claims[config.userClaim] !== undefined) return claims
    // Many providers put only the identity into the token, and the other claims into the user info.
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims
    const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    return { ...more, ...claims }
  }

  /** Turns the error into an answer. The log gets the code of the library, never the parameters of the request. */
  function judged(error: unknown, ofRequest: FastifyBaseLogger): Error {
    const reason = reasonOf(error)
    ofRequest.warn({ reason }, 'the sign-in failed')
    if (error instanceof client.AuthorizationResponseError) {
      return new SignInRefused(OAUTH_WORD.test(error.error) ? error.error : 'it gave no reason')
    }
    return isAway(error) ? new ProviderAway() : new SignInUnproven()
  }
}

/** True if there was no answer, a late one, or one of a server that fails. */
function isAway(error: unknown): boolean {
  const { code, status, cause } = error as { code?: string; status?: number; cause?: unknown }
  const answered = status ?? (cause instanceof Response ? cause.status : 0)
  return error instanceof TypeError || code === 'OAUTH_TIMEOUT' || answered >= 500
}
