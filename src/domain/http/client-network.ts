import ipaddr from 'ipaddr.js'

/** Of an IPv6 address, the part that counts as one client, bits. */
const IPV6_BITS = 56

/**
 * Which addresses count as one client. An IPv4 address is one client. An IPv6 /56 is one client, because a customer
 * has 2^72 addresses in it and could use a new one each time. A /56 is the smallest network that a customer is given
 * (RIPE-690), so strangers never share one; a customer with a /48 has 256 of them. Text that is not an address stands
 * for itself.
 */
export function clientNetwork(address: string): string {
  if (!address.includes(':') || !ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const bytes = parsed.toByteArray().map((byte, at) => (at < IPV6_BITS / 8 ? byte : 0))
  return `${ipaddr.fromByteArray(bytes).toString()}/${IPV6_BITS}`
}
