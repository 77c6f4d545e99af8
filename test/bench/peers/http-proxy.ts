import proxy from '@fastify/http-proxy'
import Fastify from 'fastify'

/** @fastify/http-proxy with its defaults. */
const { UPSTREAM = '', PORT = '0' } = process.env
const app = Fastify()
app.get('/healthz', async () => ({ ok: true }))
await app.register(proxy, { upstream: UPSTREAM, prefix: '/api/jobs', rewritePrefix: '/jobs' })
await app.register(proxy, { upstream: UPSTREAM, prefix: '/fnh', rewritePrefix: '/fnh' })
await app.listen({ port: Number(PORT) })
