import fp from 'fastify-plugin'
import { isSecureContext } from '../../domain/http/own-address.ts'
import { createAskedAs } from './asked-as.ts'
import { createCrossSiteCheck } from './cross-site.ts'

/** Permissions that our pages never ask for. The clipboard and the full screen are left out: pages do ask for them. */
const PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((name) => `${name}=()`)
  .join(', ')

/**
 * The headers of every answer, whatever its status. Made once: they also stand on answers that never see a hook, such
 * as those to broken HTTP. `frame-ancestors` takes the place of `X-Frame-Options`: all browsers of today prefer it.
 * `mediaSources`: the origins that clips may play from. Whether to insist on TLS is for the proxy in front: an intranet
 * may be plain HTTP.
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
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
}

const OPENER_POLICY = 'cross-origin-opener-policy'

declare module 'fastify' {
  interface FastifyInstance {
    /** Names and values in turn, the policy first, for answers whose head we write ourselves (../response-head.ts). */
    readonly securityHeaders: readonly string[]
  }
}

export interface SecurityOptions {
  headers: Readonly<Record<string, string>>
  publicOrigins?: readonly string[]
  askedAs?: ReturnType<typeof createAskedAs>
}

/** Sets the headers, and takes changes only from our own pages or from a script. */
export const securityPlugin = fp<SecurityOptions>(
  async (app, { headers, publicOrigins = [], askedAs = createAskedAs([]) }) => {
    const crossSite = createCrossSiteCheck(publicOrigins, askedAs)
    app.decorate('securityHeaders', Object.entries(headers).flat())
    app.addHook('onSend', (request, reply, payload, done) => {
      // A route may have its own policy, as images do.
      for (const name in headers) if (!reply.hasHeader(name)) reply.header(name, headers[name])
      if (isPage(reply.getHeader('content-type'))) {
        // Only a page can ask for a permission, and answers in JSON are many.
        reply.header('permissions-policy', PERMISSIONS)
        const { scheme, hosts } = askedAs(request.raw)
        // Outside a secure context browsers ignore the opener policy, and complain of it in their console.
        if (isSecureContext(scheme, hosts[0] ?? '')) reply.header(OPENER_POLICY, 'same-origin')
      }
      done(null, payload)
    })
    app.addHook('onRequest', (request, _reply, done) => {
      done(crossSite(request) ?? undefined)
    })
  },
  { name: 'security' },
)

function isPage(type: unknown): boolean {
  return typeof type === 'string' && type.startsWith('text/html')
}
