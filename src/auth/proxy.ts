import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { HeaderGroups } from '../config/auth-proxy.ts'
import type { Role } from '../domain/people/role.ts'
import { groupsIn, roleOfGroups } from '../domain/people/role-of-groups.ts'
import { readUserName } from '../domain/text/user-name.ts'
import { createTrust } from '../http/security/trust.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()
const SECRET = 'x-forwarded-secret'

export interface ProxyOptions {
  networks: readonly string[]
  secret: string
  /** The header that names the user, lower case. */
  userHeader: string
  groups: HeaderGroups | null
}

/** The user, whose role is null if no group gives one; or the check that failed, for the log. */
export type ProxyWord = { user: string; role: Role | null } | { reason: string }

/**
 * Reads the user and the groups that the reverse proxy names. Both count only on a connection from a trusted network
 * that also knows the secret. Removes both headers, so that they never go upstream.
 */
export function createProxyCheck({ networks, secret, userHeader, groups }: ProxyOptions) {
  const isTrusted = createTrust(networks)
  const wanted = digest(secret)
  const own = [userHeader, ...(groups === null ? [] : [groups.header])]

  return (request: IncomingMessage): ProxyWord => {
    const { headers, rawHeaders, socket } = request
    const [name, given] = [headers[userHeader], headers[SECRET]]
    const named = groups === null ? '' : headers[groups.header]
    for (const header of own) delete headers[header]
    if (!isTrusted(socket.remoteAddress)) return { reason: 'the address is not in TRUSTED_PROXIES' }
    if (typeof given !== 'string') return { reason: `no ${SECRET}` }
    if (!timingSafeEqual(digest(given), wanted)) return { reason: `wrong ${SECRET}` }
    if (typeof name !== 'string' || name === '') return { reason: `no ${userHeader}` }
    // The proxy added its header to the client's instead of replacing it.
    const twice = own.find((header) => timesNamed(header, rawHeaders) > 1)
    if (twice !== undefined) return { reason: `${twice} stands twice` }
    const user = readUserName(name)
    if (user === null) return { reason: `${userHeader} holds no name` }
    if (groups === null) return { user, role: 'analyst' }
    return { user, role: roleOfGroups(groupsIn(String(named ?? ''), groups.separator), groups.by) }
  }
}

/** @param rawHeaders names and values in turn, as they came */
function timesNamed(header: string, rawHeaders: readonly string[]): number {
  return rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === header).length
}
