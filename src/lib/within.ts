/** The work takes longer than anybody waits for it. */
export class LateError extends Error {}

/**
 * Gives the result of the work, or throws `LateError` after so many milliseconds. The work then goes on, and its
 * result is ignored.
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

/** How long a page waits for an answer that it can do without, milliseconds. */
const BESIDE_MS = 3_000

/** Waits for an answer that a page can do without. Null if the answer fails or is late. */
export async function orNull<T>(work: Promise<T>, ms = BESIDE_MS): Promise<T | null> {
  try {
    return await within(ms, work)
  } catch {
    return null
  }
}
