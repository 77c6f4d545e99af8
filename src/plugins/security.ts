import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { CrossSiteWrite } from '../errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/**
 * The headers of every answer, whatever its status (SECURITY section 3). Made once: they also stand on
 * answers that never see a hook, such as those to broken HTTP. `mediaSources`: the origins that clips
 * may play from. Whether to insist on TLS is for the proxy in front: an intranet may be plain HTTP.
 */
export function securityHeaders(mediaSources: readonly string[]): Readonly<Record<string, string>> {
  const media = ["'self'", ...new Set(mediaSources)].join(' ')
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `media-src ${media}`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return Object.freeze({
    'content-security-policy': policy.join(';'),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
}

/** Their names: where the upstream says one of them too, ours stands. */
export const SECURITY_HEADERS: ReadonlySet<string> = new Set(Object.keys(securityHeaders([])))

declare module 'fastify' {
  interface FastifyInstance {
    /** Names and values in turn, the policy first, for answers whose head we write ourselves (head.ts). */
    readonly securityHeaders: readonly string[]
  }
}

/** Sets the headers, and takes changes only from our own pages or from a script. */
export const securityPlugin = fp<{ headers: Readonly<Record<string, string>> }>(
  async (app, { headers }) => {
    app.decorate('securityHeaders', Object.entries(headers).flat())
    app.addHook('onSend', (_request, reply, payload, done) => {
      // A route may have a policy of its own, images do.
      for (const name in headers) if (!reply.hasHeader(name)) reply.header(name, headers[name])
      done(null, payload)
    })
    app.addHook('onRequest', (request, _reply, done) => {
      if (!SAFE_METHODS.has(request.method) && isCrossSite(request)) done(new CrossSiteWrite())
      else done()
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
