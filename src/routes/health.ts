import type { FastifyInstance } from 'fastify'

/**
 * `/healthz`: the process answers. `/readyz`: the process takes work; it does not while it drains. `/metrics`: for
 * Prometheus, and closed to strangers like everything else.
 */
export async function healthRoutes(app: FastifyInstance) {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store')
    done()
  })
  const quiet = {
    logLevel: 'warn',
    config: { neverTurnedAway: true, open: true, represents: 'json' },
  } as const

  app.get('/healthz', quiet, (_request, reply) => reply.send({ ok: true, status: 'live' }))

  app.get('/readyz', quiet, (_request, reply) =>
    reply.code(app.draining ? 503 : 200).send({
      ok: !app.draining,
      status: app.draining ? 'draining' : 'ready',
      upstream_configured: app.upstream.configured,
    }),
  )

  app.get(
    '/metrics',
    { logLevel: 'warn', config: { neverTurnedAway: true, represents: 'json' } },
    async (_request, reply) =>
      reply.type(app.metrics.registry.contentType).send(await app.metrics.registry.metrics()),
  )
}
