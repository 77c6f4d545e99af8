/** It takes longer than anybody waits. */
export class LateError extends Error {}

/**
 * What the work gives, or `LateError` after so many milliseconds: the work then goes on, and its end is ignored.
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LateError()), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** How long a page waits for an answer beside its own, milliseconds. */
const BESIDE_MS = 3_000

/** What a page can do without: null where it fails or is late, for that must not cost the page. */
export async function orNull<T>(work: Promise<T>, ms = BESIDE_MS): Promise<T | null> {
  try {
    return await within(ms, work)
  } catch {
    return null
  }
}
