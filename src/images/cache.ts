import type { ImageType } from '../domain/images/image-type.ts'

/** A whole image in memory. */
export interface CachedImage {
  type: ImageType
  bytes: Buffer
  /** Strong: a hash of the bytes. */
  etag: string
}

export interface ImageCache {
  get(key: string): CachedImage | undefined
  set(key: string, image: CachedImage): void
  /** Memory in use; how often `get` found an image, and how often not. */
  readonly bytes: number
  readonly hits: number
  readonly misses: number
}

/** What an entry takes beside its bytes and its key: its objects, its tag, its place in the map. */
const ENTRY_BYTES = 500

/** Images up to `maxBytes` together, with their keys; the ones not asked for longest leave first. 0 keeps none. */
export function createImageCache(maxBytes: number): ImageCache {
  const images = new Map<string, CachedImage>()
  let bytes = 0
  let hits = 0
  let misses = 0

  function remove(key: string) {
    const image = images.get(key)
    if (image === undefined) return
    bytes -= costOf(key, image)
    images.delete(key)
  }

  return {
    get bytes() {
      return bytes
    },
    get hits() {
      return hits
    },
    get misses() {
      return misses
    },
    get(key) {
      const image = images.get(key)
      if (image === undefined) {
        misses += 1
        return undefined
      }
      hits += 1
      images.delete(key)
      images.set(key, image)
      return image
    },
    set(key, image) {
      remove(key)
      const cost = costOf(key, image)
      if (cost > maxBytes) return
      images.set(key, image)
      bytes += cost
      for (const oldest of images.keys()) {
        if (bytes <= maxBytes) break
        remove(oldest)
      }
    },
  }
}

/** An address of the service may be longer than a small image is. */
function costOf(key: string, image: CachedImage): number {
  return image.bytes.length + key.length + ENTRY_BYTES
}
