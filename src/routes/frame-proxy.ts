import type { FastifyInstance, FastifyRequest } from 'fastify'
import { JOB_ID } from '../contracts/params.ts'
import {
  type AllowedUrl,
  type FrameSource,
  frameVerdict,
  SERVICE_CHARACTERS,
} from '../domain/images/frame-source.ts'
import { imageKeyOf } from '../domain/images/stored-image.ts'
import {
  FrameNotInJob,
  FrameSourceNotAllowed,
  FrameUrlInvalid,
  FrameUrlMissing,
} from '../errors/images.ts'
import { ImageIdInvalid, InvalidJobId } from '../errors/request.ts'
import type { WantedImage } from '../images/signed-images.ts'
import { countImage, imageRequest, sendImage, wantedWidth } from './send-image.ts'

export interface FrameProxyOptions {
  sources: readonly FrameSource[]
  /**
   * The current signed address of an image of a job; null if the job has no such image, or several.
   * Without it `?job=` is answered 404.
   */
  signedUrl?: (jobId: string, wanted: WantedImage, search: ImageSearch) => Promise<string | null>
}

interface ImageSearch {
  /** The request that wants the image. Other requests for the same image share what it finds. */
  request: FastifyRequest
  /** True if the store refused the known address: the job must be read again. */
  fresh: boolean
}

/** A signed address works for minutes; the address of an image in a job never changes its content. */
const CACHE_OF_URL = 'private, max-age=300'
const CACHE_OF_JOB = 'private, max-age=86400, immutable'

/**
 * `GET|HEAD /api/frame-proxy?url=` and `?job=&url=[&id=][&w=160|320|640]` (docs/architecture.md#images-of-a-job):
 * judges the text of the address, then sends the image with only our own headers (docs/decisions/frame-fetch.md).
 */
export async function frameProxyRoute(app: FastifyInstance, options: FrameProxyOptions) {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/frame-proxy',
    onError: async (request, _reply, error) => {
      if (error.cause instanceof Error) {
        request.log.warn({ code: error.code, reason: error.cause.message }, 'image not served')
      }
    },
    onResponse: countImage,
    handler: async (request, reply) => {
      const { job, url, w, id = null } = request.query as Record<string, unknown>
      const given = allowed(
        url,
        options.sources,
        job === undefined ? undefined : SERVICE_CHARACTERS,
      )
      const wanted = imageRequest(request)
      if (job === undefined)
        return sendImage(reply, await app.frames.open(given, wanted), CACHE_OF_URL)
      if (typeof job !== 'string' || !JOB_ID.test(job)) throw new InvalidJobId()
      if (id !== null && typeof id !== 'string') throw new ImageIdInvalid()
      const image = { address: url as string, id }
      const find = (_signal: AbortSignal, fresh: boolean) =>
        inJob(job, image, options, { request, fresh })
      const width = wantedWidth(w)
      const answer = await app.lostPictures.noting(job, image, () =>
        app.frames.ofJob(imageKeyOf(job, image), { ...wanted, width }, find),
      )
      return sendImage(reply, answer, CACHE_OF_JOB)
    },
  })
}

/** Gives back the address if images may come from there. @throws the error that says what is wrong with it */
export function allowed(text: unknown, sources: readonly FrameSource[], most?: number): AllowedUrl {
  if (text === undefined) throw new FrameUrlMissing()
  if (typeof text !== 'string') throw new FrameUrlInvalid()
  const verdict = frameVerdict(text, sources, most)
  if (verdict.ok) return verdict.url
  if (verdict.reason === 'not-allowed') throw new FrameSourceNotAllowed(verdict.origin)
  throw verdict.reason === 'missing' ? new FrameUrlMissing() : new FrameUrlInvalid()
}

async function inJob(
  job: string,
  wanted: WantedImage,
  { signedUrl, sources }: FrameProxyOptions,
  search: ImageSearch,
): Promise<AllowedUrl> {
  const signed = await signedUrl?.(job, wanted, search)
  if (signed === null || signed === undefined) throw new FrameNotInJob()
  return allowed(signed, sources, SERVICE_CHARACTERS)
}
