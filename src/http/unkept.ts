import fp from 'fastify-plugin'

/** Nothing of a link is kept anywhere, tells where it is, or is found by a search. */
export const UNKEPT = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
}

/**
 * The headers of all answers `below` an address that has a secret in it: also of a redirect and of a refusal, which no
 * route gives.
 */
export const unkeptPlugin = fp<{ below: string }>(
  async (app, { below }) => {
    app.addHook('onRequest', (request, reply, done) => {
      const { url, routeOptions } = request
      // A route is found by an address with escapes as well, and what finds none has no route.
      if (url.startsWith(below) || routeOptions.url?.startsWith(below)) reply.headers(UNKEPT)
      done()
    })
  },
  { name: 'unkept' },
)
