import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { withoutEndSlashes } from '../domain/http/end-slashes.ts'
import { MethodNotAllowed, NotFound } from '../errors/request.ts'

/**
 * Answers what no route should take: a path with a trailing slash is sent to the one without, `OPTIONS` is
 * told the methods (RFC 9110, 9.3.7), a known path with another method is a 405 with `Allow` (15.5.6),
 * and the rest is a 404. All this happens before the body is read, because nobody needs the body.
 */
export const unmatchedPlugin = fp<{ basePath: string }>(
  async (app, { basePath }) => {
    const home = `${basePath}/`

    app.addHook('onRequest', (request, reply, done) => {
      if (mayEndInSlash(request.url) && redirected(app, home, request, reply)) return
      if (request.is404) answerUnmatched(app, request, reply, done)
      else done()
    })
    // Routes that find nothing lead here.
    app.setNotFoundHandler(async () => {
      throw new NotFound()
    })
  },
  { name: 'unmatched', dependencies: ['addresses'] },
)

/** A quick test: most addresses do not end in a slash, and are looked at no further. */
function mayEndInSlash(url: string): boolean {
  return url.endsWith('/') || url.includes('/?')
}

/** Redirects to an address that we know and to nothing else, so never to another site. */
function redirected(
  app: FastifyInstance,
  home: string,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const { path, query } = partsOf(request.url)
  const shorter = withoutEndSlashes(path)
  if (path === home || shorter === path || methodsAt(app, shorter).length === 0) return false
  reply.redirect(shorter + query, 308)
  return true
}

function answerUnmatched(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  done: (error?: Error) => void,
) {
  const allowed = methodsAt(app, partsOf(request.url).path).join(', ')
  if (allowed === '') return done(new NotFound())
  reply.header('allow', allowed)
  if (request.method === 'OPTIONS') reply.code(204).send()
  else done(new MethodNotAllowed(allowed))
}

function methodsAt(app: FastifyInstance, path: string): string[] {
  const methods = app.knownAddresses.at(path)?.methods
  return methods?.size ? [...methods, 'OPTIONS'].sort() : []
}

/** Path and query of a request target, which may be a whole URL (RFC 9112, 3.2.2). */
function partsOf(target: string): { path: string; query: string } {
  const [, path = '', query = ''] =
    /^(?:[a-z][\w+.-]*:\/\/[^/?#]*)?([^?#]*)(.*)$/is.exec(target) ?? []
  return { path, query }
}
