import { LRUCache } from 'lru-cache'
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

/** Bytes that an entry takes beside its image and its key: its objects, its tag, its place in the cache. */
const ENTRY_BYTES = 500

/** Keeps images up to `maxBytes` together, with their keys. Those not asked for longest leave first. 0 keeps none. */
export function createImageCache(maxBytes: number): ImageCache {
  const images = new LRUCache<string, CachedImage>({
    maxSize: Math.max(1, maxBytes),
    // The key counts, because an address of the service may be longer than a small image.
    sizeCalculation: ({ bytes }, key) => bytes.length + key.length + ENTRY_BYTES,
  })
  let hits = 0
  let misses = 0
  return {
    get bytes() {
      return images.calculatedSize
    },
    get hits() {
      return hits
    },
    get misses() {
      return misses
    },
    get(key) {
      const image = images.get(key)
      if (image === undefined) misses += 1
      else hits += 1
      return image
    },
    set(key, image) {
      images.set(key, image)
    },
  }
}
