import type { IncomingMessage } from 'node:http'
import { originOf } from '../../domain/http/own-address.ts'
import { createTrust } from './trust.ts'

/** How a request calls Touchline. */
export interface AskedAs {
  /** The origin as the browser sees it, if the proxy passes it on; null if it is not a valid address. */
  origin: string | null
  scheme: string
  /** Every host that is named: the first is the browser's. Empty where HTTP/1.0 names none. */
  hosts: readonly string[]
  /** `X-Forwarded-Proto` or `X-Forwarded-Host` came from an address that `TRUSTED_PROXIES` does not list. */
  untrustedProxy: boolean
}

/**
 * Reads `Host` and, of a trusted proxy, `X-Forwarded-Proto` and `X-Forwarded-Host`. Several proxies make
 * a list, and the first of it stands next to the browser.
 */
export function createAskedAs(trustedProxies: readonly string[]) {
  const isTrusted = createTrust(trustedProxies)
  return ({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): AskedAs => {
    const protos = listOf(headers['x-forwarded-proto'])
    const forwarded = listOf(headers['x-forwarded-host'])
    const isForwarded = protos.length > 0 || forwarded.length > 0
    const isProxy = isForwarded && isTrusted(socket.remoteAddress)
    const own = headers.host === undefined ? [] : [headers.host]
    const scheme = (isProxy && protos[0]?.toLowerCase()) || 'http'
    const hosts = isProxy ? [...forwarded, ...own] : own
    return {
      // Computed only when somebody asks for it: few requests need it, and it takes a URL parser.
      get origin() {
        return hosts[0] === undefined ? null : originOf(scheme, hosts[0])
      },
      scheme,
      hosts,
      untrustedProxy: isForwarded && !isProxy,
    }
  }
}

function listOf(header: string | string[] | undefined): string[] {
  if (header === undefined) return []
  return String(header)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
