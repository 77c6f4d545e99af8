import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

/** How an answer is put: JSON for scripts, a fragment for htmx, a page or a redirect for a plain form. */
export type Representation = 'json' | 'fragment' | 'page'

declare module 'fastify' {
  interface FastifyRequest {
    readonly wants: Representation
  }
  interface FastifyContextConfig {
    /** What the route answers with where it does not negotiate; API routes are `json`. */
    represents?: Representation
  }
}

/**
 * One route, two representations (DESIGN section 3): only `POST` negotiates. A page URL is always a
 * page and a fragment URL always a fragment, whatever the request asks for.
 */
export const negotiatePlugin = fp(
  async (app) => {
    app.decorateRequest('wants', { getter: representationFor })
    app.addHook('onRequest', (request, reply, done) => {
      if (request.method === 'POST') reply.header('vary', 'Accept, HX-Request')
      done()
    })
  },
  { name: 'negotiate' },
)

function representationFor(this: FastifyRequest): Representation {
  const fixed = this.routeOptions.config.represents
  if (fixed !== undefined) return fixed
  if (this.method !== 'POST')
    return this.url.includes('/api/') || this.is404 ? apiOrPage(this) : 'page'
  if (this.headers['hx-request'] === 'true') return 'fragment'
  return acceptsHtml(this.headers.accept) ? 'page' : 'json'
}

/** An address that no route knows: JSON below `/api/`, a page for a browser. */
function apiOrPage(request: FastifyRequest): Representation {
  if (/\/api\//.test(request.url)) return 'json'
  return acceptsHtml(request.headers.accept) ? 'page' : 'json'
}

/** A browser's form names `text/html` first; a script's `* / *` or nothing means JSON. */
function acceptsHtml(accept: string | undefined): boolean {
  return accept !== undefined && /text\/html/i.test(accept)
}
