import Fastify from 'fastify'
import { request as fetchImage, Pool } from 'undici'

/** A plain proxy: Fastify and undici as their guides show them, and nothing else. */
const { UPSTREAM = '', PORT = '0' } = process.env
const pool = new Pool(UPSTREAM, { connections: 64 })
const app = Fastify()

app.get('/healthz', async () => ({ ok: true }))
app.get('/api/frame-proxy', async (request, reply) => {
  const { url } = request.query as { url: string }
  const image = await fetchImage(url)
  return reply.code(image.statusCode).type('image/jpeg').send(image.body)
})
app.all('/api/*', async (request, reply) => {
  const answer = await pool.request({
    method: request.method as 'GET' | 'POST',
    path: request.url.slice('/api'.length),
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: request.body === undefined ? null : JSON.stringify(request.body),
  })
  return reply.code(answer.statusCode).type('application/json').send(answer.body)
})
await app.listen({ port: Number(PORT) })
