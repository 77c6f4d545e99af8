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
