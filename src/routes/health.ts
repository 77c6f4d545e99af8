import type { FastifyInstance } from 'fastify'

/** `/healthz`: the process answers. `/readyz`: it takes work, so not while it drains (DESIGN section 3). */
export async function healthRoutes(app: FastifyInstance) {
  let draining = false
  app.addHook('preClose', async () => {
    draining = true
  })

  app.get('/healthz', { config: { open: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ ok: true, status: 'live' }),
  )
  app.get('/readyz', { config: { open: true } }, async (_request, reply) =>
    reply
      .code(draining ? 503 : 200)
      .header('cache-control', 'no-store')
      .send({
        ok: !draining,
        status: draining ? 'draining' : 'ready',
        upstream_configured: app.upstream.configured,
      }),
  )
}
