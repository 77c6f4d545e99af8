import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** How long a change is remembered, milliseconds. A browser that sends a form again by itself does so at once. */
const REMEMBERED_MS = 60_000
const MOST = 1_000

/**
 * Changes that pages made a moment ago. A browser sends a form again by itself if its kept connection is closed
 * before the answer, though RFC 9110 section 9.2.2 asks it not to. The second request gets the outcome of the first.
 */
export class RecentlyDone<T extends NonNullable<unknown>> {
  readonly #outcomes = new LRUCache<string, T>({ max: MOST, ttl: REMEMBERED_MS })

  /** The outcome of the same form; undefined if none is remembered. */
  of(form: unknown): T | undefined {
    return this.#outcomes.get(digestOf(form))
  }

  note(form: unknown, outcome: T) {
    this.#outcomes.set(digestOf(form), outcome)
  }

  forget(form: unknown) {
    this.#outcomes.delete(digestOf(form))
  }
}

/** Tells a form from others. The form itself may be a megabyte, so it is not kept. */
export function digestOf(form: unknown): string {
  return hash('sha256', JSON.stringify(form), 'base64url')
}
