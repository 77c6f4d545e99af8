import type { FastifyReply, FastifyRequest } from 'fastify'
import { ImageWidthInvalid } from '../errors/request.ts'
import { clientOf } from '../http/client-of.ts'
import { headOf, writeHead } from '../http/response-head.ts'
import { INERT_POLICY } from '../http/security/inert.ts'
import type { ImageRequest } from '../images/fetch-image.ts'
import { sendInto } from '../images/response-sink.ts'
import { THUMBNAIL_WIDTHS, type ThumbnailWidth } from '../images/thumbnails.ts'
import type { ImageAnswer, ImageBody } from '../images/types.ts'

/** What a client asks of an image. */
export function imageRequest(request: FastifyRequest): ImageRequest {
  return {
    signal: request.ending.abortSignal,
    client: clientOf(request),
    method: request.method === 'HEAD' ? 'HEAD' : 'GET',
    ifNoneMatch: request.headers['if-none-match'],
    range: wantedRange(request),
  }
}

/** None with `If-Range`, which asks for the whole image if it may have changed: the image is then sent whole. */
function wantedRange(request: FastifyRequest): string | undefined {
  return request.headers['if-range'] === undefined ? request.headers.range : undefined
}

/** @throws ImageWidthInvalid */
export function wantedWidth(text: unknown): ThumbnailWidth | undefined {
  if (text === undefined) return undefined
  const width = THUMBNAIL_WIDTHS.find((width) => String(width) === text)
  if (width === undefined) throw new ImageWidthInvalid()
  return width
}

/** Sends an image with only our own headers (docs/decisions/frame-fetch.md). */
export function sendImage(
  reply: FastifyReply,
  answer: ImageAnswer<ImageBody | Buffer>,
  cacheControl: string,
): FastifyReply {
  reply.code(answer.status).headers({
    'cache-control': cacheControl,
    'content-security-policy': INERT_POLICY,
  })
  if (answer.etag !== null) reply.header('etag', answer.etag)
  if (answer.status === 304) return reply.send()
  reply.type(answer.type).header('accept-ranges', 'bytes')
  if (answer.length !== null) reply.header('content-length', answer.length)
  if (answer.contentRange !== null) reply.header('content-range', answer.contentRange)
  if (answer.body === null || Buffer.isBuffer(answer.body))
    return reply.send(answer.body ?? undefined)
  writeHead(reply, answer.status, headOf(reply))
  sendInto(reply.raw, answer.body)
  return reply
}

/** Counts the bytes of an image that was sent. */
export function countImage(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.method === 'GET' && reply.statusCode < 300) {
    request.server.metrics.imageSent(Number(reply.getHeader('content-length') ?? 0))
  }
  done()
}
