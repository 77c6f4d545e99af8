import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, invalidBody } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import { sendRange } from '../http/send-range.ts'
import { BUCKET } from '../http/signing.ts'

const DEFAULT_COUNT = 16
const FILE_NAME = /^[A-Za-z0-9_.-]+$/

/** `GET /jobs/:id/frames` and the two file routes (docs/contract.md#images). */
export function pictureRoutes(app: FastifyInstance, demo: Demo): void {
  app.get('/jobs/:id/frames', async (request) => {
    const count = readCount(request.query as { count?: string })
    const job = demo.jobOf(request)
    if (job.previews.length === 0) {
      throw new ApiError(409, 'FRAMES_NOT_READY', 'Preview frames not ready')
    }
    const link = demo.linker(request)
    const items = job.previews.slice(0, Math.max(1, count)).map((preview) => {
      const bare = { time_sec: null, width: null, height: null }
      const { key, time_sec, width, height } =
        typeof preview === 'string' ? { ...bare, key: preview } : preview
      return { time_sec, signed_url: link(key), width, height, key }
    })
    return envelope(demo, request, { items })
  })

  for (const folder of ['frames', 'candidates']) {
    app.get(`/jobs/:id/${folder}/:file`, async (request, reply) => {
      const { id, file } = request.params as { id: string; file: string }
      if (!FILE_NAME.test(file)) throw new ApiError(400, 'INVALID_FILENAME', 'Invalid filename')
      const picture = await demo.picture(`jobs/${id}/${folder}/${file}`)
      if (picture === null) throw new ApiError(404, 'FILE_NOT_FOUND', 'File not found')
      reply.header('Cache-Control', 'public, max-age=3600')
      return reply.type('image/jpeg').send(picture)
    })
  }
}

/** The object store beside the API: only signed addresses, errors as XML like S3. */
export function objectRoutes(app: FastifyInstance, demo: Demo): void {
  app.get(`/${BUCKET}/*`, async (request, reply) => {
    const url = new URL(request.url, 'http://store')
    const refusal = demo.signer.refusal(url.pathname, url.searchParams)
    if (refusal !== null) return sendXml(reply, 403, refusal)
    const object = await demo.object(url.pathname.slice(BUCKET.length + 2))
    if (object === null) return sendXml(reply, 404, 'NoSuchKey')
    return sendRange(reply.type(object.type), object.body, request.headers.range)
  })
}

function sendXml(reply: FastifyReply, status: number, code: string): FastifyReply {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`
  return reply.code(status).type('application/xml').send(body)
}

function readCount({ count = String(DEFAULT_COUNT) }: { count?: string }): number {
  if (!/^[+-]?\d+$/.test(count)) throw invalidBody(['count'], 'must be a whole number', null)
  return Number(count)
}
