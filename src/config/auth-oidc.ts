import { isLoopbackHost } from '../domain/http/network-address.ts'
import type { RoleGroups } from '../domain/people/role-of-groups.ts'
import { readRoleGroups } from './role-groups.ts'
import type { Settings } from './settings.ts'
import { list } from './values.ts'

export interface OidcConfig {
  mode: 'oidc'
  issuer: string
  clientId: string
  /** Null for a public client. */
  clientSecret: string | null
  scopes: string
  userClaim: string
  groupsClaim: string
  /** The groups that give roles; null: everybody is an analyst. */
  groups: RoleGroups | null
  sessionMs: number
  /** The keys of sessions. The first key seals them, and every key can open them. */
  keys: readonly string[]
  tokenFile: string | null
}

/** Characters. Keys may be long, because nobody types them: `openssl rand -base64 32` makes one. */
const SHORTEST_KEY = 32

/** Reads the settings of `AUTH=oidc`. */
export function readOidc(
  settings: Settings,
  tokenFile: string | null,
  faults: string[],
): OidcConfig {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_SCOPES: scopes } = settings
  if (!isIssuer(issuer)) {
    faults.push(
      'AUTH is oidc: set OIDC_ISSUER to the https address of the provider, without a query. Plain http is taken only on loopback.',
    )
  }
  if (!clientId) faults.push('AUTH is oidc: set OIDC_CLIENT_ID.')
  if (!settings.PUBLIC_ORIGINS) {
    faults.push(
      'AUTH is oidc: set PUBLIC_ORIGINS to the address under which browsers open Touchline, because the provider leads back to it.',
    )
  }
  const keys = list(settings.OIDC_COOKIE_KEYS)
  if (keys.length === 0 || keys.some((key) => key.length < SHORTEST_KEY)) {
    faults.push(
      `AUTH is oidc: set OIDC_COOKIE_KEYS to keys of at least ${SHORTEST_KEY} characters. openssl rand -base64 32 makes one.`,
    )
  }
  if (!scopes.split(' ').includes('openid')) faults.push('OIDC_SCOPES must hold openid.')
  return {
    mode: 'oidc',
    issuer,
    clientId,
    clientSecret: settings.OIDC_CLIENT_SECRET || null,
    scopes,
    userClaim: settings.OIDC_USER_CLAIM,
    groupsClaim: settings.OIDC_GROUPS_CLAIM,
    groups: readRoleGroups(settings, faults),
    sessionMs: settings.OIDC_SESSION_MINUTES * 60_000,
    keys,
    tokenFile,
  }
}

function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.search || url.hash || url.username || url.password) return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(host))
}
