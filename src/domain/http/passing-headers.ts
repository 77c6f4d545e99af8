/**
 * The headers that pass between a script and the service, one list for each direction (docs/decisions/upstream.md). A
 * header that is not listed does not pass. All names are lower case.
 */

/** From the script to the service. Touchline itself sets `X-Request-Id` and `Authorization`. */
export const UP: readonly string[] = [
  'accept',
  'accept-language',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'traceparent',
  'tracestate',
  'x-analysis-attempt-id',
]

/** From the service to the script. The service's own `X-` headers pass too. */
const DOWN = new Set([
  'accept-ranges',
  'age',
  'cache-control',
  'content-encoding',
  'content-language',
  'content-range',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'retry-after',
  'server',
  'vary',
])

/**
 * First words of `X-` names that are not the service's own and do not pass. Browsers or proxies in front of us act on
 * them, or they claim something about a request: who sent it, from where, how and for what.
 */
const NOT_ITS_OWN = [
  // Browsers, their tools, search engines.
  'content',
  'dns',
  'download',
  'frame',
  'moz',
  'permitted',
  'pingback',
  'robots',
  'sourcemap',
  'ua',
  'webkit',
  'xss',
  // nginx, Apache, lighttpd, LiteSpeed, h2o, Envoy, caches, clouds.
  'accel',
  'amz',
  'azure',
  'cache',
  'envoy',
  'goog',
  'lighttpd',
  'litespeed',
  'ms',
  'reproxy',
  'sendfile',
  'sendfile2',
  'varnish',
  // Claims about a request.
  'auth',
  'authenticated',
  'client',
  'cluster',
  'forwarded',
  'host',
  'http',
  'method',
  'original',
  'proxy',
  'real',
  'remote',
  'rewrite',
  'scheme',
  'url',
  'user',
  // The software behind a server.
  'aspnet',
  'powered',
]
const FOREIGN = new RegExp(`^x-(${NOT_ITS_OWN.join('|')})(-|$)`)

export function comesDown(name: string): boolean {
  return DOWN.has(name) || (name.startsWith('x-') && !FOREIGN.test(name))
}
