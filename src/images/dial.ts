import dns from 'node:dns'
import net from 'node:net'
import tls from 'node:tls'
import type { buildConnector } from 'undici'
import { isLoopbackHost, mayDial } from '../domain/http/network-address.ts'
import { FrameTimeout, FrameUnavailable } from '../errors/images.ts'

interface ResolvedAddress {
  address: string
  family: number
}
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>
/** Opens a TCP connection to an address that was checked. */
export type OpenSocket = (address: string, port: number) => net.Socket

export interface DialOptions {
  /** CIDRs; null: the default ranges hold. */
  networks: readonly string[] | null
  /** Milliseconds for resolving, connecting and the TLS handshake together. */
  timeoutMs: number
  resolve?: Resolve
  openSocket?: OpenSocket
}

/** Thrown if an address of the name is in a network that is not allowed. */
export class MayNotDial extends Error {}

/**
 * A connector for undici that resolves once, checks every address, and dials the very address that it checked. It
 * checks IP literals too, for which undici asks no lookup. One refused address refuses the name. Addresses are tried in
 * their order. Errors: `FrameUnavailable`, `FrameTimeout`.
 */
export function createDialer(options: DialOptions): buildConnector.connector {
  const { resolve = systemResolve, openSocket = openTcp } = options
  return ({ hostname, protocol, port }, callback) => {
    const signal = AbortSignal.timeout(options.timeoutMs)
    const dial = async () => {
      const addresses = await checkedAddresses(hostname, options.networks, resolve, signal)
      const tcpPort = Number(port) || (protocol === 'https:' ? 443 : 80)
      const socket = await firstThatConnects(addresses, (address) => {
        const share = AbortSignal.timeout(Math.ceil(options.timeoutMs / addresses.length))
        const socket = openSocket(address, tcpPort)
        return settled(socket, 'connect', AbortSignal.any([signal, share]))
      })
      return protocol === 'https:' ? secure(socket, hostname, signal) : socket
    }
    dial().then(
      (socket) => callback(null, socket),
      (error) => callback(named(error, signal), null),
    )
  }
}

async function checkedAddresses(
  hostname: string,
  networks: readonly string[] | null,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<string[]> {
  const family = net.isIP(hostname)
  const answers =
    family !== 0
      ? [{ address: hostname, family }]
      : await Promise.race([resolve(hostname), aborted(signal)])
  const isLoopback = isLoopbackHost(hostname)
  const addresses = answers.map(({ address }) => address)
  if (addresses.length === 0) throw new Error('the name has no address')
  if (!addresses.every((address) => mayDial(address, networks, isLoopback))) {
    throw new MayNotDial('the name leads to an address that may not be dialled')
  }
  return addresses
}

async function firstThatConnects(
  addresses: string[],
  connect: (address: string) => Promise<net.Socket>,
): Promise<net.Socket> {
  const failures: unknown[] = []
  for (const address of addresses) {
    try {
      return await connect(address)
    } catch (error) {
      failures.push(error)
    }
  }
  throw new AggregateError(failures, 'no address of the name takes a connection')
}

function secure(socket: net.Socket, hostname: string, signal: AbortSignal): Promise<net.Socket> {
  const servername = net.isIP(hostname) === 0 ? hostname : ''
  const secured = tls.connect({ socket, host: hostname, servername, ALPNProtocols: ['http/1.1'] })
  return settled(secured, 'secureConnect', signal)
}

/** Gives back the socket once `event` has come. Destroys it if an error or the signal comes first. */
function settled(
  socket: net.Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<net.Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>()
  const giveUp = () => fail(signal.reason)
  const fail = (error: unknown) => {
    signal.removeEventListener('abort', giveUp)
    socket.destroy()
    reject(error)
  }
  socket.on('error', fail)
  socket.once(event, () => {
    signal.removeEventListener('abort', giveUp)
    resolve(socket)
  })
  if (signal.aborted) giveUp()
  else signal.addEventListener('abort', giveUp)
  return promise
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  if (signal.aborted) reject(signal.reason)
  signal.addEventListener('abort', () => reject(signal.reason))
  return promise
}

function named(cause: unknown, signal: AbortSignal): Error {
  return signal.aborted ? new FrameTimeout({ cause }) : new FrameUnavailable({ cause })
}

function systemResolve(hostname: string): Promise<ResolvedAddress[]> {
  const { promise, resolve, reject } = Promise.withResolvers<ResolvedAddress[]>()
  dns.lookup(hostname, { all: true }, (error, answers) =>
    error ? reject(error) : resolve(answers),
  )
  return promise
}

function openTcp(address: string, port: number): net.Socket {
  return net.connect({ host: address, port, noDelay: true })
}
