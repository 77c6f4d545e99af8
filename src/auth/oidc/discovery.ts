import type * as Client from 'openid-client'
import type { OidcConfig } from '../../config/auth-oidc.ts'

/** Seconds that a call to the provider may take. */
const TIMEOUT_SEC = 8
/** Seconds by which clocks may differ. */
const SKEW_SEC = 60

/**
 * Reads what the provider says of itself (OpenID Connect Discovery 1.0), and sets how Touchline calls it. Throws what
 * the library or `fetch` throws.
 */
export async function discoverProvider(
  client: typeof Client,
  { issuer, clientId, clientSecret }: OidcConfig,
  fetch: (url: string, options: RequestInit) => Promise<Response>,
): Promise<Client.Configuration> {
  const isPlain = issuer.startsWith('http:')
  const configuration = await client.discovery(
    new URL(issuer),
    clientId,
    { [client.clockTolerance]: SKEW_SEC },
    authenticated(client, clientSecret),
    {
      timeout: TIMEOUT_SEC,
      [client.customFetch]: fetch as Client.CustomFetch,
      // The signature of the ID token is checked too, though it comes from the provider itself.
      execute: [
        client.enableNonRepudiationChecks,
        ...(isPlain ? [client.allowInsecureRequests] : []),
      ],
    },
  )
  configuration.timeout = TIMEOUT_SEC
  return configuration
}

/** Sends the secret in the header, which every provider must accept, unless this one says that it does not. */
function authenticated(client: typeof Client, secret: string | null): Client.ClientAuth {
  if (secret === null) return client.None()
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported
    const takesBasic = methods === undefined || methods.includes('client_secret_basic')
    return (takesBasic ? basic : post)(server, ...rest)
  }
}
