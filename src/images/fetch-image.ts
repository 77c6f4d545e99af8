import type { Dispatcher } from 'undici'
import type { AllowedUrl } from '../domain/images/frame-source.ts'
import { askFor, headersFor } from './ask.ts'
import type { Deadline } from './deadline.ts'
import { Transfer } from './transfer.ts'
import type { ImageAnswer } from './types.ts'

export interface ImageRequest {
  /** The client's signal. If it aborts, the fetch ends at once. */
  signal: AbortSignal
  /** The client whose place the fetch takes (client-of.ts). */
  client: string
  method: 'GET' | 'HEAD'
  ifNoneMatch?: string | undefined
  range?: string | undefined
}

/**
 * Fetches one image. The store is always asked with GET, because a signed address holds for one
 * method, and always from byte 0, because the first bytes decide what it is. `onClose` runs when
 * the transfer has ended, in whatever way. Errors: the catalogue's FRAME_ ones.
 */
export function fetchImage(
  dispatcher: Dispatcher,
  { origin, path }: AllowedUrl,
  request: ImageRequest,
  maxBytes: number,
  deadline: Deadline,
  onClose: () => void,
): Promise<ImageAnswer> {
  const range = request.range ?? null
  const asked = askFor(request.ifNoneMatch, range)
  const headOnly = request.method === 'HEAD'
  return new Promise((resolve, reject) => {
    const wanted = { asked, range, headOnly, maxBytes, deadline, onClose }
    const transfer = new Transfer(wanted, resolve, reject)
    // The client may have left in the moment that gave it its place: then no abort comes any more.
    if (deadline.signal.aborted) return transfer.cancel(deadline.signal.reason)
    dispatcher.dispatch({ origin, path, method: 'GET', headers: headersFor(asked) }, transfer)
  })
}
