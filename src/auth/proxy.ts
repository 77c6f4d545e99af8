import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { readUserName } from '../domain/text/user-name.ts'
import { createTrust } from '../http/security/trust.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()
const SECRET = 'x-forwarded-secret'

export interface ProxyOptions {
  networks: readonly string[]
  secret: string
  /** The header that names the user, lower case. */
  userHeader: string
}

/** The user, or for the log the check that failed. */
export type ProxyWord = { user: string } | { reason: string }

/**
 * The user that the reverse proxy names. It is believed only on a connection from a trusted network that also knows
 * the secret. Removes the header, so that it never goes upstream.
 */
export function createProxyCheck({ networks, secret, userHeader }: ProxyOptions) {
  const isTrusted = createTrust(networks)
  const wanted = digest(secret)

  return (request: IncomingMessage): ProxyWord => {
    const { headers, rawHeaders, socket } = request
    const [name, given] = [headers[userHeader], headers[SECRET]]
    delete headers[userHeader]
    if (!isTrusted(socket.remoteAddress)) return { reason: 'the address is not in TRUSTED_PROXIES' }
    if (typeof given !== 'string') return { reason: `no ${SECRET}` }
    if (!timingSafeEqual(digest(given), wanted)) return { reason: `wrong ${SECRET}` }
    if (typeof name !== 'string' || name === '') return { reason: `no ${userHeader}` }
    // The proxy added its header to the client's instead of replacing it.
    if (timesNamed(userHeader, rawHeaders) > 1) return { reason: `${userHeader} stands twice` }
    const user = readUserName(name)
    return user === null ? { reason: `${userHeader} holds no name` } : { user }
  }
}

/** @param rawHeaders names and values in turn, as they came */
function timesNamed(header: string, rawHeaders: readonly string[]): number {
  return rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === header).length
}
