import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { prefersPage } from '../domain/http/accept.ts'
import type { Representation } from './addresses.ts'

declare module 'fastify' {
  interface FastifyRequest {
    readonly wants: Representation
  }
}

const BY_REQUEST = 'Accept, HX-Request'

/**
 * One route, two representations (docs/architecture.md#two-representations). The route decides: only `POST` below `/api/`
 * negotiates; a page URL is always a page and a fragment URL always a fragment. An address that no
 * route knows is JSON below `/api/`, and what the request asks for elsewhere.
 */
export const representationPlugin = fp(
  async (app) => {
    app.decorateRequest('wants', {
      getter() {
        return representationFor(this)
      },
    })
    app.addHook('onRequest', (request, reply, done) => {
      if (request.method === 'POST' || request.is404) reply.header('vary', BY_REQUEST)
      done()
    })
  },
  { name: 'representation', dependencies: ['addresses'] },
)

/** `url`: an address of the same form, if the request's own cannot be decoded. */
export function representationFor(request: FastifyRequest, url = request.url): Representation {
  const represents = request.is404
    ? request.server.knownAddresses.at(url)?.represents
    : request.routeOptions.config.represents
  return represents === undefined || represents === 'asked' ? asked(request) : represents
}

/** A JSON body always gets JSON. For a form or a link of a browser, `Accept` decides. */
function asked({ headers }: Pick<FastifyRequest, 'headers'>): Representation {
  if (/^\s*application\/json\b/i.test(headers['content-type'] ?? '')) return 'json'
  if (headers['hx-request'] === 'true') return 'fragment'
  return prefersPage(headers.accept) ? 'page' : 'json'
}
