import type * as Client from 'openid-client'
import { boundedFetch } from '../auth/oidc/bounded-fetch.ts'
import { discoverProvider } from '../auth/oidc/discovery.ts'
import { reasonOf } from '../auth/oidc/reason.ts'
import type { OidcConfig } from '../config/auth-oidc.ts'
import type { Config } from '../config/index.ts'
import { createUrls } from '../urls.ts'
import type { Verdict } from './verdict.ts'

/** A sign-in needs these. An address that is no provider may still answer with such a document. */
const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const
/** A code that no provider has given. */
const NO_CODE = 'touchline-check'
/** What a provider answers to a client that it does not know, or to a wrong secret (RFC 6749, 5.2). */
const STRANGER = new Set(['invalid_client', 'unauthorized_client'])

/**
 * Asks the OpenID provider what it is and whether it knows Touchline. Each call may take as long as in a sign-in. Null
 * if there is no provider. Only a real sign-in shows whether the provider leads back to Touchline's address.
 */
export async function checkSignIn({
  auth,
  publicOrigins,
  basePath,
}: Config): Promise<Verdict | null> {
  if (auth.mode !== 'oidc') return null
  try {
    const client = await import('openid-client')
    const cameBackTo = publicOrigins[0] + createUrls(basePath, '').signInBack()
    const fault = await faultOf(client, auth, cameBackTo)
    return { ok: fault === null, says: `${auth.issuer}: ${fault ?? ANSWERS}` }
  } catch (error) {
    const why = `No OpenID provider answers (${reasonOf(error)}). Check OIDC_ISSUER.`
    return { ok: false, says: `${auth.issuer}: ${why}` }
  }
}

const ANSWERS = 'The sign-in service answers.'

async function faultOf(
  client: typeof Client,
  auth: OidcConfig,
  redirect_uri: string,
): Promise<string | null> {
  const configuration = await discoverProvider(client, auth, boundedFetch)
  const server = configuration.serverMetadata()
  const missing = ENDPOINTS.filter((name) => !URL.canParse(String(server[name])))
  if (missing.length > 0) {
    return `What answers gives no usable ${missing.join(' and no ')}, so nobody can sign in. Check OIDC_ISSUER.`
  }
  try {
    await client.genericGrantRequest(configuration, 'authorization_code', {
      code: NO_CODE,
      redirect_uri,
      code_verifier: client.randomPKCECodeVerifier(),
    })
  } catch (error) {
    if (isOfStranger(error, client)) {
      return 'It does not know this client, or not this secret. Check OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.'
    }
    // The provider knows the client but not the code, as it should.
    if (error instanceof client.ResponseBodyError) return null
    return `It gives its addresses, but nobody can sign in: its token_endpoint does not answer as one of a provider (${reasonOf(error)}). Ask who runs it.`
  }
  return 'It gives tokens for a code that it never gave: it is no OpenID provider. Check OIDC_ISSUER.'
}

function isOfStranger(error: unknown, client: typeof Client): boolean {
  // A 401 with a challenge is about the client: the request names nobody else.
  if (error instanceof client.WWWAuthenticateChallengeError) return true
  return error instanceof client.ResponseBodyError && STRANGER.has(error.error)
}
