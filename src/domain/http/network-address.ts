import { isIP, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * Ranges that we never dial, even if `FRAME_NETWORKS` lists them: link-local and similar ranges, and every form
 * that could hide an IPv4 address from a check of IPv4 addresses. The names are those of ipaddr.js.
 */
const NEVER_RANGES = new Set([
  'unspecified',
  'broadcast',
  'linkLocal',
  'multicast',
  'deprecatedSiteLocal',
  'rfc6145', // IPv4-translated
  'rfc6052', // NAT64
  'teredo',
  '6to4',
])

/** Metadata services and wire servers of the clouds. Those in 169.254.0.0/16 are already link-local. */
const METADATA = [
  '192.0.0.0/24', // Oracle, 192.0.0.192
  '100.100.100.200/32', // Alibaba
  '168.63.129.16/32', // Azure
  'fd00:ec2::/32', // Amazon
  'fd20:ce::/32', // Google
]

const IPV4_COMPATIBLE = '::/96'
const GLOBAL_UNICAST = '2000::/3'

/**
 * True if we may dial this address of an image host (docs/decisions/frame-fetch.md). `networks` are CIDRs. If not
 * null, only they are allowed; otherwise public and private ranges are, and loopback only if the
 * listed host itself is loopback. An IPv4-mapped address counts as the IPv4 address in it.
 * False for any text that is not a plain address.
 */
export function mayDial(
  address: string,
  networks: readonly string[] | null,
  listedHostIsLoopback: boolean,
): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false
  const judged = readAddress(address)
  if (isNever(judged)) return false
  if (networks !== null) return networks.some((network) => isWithin(judged, network))
  const range = judged.range()
  if (range === 'loopback') return listedHostIsLoopback
  if (range === 'unicast') return judged.kind() === 'ipv4' || isWithin(judged, GLOBAL_UNICAST)
  return range === 'private' || range === 'uniqueLocal'
}

/** True if this host name means this machine. `hostname` in lower case, IPv6 without brackets. */
export function isLoopbackHost(hostname: string): boolean {
  if (isIP(hostname) !== 0) return readAddress(hostname).range() === 'loopback'
  return /^(?:.+\.)?localhost\.?$/.test(hostname)
}

/** The URL parser turns IPv6 into hexadecimal first, because ipaddr.js reads `::10.0.0.1` as IPv4-mapped. */
function readAddress(address: string): Address {
  return ipaddr.process(
    isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address,
  )
}

function isNever(address: Address): boolean {
  const range = address.range()
  if (range === 'loopback') return false
  return (
    NEVER_RANGES.has(range) ||
    METADATA.some((network) => isWithin(address, network)) ||
    isWithin(address, IPV4_COMPATIBLE) ||
    isIsatap(address)
  )
}

function isWithin(address: Address, network: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network)
  return address.kind() === base.kind() && address.match(base, bits)
}

/** The interface identifier `[02]00:5efe:<IPv4>` of RFC 5214. */
function isIsatap(address: Address): boolean {
  if (!('parts' in address)) return false
  return ((address.parts[4] ?? 0) & 0xfdff) === 0 && address.parts[5] === 0x5efe
}
