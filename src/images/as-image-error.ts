import { ClientLeft } from '../errors/access.ts'
import { FrameBusy, FrameTimeout, FrameUnavailable } from '../errors/images.ts'
import { isRunOut } from '../lib/run-out.ts'
import type { Deadline } from './deadline.ts'

/**
 * Returns our own errors as they are. An error of undici or a socket becomes one of ours, with its cause for the log.
 * If nobody waits any more, the error says nothing about the store.
 */
export function asImageError(error: unknown, { signal }: Deadline): Error {
  if (signal.reason instanceof FrameTimeout) return signal.reason
  // Checked first, because the dialer may have turned this error into one of ours already.
  if (isRunOut(error)) return new FrameBusy({ cause: error })
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('FRAME_')) {
    return error
  }
  if (signal.aborted) return new ClientLeft()
  return new FrameUnavailable({ cause: error })
}
