import ipaddr from 'ipaddr.js'

/** How many bits of an IPv6 address identify a client. */
const IPV6_BITS = 56

/**
 * The addresses that count as one client. An IPv4 address is one client. An IPv6 /56 is one client, because a customer
 * has 2^72 addresses in it and could use a new one each time. A /56 is the smallest network that a customer is given
 * (RIPE-690), so strangers never share one. A customer with a /48 has 256 of them. Text that is not an address comes
 * back unchanged.
 */
export function clientNetwork(address: string): string {
  if (!address.includes(':') || !ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const bytes = parsed.toByteArray().map((byte, at) => (at < IPV6_BITS / 8 ? byte : 0))
  return `${ipaddr.fromByteArray(bytes).toString()}/${IPV6_BITS}`
}
