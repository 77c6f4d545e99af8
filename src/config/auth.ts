import { isLoopbackHost } from '../domain/http/network-address.ts'
import { type OidcConfig, readOidc } from './auth-oidc.ts'
import { type ProxyConfig, readProxy } from './auth-proxy.ts'
import { GROUP_SETTINGS } from './role-groups.ts'
import { Settings } from './settings.ts'

/** Who may enter (docs/security.md#who-may-enter). `src/auth/ways-in.ts` reads the files. */
export type AuthConfig =
  | { mode: 'none' }
  | { mode: 'basic'; passwordFile: string; tokenFile: string | null }
  | ProxyConfig
  | OidcConfig

const OF_ONE_MODE = [
  ['AUTH_PASSWORD_FILE', 'basic'],
  ['AUTH_PROXY_SECRET', 'proxy'],
  ['AUTH_USER_HEADER', 'proxy'],
  ['AUTH_GROUPS_HEADER', 'proxy'],
  ['AUTH_GROUPS_SEPARATOR', 'proxy'],
  ['AUTH_SIGN_OUT_URL', 'proxy'],
  ['OIDC_ISSUER', 'oidc'],
  ['OIDC_CLIENT_ID', 'oidc'],
  ['OIDC_CLIENT_SECRET', 'oidc'],
  ['OIDC_SCOPES', 'oidc'],
  ['OIDC_USER_CLAIM', 'oidc'],
  ['OIDC_GROUPS_CLAIM', 'oidc'],
  ['OIDC_SESSION_MINUTES', 'oidc'],
  ['OIDC_COOKIE_KEYS', 'oidc'],
] as const
/** Reads who may enter. Adds a fault, which stops the start, if a setting is incomplete or would have no effect. */
export function readAuth(settings: Settings, faults: string[]): AuthConfig {
  const { AUTH, AUTH_PASSWORD_FILE, AUTH_TOKEN_FILE } = settings
  const tokenFile = AUTH_TOKEN_FILE || null
  for (const [name, mode] of OF_ONE_MODE) {
    const isSet = settings[name] !== Settings.properties[name].default
    if (AUTH !== mode && isSet) faults.push(withoutEffect(name, mode))
  }
  if (AUTH !== 'proxy' && AUTH !== 'oidc') {
    for (const name of GROUP_SETTINGS) {
      if (settings[name]) faults.push(withoutEffect(name, 'proxy or oidc'))
    }
  }
  if (AUTH === 'basic') {
    if (!AUTH_PASSWORD_FILE) {
      faults.push('AUTH is basic: set AUTH_PASSWORD_FILE to a file made with npm run password.')
    }
    return { mode: 'basic', passwordFile: AUTH_PASSWORD_FILE, tokenFile }
  }
  if (AUTH === 'proxy') return readProxy(settings, tokenFile, faults)
  if (AUTH === 'oidc') return readOidc(settings, tokenFile, faults)
  if (tokenFile) faults.push(withoutEffect('AUTH_TOKEN_FILE', 'basic, proxy or oidc'))
  if (!isLoopbackHost(bareHost(settings.HOST))) {
    faults.push(
      `HOST is ${JSON.stringify(settings.HOST)}, which others can reach, while AUTH is none. Set AUTH to basic, proxy or oidc, or HOST to 127.0.0.1.`,
    )
  }
  return { mode: 'none' }
}

function withoutEffect(name: string, mode: string): string {
  return `${name} is set, but has no effect unless AUTH is ${mode}.`
}

function bareHost(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$/g, '')
}
