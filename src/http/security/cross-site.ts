import type { FastifyRequest } from 'fastify'
import { CrossSiteWrite } from '../../errors.ts'
import type { createAskedAs } from './asked-as.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/**
 * Takes changes only from our own pages or from a script (docs/security.md#at-which-address): `Sec-Fetch-Site` decides
 * where a browser sends it; else `Origin` must be ours or absent. Refuses with a sentence that names the
 * setting, because a proxy that does not pass `Host` looks just like another site.
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
    if (site !== undefined) return new CrossSiteWrite(OTHER_SITE)
    if (origin === 'null') return new CrossSiteWrite(NO_ORIGIN)
    const hint = `Origin ${origin} is not ${own ?? 'known'}: the proxy must pass Host and X-Forwarded-Proto and stand in TRUSTED_PROXIES, or PUBLIC_ORIGINS must name ${origin}.`
    return new CrossSiteWrite(untrustedProxy ? `${hint} ${UNTRUSTED}` : hint)
  }
}

const LOGGED = 40
const OTHER_SITE = 'The browser says that another site sent this one (Sec-Fetch-Site).'
const NO_ORIGIN =
  'This one says "Origin: null", so it cannot be told who sent it: another site does this, and so does a proxy that sets Referrer-Policy: no-referrer.'
const UNTRUSTED =
  'X-Forwarded-Proto or X-Forwarded-Host came from an address that TRUSTED_PROXIES does not list.'

/** An origin as it may be shown: only its own parts, `null` for anything else. */
function readable(origin: string | undefined): string {
  const text = (origin && URL.parse(origin)?.origin) || 'null'
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
const LONGEST = 253
