import { UP } from '../domain/http/passing-headers.ts'
import type { RoleGroups } from '../domain/people/role-of-groups.ts'
import { readRoleGroups } from './role-groups.ts'
import type { Settings } from './settings.ts'
import { readHeaderValue } from './values.ts'

export interface HeaderGroups {
  /** Lower case. */
  header: string
  /** One character. */
  separator: string
  by: RoleGroups
}

/** Fewest characters of a secret that nobody can guess. */
const SHORTEST_SECRET = 16

const HEADER_NAME = /^[A-Za-z0-9-]{1,64}$/
/** Headers that already have another meaning. */
const TAKEN =
  /^(host|cookie|authorization|content-.*|x-request-id|x-forwarded-(for|host|proto|port|secret))$/i

export interface ProxyConfig {
  mode: 'proxy'
  secret: string
  /** The header that names the user, lower case. */
  userHeader: string
  /** How groups give roles; null: everybody is an analyst. */
  groups: HeaderGroups | null
  /** Where the proxy signs people out; null if it does not say. */
  signOut: string | null
  tokenFile: string | null
}

/** Reads the settings of `AUTH=proxy`. */
export function readProxy(
  settings: Settings,
  tokenFile: string | null,
  faults: string[],
): ProxyConfig {
  const { AUTH_PROXY_SECRET, AUTH_USER_HEADER, AUTH_SIGN_OUT_URL, TRUSTED_PROXIES } = settings
  if (AUTH_PROXY_SECRET.length < SHORTEST_SECRET) {
    faults.push(`AUTH is proxy: set AUTH_PROXY_SECRET to at least ${SHORTEST_SECRET} characters.`)
  }
  if (!TRUSTED_PROXIES) {
    faults.push('AUTH is proxy: set TRUSTED_PROXIES to the networks of the proxy.')
  }
  const userHeader = AUTH_USER_HEADER.toLowerCase()
  if (!isFree(userHeader)) {
    faults.push(
      `AUTH_USER_HEADER is ${JSON.stringify(AUTH_USER_HEADER)}, but must be the name of a header that says the user, such as Remote-User.`,
    )
  }
  const groups = readHeaderGroups(settings, userHeader, faults)
  if (AUTH_SIGN_OUT_URL && !isAddress(AUTH_SIGN_OUT_URL)) {
    faults.push(
      'AUTH_SIGN_OUT_URL must be a path such as /oauth2/sign_out, or an http or https address.',
    )
  }
  const signOut = AUTH_SIGN_OUT_URL || null
  const secret = readHeaderValue('AUTH_PROXY_SECRET', AUTH_PROXY_SECRET, faults)
  return { mode: 'proxy', secret, userHeader, groups, signOut, tokenFile }
}

function readHeaderGroups(
  settings: Settings,
  userHeader: string,
  faults: string[],
): HeaderGroups | null {
  const { AUTH_GROUPS_HEADER, AUTH_GROUPS_SEPARATOR: separator } = settings
  const header = AUTH_GROUPS_HEADER.toLowerCase()
  const by = readRoleGroups(settings, faults)
  if (header === '') {
    if (by !== null) {
      faults.push('Groups are set, but AUTH_GROUPS_HEADER does not say which header names them.')
    }
    return null
  }
  if (!isFree(header) || header === userHeader) {
    faults.push(
      `AUTH_GROUPS_HEADER is ${JSON.stringify(AUTH_GROUPS_HEADER)}, but must be the name of a header that says the groups, such as Remote-Groups.`,
    )
  }
  if (!/^[,;|:]$/.test(separator)) {
    faults.push('AUTH_GROUPS_SEPARATOR must be one of , ; | and :.')
  }
  if (by === null) {
    faults.push('AUTH_GROUPS_HEADER is set: name the groups in ANALYST_GROUPS as well.')
    return null
  }
  return { header, separator, by }
}

/** True if the header has no other meaning. */
function isFree(header: string): boolean {
  return HEADER_NAME.test(header) && !TAKEN.test(header) && !UP.includes(header)
}

/** True for a path of the same host or a whole address. Any other text could be a script. */
function isAddress(text: string): boolean {
  const url = URL.parse(text, 'http://a.invalid')
  return url !== null && /^(\/(?![/\\])|https?:\/\/)/i.test(text) && /^https?:$/.test(url.protocol)
}
