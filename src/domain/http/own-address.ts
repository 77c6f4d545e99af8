import { isLoopbackHost } from './network-address.ts'

const HOST = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(:\d{1,5})?$/i

/** The name in a `Host` header, in lower case, IPv6 without brackets; null if the header has no valid name. */
export function hostnameOf(host: string): string | null {
  const [, name] = HOST.exec(host) ?? []
  return name === undefined ? null : name.toLowerCase().replace(/^\[|\]$/g, '')
}

/** The origin from a scheme and a `Host` header, as browsers write it; null if they form no origin. */
export function originOf(scheme: string, host: string): string | null {
  if (!/^https?$/.test(scheme) || !HOST.test(host)) return null
  return URL.parse(`${scheme}://${host}`)?.origin ?? null
}

/** True for a secure context (W3C Secure Contexts, 3.1): HTTPS, or a loopback name. `host` as in the header. */
export function isSecureContext(scheme: string, host: string): boolean {
  return scheme === 'https' || isLoopbackHost(hostnameOf(host) ?? '')
}

/**
 * True if a request may name this host when nobody has to sign in (docs/security.md#at-which-address). Loopback names
 * are allowed, at any port, and names of `PUBLIC_ORIGINS`. Other names are not: a stranger could point such a
 * name at this machine, and their page would have the same origin as ours (DNS rebinding).
 */
export function mayBeHost(host: string, publicNames: ReadonlySet<string>): boolean {
  const name = hostnameOf(host)
  return name !== null && (publicNames.has(name) || isLoopbackHost(name))
}
