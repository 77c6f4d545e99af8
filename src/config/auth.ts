import { isLoopbackHost } from '../domain/network-address.ts'
import { UP } from '../domain/passing-headers.ts'
import { Settings } from './settings.ts'

/** Who may enter (SECURITY section 3, "Auth"). Files are read at the start. */
export type AuthConfig =
  | { mode: 'none' }
  | { mode: 'basic'; passwordFile: string; tokenFile: string | null }
  | {
      mode: 'proxy'
      secret: string
      /** The header that names the user, lower case. */
      userHeader: string
      tokenFile: string | null
    }

/** As long as what nobody guesses. */
const SHORTEST_SECRET = 16

const USER_HEADER = Settings.properties.AUTH_USER_HEADER.default
const HEADER_NAME = /^[A-Za-z0-9-]{1,64}$/
/** They say something else. */
const TAKEN =
  /^(host|cookie|authorization|content-.*|x-request-id|x-forwarded-(for|host|proto|port|secret))$/i

/** Fails closed: what is half set, or would have no effect, stops the start and says what to set. */
export function readAuth(settings: Settings, faults: string[]): AuthConfig {
  const { AUTH, AUTH_PASSWORD_FILE, AUTH_PROXY_SECRET, AUTH_TOKEN_FILE, AUTH_USER_HEADER } =
    settings
  const tokenFile = AUTH_TOKEN_FILE || null
  if (AUTH !== 'basic' && AUTH_PASSWORD_FILE)
    faults.push(withoutEffect('AUTH_PASSWORD_FILE', 'basic'))
  if (AUTH !== 'proxy' && AUTH_PROXY_SECRET)
    faults.push(withoutEffect('AUTH_PROXY_SECRET', 'proxy'))
  if (AUTH !== 'proxy' && AUTH_USER_HEADER !== USER_HEADER)
    faults.push(withoutEffect('AUTH_USER_HEADER', 'proxy'))
  if (AUTH === 'basic') {
    if (!AUTH_PASSWORD_FILE) {
      faults.push('AUTH is basic: set AUTH_PASSWORD_FILE to a file made with npm run password.')
    }
    return { mode: 'basic', passwordFile: AUTH_PASSWORD_FILE, tokenFile }
  }
  if (AUTH === 'proxy') {
    if (AUTH_PROXY_SECRET.length < SHORTEST_SECRET) {
      faults.push(`AUTH is proxy: set AUTH_PROXY_SECRET to at least ${SHORTEST_SECRET} characters.`)
    }
    if (!settings.TRUSTED_PROXIES) {
      faults.push('AUTH is proxy: set TRUSTED_PROXIES to the networks of the proxy.')
    }
    if (
      !HEADER_NAME.test(AUTH_USER_HEADER) ||
      TAKEN.test(AUTH_USER_HEADER) ||
      UP.includes(AUTH_USER_HEADER.toLowerCase())
    ) {
      faults.push(
        `AUTH_USER_HEADER is ${JSON.stringify(AUTH_USER_HEADER)}, but must be the name of a header that says the user, such as Remote-User.`,
      )
    }
    const userHeader = AUTH_USER_HEADER.toLowerCase()
    return { mode: 'proxy', secret: AUTH_PROXY_SECRET, userHeader, tokenFile }
  }
  if (tokenFile) faults.push(withoutEffect('AUTH_TOKEN_FILE', 'basic or proxy'))
  if (!isLoopbackHost(bareHost(settings.HOST))) {
    faults.push(
      `HOST is ${JSON.stringify(settings.HOST)}, which others can reach, while AUTH is none. Set AUTH to basic or proxy, or HOST to 127.0.0.1.`,
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
