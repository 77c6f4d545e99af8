import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { AllowedFrame } from '../../domain/frame-source.ts'
import { type ImageType, imageType } from '../../domain/image-type.ts'
import { FrameNotAnImage, FrameTimeout, FrameUnavailable } from '../../errors.ts'
import { type Answer, readAnswer } from './answer.ts'
import { askFor, headersFor } from './ask.ts'
import { type Chunks, cut, streamOf, takeHead } from './body.ts'
import { type ByteRange, placeRange, readRange } from './byte-range.ts'
import type { Deadline } from './deadline.ts'
import { matchesEtag } from './etag.ts'

export interface FrameRequest {
  /** The client's; aborting it ends the fetch at once. */
  signal: AbortSignal
  method: 'GET' | 'HEAD'
  ifNoneMatch?: string | undefined
  range?: string | undefined
}

/** A checked image of the store. `body` is null for 304 and for HEAD, else it must be read or destroyed. */
export type Frame<Body = Readable> =
  | { status: 304; etag: string | null; body: null }
  | {
      status: 200 | 206
      type: ImageType
      /** Bytes of the body that a GET has; null where the store does not say. */
      length: number | null
      etag: string | null
      contentRange: string | null
      body: Body | null
    }

/**
 * Fetches one image. The store is always asked with GET, because a signed address holds for one
 * method, and always from byte 0, because the first bytes decide what it is. `onClose` runs when
 * the transfer has ended, in whatever way. Errors: the catalogue's FRAME_ ones.
 */
export async function fetchFrame(
  dispatcher: Dispatcher,
  url: AllowedFrame,
  request: FrameRequest,
  maxBytes: number,
  deadline: Deadline,
  onClose: () => void,
): Promise<Frame> {
  const range = request.range === undefined ? null : readRange(request.range)
  const asked = askFor(request.ifNoneMatch, range)
  const end = () => {
    deadline.cancel()
    onClose()
  }
  try {
    const response = await dispatcher.request({
      origin: url.origin,
      path: url.path,
      method: 'GET',
      headers: headersFor(asked),
      signal: deadline.signal,
    })
    const answer = readAnswer(response.statusCode, response.headers, asked, maxBytes)
    if (answer.status === 304 || matchesEtag(asked.ifNoneMatch, answer.etag)) {
      end()
      return { status: 304, etag: answer.etag, body: null }
    }
    const chunks: Chunks = response.body[Symbol.asyncIterator]()
    const head = await takeHead(chunks)
    const type = imageType(head)
    if (type === null) throw new FrameNotAnImage()
    const part = partOf(answer, range)
    const described = { ...part.described, type, etag: answer.etag }
    if (request.method === 'HEAD') {
      end()
      return { ...described, body: null }
    }
    const bytes = cut(head, chunks, part, maxBytes)
    const body = streamOf(bytes, deadline.signal, (error) => asFrameError(error, deadline), end)
    return { ...described, body }
  } catch (error) {
    end()
    throw asFrameError(error, deadline)
  }
}

/** Which bytes of the store's body go out, and how they are described. */
function partOf(answer: Exclude<Answer, { status: 304 }>, range: ByteRange | null) {
  const { length, total } = answer
  const place = range === null || total === null ? null : placeRange(range, total)
  if (place === null || total === null) {
    if (answer.status === 206 && length !== total) throw new FrameNotAnImage()
    return {
      from: 0,
      to: Number.POSITIVE_INFINITY,
      described: { status: 200 as const, length, contentRange: null },
    }
  }
  const { from, to } = place
  return {
    from,
    to,
    described: {
      status: 206 as const,
      length: to + 1 - from,
      contentRange: `bytes ${from}-${to}/${total}`,
    },
  }
}

/** Our own errors as they are; what undici or a socket says becomes one of ours, with its cause for the log. */
export function asFrameError(error: unknown, { signal }: Deadline): Error {
  if (signal.reason instanceof FrameTimeout) return signal.reason
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('FRAME_')) {
    return error
  }
  return new FrameUnavailable({ cause: error })
}
