import ipaddr from 'ipaddr.js'

/** Tells if the address of a connection lies in one of the networks (CIDRs) of `TRUSTED_PROXIES`. */
export function createTrust(networks: readonly string[]) {
  const trusted = networks.map((network) => ipaddr.parseCIDR(network))
  return (peer: string | undefined): boolean => {
    if (peer === undefined || !ipaddr.isValid(peer)) return false
    const address = ipaddr.process(peer)
    return trusted.some(
      ([network, bits]) => address.kind() === network.kind() && address.match(network, bits),
    )
  }
}
