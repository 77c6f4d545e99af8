/** Keeps the most recently used values. Requests share a value that is being made, and a failed one is forgotten. */
export class FrameCache {
  readonly #entries = new Map<string, Promise<Buffer>>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.#entries.get(key)
    this.#entries.delete(key)
    const entry = known ?? make()
    this.#entries.set(key, entry)
    if (known === undefined) entry.catch(() => this.#entries.delete(key))
    const oldest = this.#entries.keys().next().value
    if (this.#entries.size > this.#limit && oldest !== undefined) this.#entries.delete(oldest)
    return entry
  }
}
