import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, BareDetail, GenericFailure, invalidBody } from './api-error.ts'
import { sendError } from './envelope.ts'

const GATED = /^\/jobs(?:\/[^/]+\/(?:enqueue|retry|confirm-selection|analyze-player|report))?\/?$/
const ALLOWED_ORIGIN = /^https:\/\/[a-z0-9-]+\.vercel\.app$/

/**
 * How the upstream behaves on every route (docs/contract.md#conventions): headers, the worker gate, bodies that
 * are not JSON, slashes at the end, unknown routes and methods, and the shape of errors.
 */
export function addHttpManners(app: FastifyInstance, demo: Demo): void {
  const routes = collectRoutes(app)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, text, done) => {
    const isJson = request.headers['content-type']?.startsWith('application/json') === true
    if (!isJson) return done(new GenericFailure('The body is not JSON.'))
    try {
      done(null, text === '' ? undefined : JSON.parse(String(text)))
    } catch {
      done(invalidBody([0], 'JSON decode error', null))
    }
  })
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/fnh/')) return
    if (isPreflight(request)) return answerPreflight(request, reply)
    reply.header('X-Request-Id', request.id)
    if (demo.dialect.hasErrorCodes) reply.header('X-AlgoNext-Revision', demo.dialect.revision)
    reply.header('Cross-Origin-Resource-Policy', 'same-origin')
    const path = pathOf(request)
    if (/%2f/i.test(path)) throw new BareDetail(404, 'Not Found')
    const isGated = request.method === 'POST' && GATED.test(path) && demo.dialect.hasAttempts
    if (isGated && demo.faults.workerMissing) throw workerNotReady()
  })
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request)
    const known = (at: string) => routes.filter((route) => route.pattern.test(at))
    const methods = known(path).map((route) => route.method)
    if (methods.length > 0) {
      reply.header('Allow', [...new Set(methods)].join(', '))
      return sendError(demo, new BareDetail(405, 'Method Not Allowed'), request, reply)
    }
    const slashless = path.replace(/\/+$/, '')
    if (slashless !== path && known(slashless).length > 0) {
      const location = `${request.protocol}://${request.host}${slashless}`
      return reply.code(307).header('Location', location).send()
    }
    return sendError(demo, new BareDetail(404, 'Not Found'), request, reply)
  })
  app.setErrorHandler((error, request, reply) => sendError(demo, error, request, reply))
}

function workerNotReady(): ApiError {
  return new ApiError(503, 'WORKER_NOT_READY', 'The analysis worker is not ready.', {
    dependencies: { redis: 'ready', worker: 'missing' },
    worker: null,
    worker_age_seconds: null,
    worker_revision_matches_api: null,
  })
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  )
}

function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { origin = '' } = request.headers
  const isAllowed = ALLOWED_ORIGIN.test(origin)
  if (isAllowed) reply.header('Access-Control-Allow-Origin', origin)
  return reply
    .code(isAllowed ? 200 : 400)
    .type('text/plain; charset=utf-8')
    .send(isAllowed ? 'OK' : 'Disallowed CORS origin')
}

function collectRoutes(app: FastifyInstance): { method: string; pattern: RegExp }[] {
  const routes: { method: string; pattern: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replace(/:[a-z]+/g, '[^/]+')}$`)
    for (const one of [method].flat()) routes.push({ method: one, pattern })
  })
  return routes
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!
}
