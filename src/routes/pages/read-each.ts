import { UpstreamTimeout } from '../../errors/service.ts'
import { publicError } from '../../http/error-handler.ts'
import { LateError, within } from '../../lib/within.ts'
import { saysUnknown } from '../../upstream/jobs.ts'

/** A read that takes longer is shown as unavailable, so that it does not delay the others, milliseconds. */
const SOON_MS = 3_000

/** One of several things that are read at the same time, or why it could not be read. */
export type Read<T> =
  | { id: string; value: T; unavailable: null }
  | { id: string; value: null; unavailable: string; error: unknown }

/** Reads at the same time. A read that fails, or is late, says why in words, and the others are shown. */
export function readEach<T>(
  ids: readonly string[],
  read: (id: string) => Promise<T>,
): Promise<Read<T>[]> {
  return Promise.all(
    ids.map(async (id): Promise<Read<T>> => {
      try {
        return { id, value: await within(SOON_MS, read(id)), unavailable: null }
      } catch (thrown) {
        const error = thrown instanceof LateError ? new UpstreamTimeout('') : thrown
        return { id, value: null, unavailable: whyUnavailable(error), error }
      }
    }),
  )
}

function whyUnavailable(error: unknown): string {
  if (saysUnknown(error)) return 'The service does not know this job any more.'
  return publicError(error as Parameters<typeof publicError>[0]).message
}
