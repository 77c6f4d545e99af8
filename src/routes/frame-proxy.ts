import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type AllowedFrame, type FrameSource, frameVerdict } from '../domain/frame-source.ts'
import {
  FrameNotInJob,
  FrameSourceNotAllowed,
  FrameUrlInvalid,
  FrameUrlMissing,
  InvalidJobId,
} from '../errors.ts'
import type { Frame } from '../plugins/frames/fetch-frame.ts'

export interface FrameProxyOptions {
  sources: readonly FrameSource[]
  /**
   * The current signed address of an image of a job, found by its address without the query; null
   * where the job has no such image. Without it `?job=` is answered 404.
   */
  signedUrl?: (jobId: string, url: string, signal: AbortSignal) => Promise<string | null>
}

/** A signed address works for minutes; the address of an image in a job never changes its content. */
const CACHE_OF_URL = 'private, max-age=300'
const CACHE_OF_JOB = 'private, max-age=86400, immutable'
const JOB_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/
const RETRY_AFTER_SECONDS = '1'

/**
 * `GET|HEAD /api/frame-proxy?url=` and `?job=&url=` (DESIGN sections 3 and 5): decides on the text,
 * then streams the image with headers of our own alone (SECURITY section 1, rule 6).
 */
export async function frameProxyRoute(app: FastifyInstance, options: FrameProxyOptions) {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/frame-proxy',
    onError: async (_request, reply, error) => {
      if (error.code === 'FRAME_BUSY') reply.header('retry-after', RETRY_AFTER_SECONDS)
    },
    handler: async (request, reply) => {
      const signal = goneSignal(reply)
      const { job, url } = request.query as Record<string, unknown>
      const given = allowed(url, options.sources)
      const address = job === undefined ? given : await inJob(job, url as string, options, signal)
      const frame = await app.frames.open(address, {
        signal,
        method: request.method === 'HEAD' ? 'HEAD' : 'GET',
        ifNoneMatch: request.headers['if-none-match'],
        range: wantedRange(request),
      })
      return send(reply, frame, job === undefined ? CACHE_OF_URL : CACHE_OF_JOB)
    },
  })
}

function allowed(text: unknown, sources: readonly FrameSource[]): AllowedFrame {
  if (text === undefined) throw new FrameUrlMissing()
  if (typeof text !== 'string') throw new FrameUrlInvalid()
  const verdict = frameVerdict(text, sources)
  if (verdict.ok) return verdict.url
  if (verdict.reason === 'not-allowed') throw new FrameSourceNotAllowed(verdict.origin)
  throw verdict.reason === 'missing' ? new FrameUrlMissing() : new FrameUrlInvalid()
}

async function inJob(
  job: unknown,
  url: string,
  { signedUrl, sources }: FrameProxyOptions,
  signal: AbortSignal,
): Promise<AllowedFrame> {
  if (typeof job !== 'string' || !JOB_ID.test(job)) throw new InvalidJobId()
  const signed = await signedUrl?.(job, url, signal)
  if (signed === null || signed === undefined) throw new FrameNotInJob()
  return allowed(signed, sources)
}

/** `If-Range` asks for the whole where the image may have changed: so it gets the whole. */
function wantedRange(request: FastifyRequest): string | undefined {
  return request.headers['if-range'] === undefined ? request.headers.range : undefined
}

function send(reply: FastifyReply, frame: Frame, cacheControl: string): FastifyReply {
  reply.code(frame.status).headers({
    'cache-control': cacheControl,
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
  if (frame.etag !== null) reply.header('etag', frame.etag)
  if (frame.status === 304) return reply.send()
  reply.type(frame.type).header('accept-ranges', 'bytes')
  if (frame.length !== null) reply.header('content-length', frame.length)
  if (frame.contentRange !== null) reply.header('content-range', frame.contentRange)
  return reply.send(frame.body ?? undefined)
}

/** Aborts when the client leaves before its answer is complete. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}
