import { LRUCache } from 'lru-cache'

/**
 * What is remembered, by key: so many things, and so many bytes together. Those that nobody has asked for longest
 * leave first, and what alone is heavier than all may be is not kept.
 */
export class BoundedCache<T extends NonNullable<unknown>> {
  readonly #all: LRUCache<string, T>

  constructor({ count, bytes }: { count: number; bytes: number }) {
    this.#all = new LRUCache({ max: count, maxSize: bytes })
  }

  /** Of all that is kept, as `set` was told. */
  get bytes() {
    return this.#all.calculatedSize
  }

  get(key: string): T | undefined {
    return this.#all.get(key)
  }

  set(key: string, value: T, bytes: number) {
    // The library knows no thing without weight.
    this.#all.set(key, value, { size: Math.max(1, bytes) })
  }

  keepOnly(isWanted: (key: string, value: T) => boolean) {
    for (const [key, value] of this.#all.entries()) if (!isWanted(key, value)) this.#all.delete(key)
  }
}
