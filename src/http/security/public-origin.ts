import type { FastifyRequest } from 'fastify'
import { hostnameOf } from '../../domain/http/own-address.ts'
import type { AskedAs } from './asked-as.ts'

/**
 * The origin of `PUBLIC_ORIGINS` under which the browser asks; null if it asks under none of them. If the proxy does
 * not say the scheme, the name alone decides.
 */
export function publicOriginOf(
  { raw }: Pick<FastifyRequest, 'raw'>,
  publicOrigins: readonly string[],
  askedAs: (raw: FastifyRequest['raw']) => AskedAs,
): string | null {
  const { hosts, origin } = askedAs(raw)
  const name = hosts[0] === undefined ? null : hostnameOf(hosts[0])
  const ours = publicOrigins.filter((one) => hostnameOf(new URL(one).host) === name)
  return ours.find((one) => one === origin) ?? ours[0] ?? null
}
