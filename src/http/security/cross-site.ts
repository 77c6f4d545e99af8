import type { FastifyRequest } from 'fastify'
import {
  WriteFromOtherOrigin,
  WriteFromOtherSite,
  WriteThroughUnknownProxy,
  WriteWithoutOrigin,
} from '../../errors/access.ts'
import type { createAskedAs } from './asked-as.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/**
 * Takes changes only from our own pages or from a script (docs/security.md#at-which-address). `Sec-Fetch-Site` decides
 * if the browser sends it; else `Origin` must be ours or absent. The refusal names the setting, because a proxy that
 * does not pass `Host` looks just like another site.
 */
export function createCrossSiteCheck(
  publicOrigins: readonly string[],
  askedAs: ReturnType<typeof createAskedAs>,
) {
  const ours = new Set(publicOrigins)

  return (request: FastifyRequest): Error | null => {
    if (SAFE_METHODS.has(request.method)) return null
    const { origin: given, 'sec-fetch-site': site } = request.headers
    if (site === 'same-origin' || site === 'none') return null
    if (site === undefined && (given === undefined || ours.has(given))) return null
    const { origin: own, untrustedProxy } = askedAs(request.raw)
    if (site === undefined && given === own) return null

    const origin = readable(given)
    request.log.warn(
      {
        origin,
        own,
        secFetchSite: site?.slice(0, LOGGED),
        untrustedProxy,
        peer: request.raw.socket.remoteAddress,
      },
      'a change from another origin was refused',
    )
    if (site !== undefined) return new WriteFromOtherSite()
    if (origin === 'null') return new WriteWithoutOrigin()
    const Refusal = untrustedProxy ? WriteThroughUnknownProxy : WriteFromOtherOrigin
    return new Refusal(origin, own ?? 'known', origin)
  }
}

const LOGGED = 40

/** An origin as it may be shown: only its own parts, `null` for anything else. */
function readable(origin: string | undefined): string {
  const text = (origin && URL.parse(origin)?.origin) || 'null'
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
const LONGEST = 253
