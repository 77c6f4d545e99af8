import { isLoopbackHost } from './network-address.ts'

const HOST = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(:\d{1,5})?$/i

/** The name in a `Host` header, lower case, IPv6 without brackets; null if it is no name. */
export function hostnameOf(host: string): string | null {
  const [, name] = HOST.exec(host) ?? []
  return name === undefined ? null : name.toLowerCase().replace(/^\[|\]$/g, '')
}

/** The origin that a scheme and a `Host` header make, as browsers write it; null if they make none. */
export function originOf(scheme: string, host: string): string | null {
  if (!/^https?$/.test(scheme) || !HOST.test(host)) return null
  return URL.parse(`${scheme}://${host}`)?.origin ?? null
}

/** What browsers call a secure context (W3C Secure Contexts, 3.1): HTTPS, or a name of the machine itself. `host` as in the header. */
export function isSecureContext(scheme: string, host: string): boolean {
  return scheme === 'https' || isLoopbackHost(hostnameOf(host) ?? '')
}

/**
 * May a request name this host where nobody is asked who they are? (docs/security.md#at-which-address.) A loopback name
 * may, at any port, and a name of `PUBLIC_ORIGINS`. A name that a stranger can point at this machine may
 * not: his page would be of the same origin as ours (DNS rebinding).
 */
export function mayBeHost(host: string, publicNames: ReadonlySet<string>): boolean {
  const name = hostnameOf(host)
  return name !== null && (publicNames.has(name) || isLoopbackHost(name))
}
