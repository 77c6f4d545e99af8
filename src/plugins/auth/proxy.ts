import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { NAME } from './files.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * Whom the reverse proxy names in `X-Forwarded-User`: believed only of a connection from a trusted
 * network that also knows the secret; null otherwise. Both headers begin with `x-forwarded-`, so
 * neither ever goes upstream.
 */
export function createProxyCheck(networks: readonly string[], secret: string) {
  const trusted = networks.map((network) => ipaddr.parseCIDR(network))
  const wanted = digest(secret)

  function isTrusted(peer: string | undefined): boolean {
    if (peer === undefined || !ipaddr.isValid(peer)) return false
    const address = ipaddr.process(peer)
    return trusted.some(([network, bits]) => {
      return address.kind() === network.kind() && address.match(network, bits)
    })
  }

  return ({ raw, headers }: FastifyRequest): string | null => {
    const user = headers['x-forwarded-user']
    const given = headers['x-forwarded-secret']
    if (typeof user !== 'string' || !NAME.test(user) || typeof given !== 'string') return null
    if (!timingSafeEqual(digest(given), wanted)) return null
    return isTrusted(raw.socket.remoteAddress) ? user : null
  }
}
