/**
 * What is remembered, by key: so many things, and so many bytes together. Those put in longest ago leave
 * first, and what alone is heavier than all may be is not kept.
 */
export class BoundedMap<T> {
  readonly #most: { count: number; bytes: number }
  readonly #all = new Map<string, { value: T; bytes: number }>()
  #bytes = 0

  constructor(most: { count: number; bytes: number }) {
    this.#most = most
  }

  get bytes() {
    return this.#bytes
  }

  get(key: string): T | undefined {
    return this.#all.get(key)?.value
  }

  put(key: string, value: T, bytes: number) {
    this.#remove(key)
    if (bytes > this.#most.bytes) return
    this.#all.set(key, { value, bytes })
    this.#bytes += bytes
    for (const oldest of this.#all.keys()) {
      if (this.#all.size <= this.#most.count && this.#bytes <= this.#most.bytes) break
      this.#remove(oldest)
    }
  }

  keepOnly(isWanted: (key: string, value: T) => boolean) {
    for (const [key, { value }] of this.#all) if (!isWanted(key, value)) this.#remove(key)
  }

  #remove(key: string) {
    this.#bytes -= this.#all.get(key)?.bytes ?? 0
    this.#all.delete(key)
  }
}
