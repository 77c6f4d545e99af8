import { FrameNotAnImage, FrameRefused, FrameStoreFailed, FrameTooLarge } from '../errors/images.ts'
import { readEtag } from '../http/etag.ts'
import type { StoreRequest } from './ask.ts'
import { placeRange } from './byte-range.ts'

type Headers = Record<string, string | string[] | undefined>

/** What the image store's status and headers say, after they were judged. */
export type StoreAnswer =
  | { status: 304; etag: string | null }
  | {
      status: 200 | 206
      etag: string | null
      /** Bytes of the body; null if the store does not say. */
      length: number | null
      /** Bytes of the whole image; null if the store does not say. */
      total: number | null
    }

/** Statuses of a store for a signed link that has expired, or an object that is gone. */
const REFUSALS = new Set([401, 403, 404, 410])
/** True if the store failed or is busy (RFC 9110, 15.6; RFC 6585, 4). That says nothing about the object. */
const isAway = (status: number) => status >= 500 || status === 408 || status === 429

/** `aws-chunked` tells how an upload was sent. Stores like S3 keep the word, though the bytes are plain. */
const NO_CODING = new Set(['', 'identity', 'aws-chunked'])

/**
 * Takes only what was asked for: 200, 304 to a condition, 206 to a range, unencoded, and not larger
 * than `maxBytes`. Throws `FrameRefused`, `FrameStoreFailed`, `FrameTooLarge`, else `FrameNotAnImage`.
 */
export function readAnswer(
  status: number,
  headers: Headers,
  asked: StoreRequest,
  maxBytes: number,
): StoreAnswer {
  if (REFUSALS.has(status)) throw new FrameRefused()
  if (isAway(status)) throw new FrameStoreFailed()
  const etag = readEtag(headers['etag'])
  if (status === 304 && asked.ifNoneMatch !== null) return { status, etag }
  if (isCoded(headers['content-encoding'])) throw new FrameNotAnImage()
  const length = readLength(headers['content-length'])
  if (length !== null && length > maxBytes) throw new FrameTooLarge()
  if (status === 200) return { status, etag, length, total: length }
  if (status === 206 && asked.range !== null) {
    return { status, etag, length, total: readTotal(headers['content-range']) }
  }
  throw new FrameNotAnImage()
}

/** Codings are words of any case (RFC 9110, 8.4.1), and an empty header names none. */
function isCoded(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .toLowerCase()
    .split(',')
    .some((coding) => !NO_CODING.has(coding.trim()))
}

function readLength(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null
}

function readTotal(header: string | string[] | undefined): number {
  const [, total] = /^bytes 0-\d{1,15}\/(\d{1,15})$/.exec(String(header)) ?? []
  if (total === undefined) throw new FrameNotAnImage()
  return Number(total)
}

/** Which bytes of the store's body go out, and how they are described. */
export function partOf(
  { status, length, total }: Exclude<StoreAnswer, { status: 304 }>,
  range: string | null,
) {
  const place = total === null ? null : placeRange(range, total)
  if (place === null || total === null) {
    if (status === 206 && length !== total) throw new FrameNotAnImage()
    return {
      part: { from: 0, to: Number.POSITIVE_INFINITY },
      described: { status: 200 as const, length, contentRange: null },
    }
  }
  const { from, to } = place
  const contentRange = `bytes ${from}-${to}/${total}`
  return { part: place, described: { status: 206 as const, length: to + 1 - from, contentRange } }
}
