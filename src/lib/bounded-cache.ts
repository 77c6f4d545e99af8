import { LRUCache } from 'lru-cache'

/**
 * Remembers values by key, up to a number and up to a total size in bytes. The value that was asked for longest ago
 * leaves first. A value that is larger than the total is not kept.
 */
export class BoundedCache<T extends NonNullable<unknown>> {
  readonly #all: LRUCache<string, T>

  constructor({ count, bytes }: { count: number; bytes: number }) {
    this.#all = new LRUCache({ max: count, maxSize: bytes })
  }

  /** The bytes of all kept values, as `set` was told. */
  get bytes() {
    return this.#all.calculatedSize
  }

  get(key: string): T | undefined {
    return this.#all.get(key)
  }

  set(key: string, value: T, bytes: number) {
    // The library takes no size of 0.
    this.#all.set(key, value, { size: Math.max(1, bytes) })
  }

  keepOnly(isWanted: (key: string, value: T) => boolean) {
    for (const [key, value] of this.#all.entries()) if (!isWanted(key, value)) this.#all.delete(key)
  }
}
