import type { ImageType } from '../../domain/image-type.ts'

/** A whole image in memory. */
export interface KeptImage {
  type: ImageType
  bytes: Buffer
  /** Strong: a hash of the bytes. */
  etag: string
}

export interface ImageCache {
  get(key: string): KeptImage | undefined
  set(key: string, image: KeptImage): void
  /** Memory in use; how often `get` found an image, and how often not. */
  readonly bytes: number
  readonly hits: number
  readonly misses: number
}

/** Images up to `maxBytes` together; the ones not asked for longest leave first. 0 keeps none. */
export function createImageCache(maxBytes: number): ImageCache {
  const images = new Map<string, KeptImage>()
  let bytes = 0
  let hits = 0
  let misses = 0

  function remove(key: string) {
    bytes -= images.get(key)?.bytes.length ?? 0
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
      if (image.bytes.length > maxBytes) return
      images.set(key, image)
      bytes += image.bytes.length
      for (const oldest of images.keys()) {
        if (bytes <= maxBytes) break
        remove(oldest)
      }
    },
  }
}
