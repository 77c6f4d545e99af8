import helmet from '@fastify/helmet'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { CrossSiteWrite } from '../errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/**
 * The headers of every answer, whatever its status, and the check that a change comes from our own
 * pages or from a script (SECURITY section 3). `mediaSources`: the origins that clips may play from.
 */
export const securityPlugin = fp<{ mediaSources: readonly string[] }>(
  async (app, { mediaSources }) => {
    await app.register(helmet, {
      global: true,
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          mediaSrc: ["'self'", ...new Set(mediaSources)],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      // An intranet may be plain HTTP: whether to insist on TLS is for the proxy in front.
      strictTransportSecurity: false,
      frameguard: { action: 'deny' },
      crossOriginEmbedderPolicy: false,
      xXssProtection: false,
    })

    app.addHook('onRequest', async (request) => {
      if (!SAFE_METHODS.has(request.method) && isCrossSite(request)) throw new CrossSiteWrite()
    })
  },
  { name: 'security' },
)

/** `Sec-Fetch-Site` decides where a browser sends it; else `Origin` must be ours or absent. */
function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = request.headers
  return origin !== undefined && origin !== `${request.protocol}://${request.host}`
}
