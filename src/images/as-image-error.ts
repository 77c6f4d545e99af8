import { ClientLeft } from '../errors/access.ts'
import { FrameBusy, FrameTimeout, FrameUnavailable } from '../errors/images.ts'
import { isRunOut } from '../lib/run-out.ts'
import type { Deadline } from './deadline.ts'

/**
 * Our own errors as they are; what undici or a socket says becomes one of ours, with its cause for the log. Where
 * nobody waits any more, that says nothing of the store.
 */
export function asImageError(error: unknown, { signal }: Deadline): Error {
  if (signal.reason instanceof FrameTimeout) return signal.reason
  // Before ours are passed on: the dialer has made one of it already.
  if (isRunOut(error)) return new FrameBusy({ cause: error })
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('FRAME_')) {
    return error
  }
  if (signal.aborted) return new ClientLeft()
  return new FrameUnavailable({ cause: error })
}
