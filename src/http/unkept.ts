import fp from 'fastify-plugin'

/** For pages of links: nothing stores them, they do not tell their address, and no search finds them. */
export const UNKEPT = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
}

/**
 * Sets these headers on all answers `below` an address that has a secret in it: also on redirects and refusals, which
 * come from no route.
 */
export const unkeptPlugin = fp<{ below: string }>(
  async (app, { below }) => {
    app.addHook('onRequest', (request, reply, done) => {
      const { url, routeOptions } = request
      // An address with escapes finds a route as well, and an unknown address has no route: so both are checked.
      if (url.startsWith(below) || routeOptions.url?.startsWith(below)) reply.headers(UNKEPT)
      done()
    })
  },
  { name: 'unkept' },
)
