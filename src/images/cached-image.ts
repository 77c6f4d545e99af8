import { createHash } from 'node:crypto'
import type { ImageType } from '../domain/images/image-type.ts'
import { matchesEtag } from '../http/etag.ts'
import { placeRange } from './byte-range.ts'
import type { CachedImage } from './cache.ts'
import type { ImageRequest } from './fetch-image.ts'
import type { ImageAnswer } from './types.ts'

/** Makes an image for the memory, with a tag made from its bytes. */
export function keep(type: ImageType, bytes: Buffer): CachedImage {
  const hash = createHash('sha256').update(bytes).digest('base64url')
  return { type, bytes, etag: `"${hash}"` }
}

/** Answers a request for an image in memory; conditions and ranges work as for one from a store. */
export function serve(image: CachedImage, request: ImageRequest): ImageAnswer<Buffer> {
  const { type, bytes, etag } = image
  if (matchesEtag(request.ifNoneMatch ?? null, etag)) return { status: 304, etag, body: null }
  const place = placeRange(request.range ?? null, bytes.length)
  const part = place ? bytes.subarray(place.from, place.to + 1) : bytes
  return {
    status: place ? 206 : 200,
    type,
    length: part.length,
    etag,
    contentRange: place ? `bytes ${place.from}-${place.to}/${bytes.length}` : null,
    body: request.method === 'HEAD' ? null : part,
  }
}
